package io.dezky.operator.identity;

/** What came of the wish for a recovery link. */
public sealed interface Recovery {

    /** A link. Whoever has it can sign in, so it is never printed. */
    record Link(String url) implements Recovery {
        @Override
        public String toString() {
            return "Link (redacted)";
        }
    }

    /** Authentik took the wish to mail a link. Whether the mail arrives, nobody says. */
    record Mailed() implements Recovery {}

    /** The brand of the host has no recovery flow. */
    record NoFlow() implements Recovery {}
}
