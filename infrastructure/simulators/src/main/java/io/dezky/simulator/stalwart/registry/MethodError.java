package io.dezky.simulator.stalwart.registry;

/** A whole method call failed: it answers {@code ["error", {"type", "description"}, id]}, and later calls still run. */
public final class MethodError extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String type;

    private MethodError(String type, String description) {
        super(description, null, false, false);
        this.type = type;
    }

    /** The JMAP error type. */
    public String type() {
        return type;
    }

    public static MethodError of(String type, String description) {
        return new MethodError(type, description);
    }

    public static MethodError forbidden(String description) {
        return of("forbidden", description);
    }

    /** What a call gets that asks for more objects than the server handles in one call. */
    public static MethodError requestTooLarge() {
        return of(
                "requestTooLarge",
                "The number of ids requested by the client exceeds the maximum number the server is willing to process"
                        + " in a single method call.");
    }

    /**
     * The catch-all. It says that trying again may help, which is true after a lost race and never true for a role
     * that does not exist.
     */
    public static MethodError serverUnavailable() {
        return of(
                "serverUnavailable",
                "This server is temporarily unavailable. Attempting this same operation later may succeed.");
    }

    public static MethodError unsupportedFilter(String property) {
        return of(
                "unsupportedFilter",
                PropertyNames.isKnown(property)
                        ? "Filter on property " + property + " is not supported or invalid"
                        : property);
    }
}
