package io.dezky.operator.files;

/**
 * The operator is no manager of a space any more. Says why a call was refused, to who knows the space by the name that
 * the spec has for it.
 */
final class LostManager extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String spaceId;

    LostManager(String spaceId) {
        super("no manager of the space " + spaceId);
        this.spaceId = spaceId;
    }

    String spaceId() {
        return spaceId;
    }
}
