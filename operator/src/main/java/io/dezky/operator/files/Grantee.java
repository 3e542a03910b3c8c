package io.dezky.operator.files;

/**
 * Who has a grant on a space.
 *
 * @param kind user or group; an id of one kind is refused as the other
 * @param id in oCIS
 */
public record Grantee(Kind kind, String id) {

    /** What kinds there are. */
    public enum Kind {
        USER("user", "u:"),
        GROUP("group", "g:");

        private final String word;
        private final String prefix;

        Kind(String word, String prefix) {
            this.word = word;
            this.prefix = prefix;
        }

        /** The word in requests. */
        String word() {
            return word;
        }
    }

    /** A user. */
    static Grantee user(String id) {
        return new Grantee(Kind.USER, id);
    }

    /** A group. */
    static Grantee group(String id) {
        return new Grantee(Kind.GROUP, id);
    }

    /** The id of the grant: there is one for a grantee on a space. */
    String permissionId() {
        return kind.prefix + id;
    }
}
