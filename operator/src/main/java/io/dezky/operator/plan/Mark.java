package io.dezky.operator.plan;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose an external object is. Written into whatever free field the system has; read back before anything is touched.
 *
 * <p>Owner is who has the same platform instance, kind, namespace and name. The uid is written for people and tells a
 * restored object (same owner, new uid) from an unchanged one: see docs/decisions/ownership-marks.md.
 *
 * @param instance the platform installation, from the configuration
 * @param kind of the Kubernetes object
 * @param namespace of the Kubernetes object
 * @param name of the Kubernetes object
 * @param uid of the Kubernetes object
 */
public record Mark(String instance, String kind, String namespace, String name, String uid) {

    private static final Pattern TEXT = Pattern.compile(
            "\\bdezky:([a-z0-9-]+):([A-Za-z]+):([a-z0-9.-]+)/([a-z0-9.-]+):([A-Za-z0-9-]+)(:released)?");
    private static final String ATTRIBUTE = "platform.dezky.io/owner";

    /** To whom an object belongs, seen by one mark. */
    public enum Ownership {
        /** It carries this very mark. */
        OURS,
        /** It carries our mark with another uid: the Kubernetes object was restored or made anew. */
        OURS_RENEWED,
        /** It was ours, or another's, and was let go when its Kubernetes object was deleted with Retain. */
        RELEASED,
        /** It belongs to another Kubernetes object or to another installation. */
        ANOTHERS,
        /** No operator has put its mark on it. */
        UNMARKED;

        /** Whether it belongs to the owner of the mark that was asked. */
        public boolean isOurs() {
            return this == OURS || this == OURS_RENEWED;
        }
    }

    /** The mark of a subject. */
    public static Mark of(String instance, Subject subject) {
        return new Mark(instance, subject.kind(), subject.namespace(), subject.name(), subject.uid());
    }

    /** The mark as text, for fields that hold text: one word, without blanks. */
    public String text() {
        return "dezky:" + instance + ":" + kind + ":" + namespace + "/" + name + ":" + uid;
    }

    /** What is written in place of {@link #text()} when the object is let go. */
    public String releasedText() {
        return text() + ":released";
    }

    /** The mark as attributes, for systems that keep them. */
    public Map<String, String> attributes() {
        return Map.of(ATTRIBUTE, text());
    }

    /** What is written in place of {@link #attributes()} when the object is let go. */
    public Map<String, String> releasedAttributes() {
        return Map.of(ATTRIBUTE, releasedText());
    }

    /** Whose an object is that has this text in its free field; the mark may stand anywhere in it. */
    public Ownership in(String text) {
        Matcher matcher = TEXT.matcher(text == null ? "" : text);
        if (!matcher.find()) {
            return Ownership.UNMARKED;
        }
        if (matcher.group(6) != null) {
            return Ownership.RELEASED;
        }
        boolean ours = matcher.group(1).equals(instance)
                && matcher.group(2).equals(kind)
                && matcher.group(3).equals(namespace)
                && matcher.group(4).equals(name);
        if (!ours) {
            return Ownership.ANOTHERS;
        }
        return matcher.group(5).equals(uid) ? Ownership.OURS : Ownership.OURS_RENEWED;
    }

    /**
     * Whether this very Kubernetes object, and not a namesake before it, has let the object go that has this text: it
     * may take it back.
     */
    public boolean hasLetGo(String text) {
        return in(text) == Ownership.RELEASED && text.contains(releasedText());
    }

    /** Whose an object is that has these attributes. */
    public Ownership in(Map<String, ?> attributes) {
        Object value = attributes == null ? null : attributes.get(ATTRIBUTE);
        return in(value == null ? null : value.toString());
    }

    /**
     * A word that all marks of one owner share and no other's: to search by, where a system finds whole words. It does
     * not depend on the uid.
     */
    public String searchWord() {
        return "dezky" + Digest.hex(instance + "|" + kind + "|" + namespace + "/" + name, 20);
    }

    /** Who stands in the way, for a message: of another's object no more than that it is another's. */
    public static Optional<String> holder(Ownership ownership) {
        return switch (ownership) {
            case OURS, OURS_RENEWED -> Optional.empty();
            case RELEASED -> Optional.of("it was retained when the Tenant that had made it was deleted");
            case ANOTHERS -> Optional.of("it belongs to another object or another installation of the operator");
            case UNMARKED -> Optional.of("no operator has made it");
        };
    }
}
