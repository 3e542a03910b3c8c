package io.dezky.operator.files;

import java.util.Arrays;
import java.util.Optional;

/** What a member may do in a space. The ids are constants of every oCIS. */
public enum Role {
    /** Everything, members and the space's own fields included. */
    MANAGER("312c0871-5ef7-4b3a-85b6-0e4074c64049", "manager"),
    /** Read and write files. */
    EDITOR("58c63c02-1d89-4572-916a-870abc5a1b7d", "editor"),
    /** Read files. */
    VIEWER("a8d5fe5e-96e3-418d-825b-534dbdf22b99", "viewer");

    private final String id;
    private final String word;

    Role(String id, String word) {
        this.id = id;
        this.word = word;
    }

    /** What is sent: words are refused. */
    public String id() {
        return id;
    }

    /** The role of an id (v1beta1) or a word (v1.0); empty for a role that the operator never gives. */
    static Optional<Role> of(String idOrWord) {
        return Arrays.stream(values())
                .filter(role -> role.id.equals(idOrWord) || role.word.equals(idOrWord))
                .findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
