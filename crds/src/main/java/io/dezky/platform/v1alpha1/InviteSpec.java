package io.dezky.platform.v1alpha1;

import java.time.Duration;
import java.util.Locale;

/** What the two kinds of invites have in common. */
public sealed interface InviteSpec permits OperatorInviteSpec, TenantInviteSpec {

    /** As it was written; the systems get {@link #normalisedEmail()}. */
    String email();

    String name();

    Handoff handoff();

    /** As it was written, such as {@code 24h}; {@link #validity()} reads it. */
    String expiresAfter();

    OnDelete onDelete();

    /** The address in lower case: the user name in Authentik. */
    default String normalisedEmail() {
        return email().toLowerCase(Locale.ROOT);
    }

    /**
     * How long the credential can be used; null where {@code expiresAfter} is.
     *
     * @throws java.time.format.DateTimeParseException if it is no duration, which the API server refuses
     */
    default Duration validity() {
        return expiresAfter() == null ? null : Duration.parse("PT" + expiresAfter());
    }
}
