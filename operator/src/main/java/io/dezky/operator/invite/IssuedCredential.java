package io.dezky.operator.invite;

import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.platform.v1alpha1.HandoffMethod;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A credential as it stands in its Secret. The Secret is the truth about what was handed over: status is written after
 * it, and may lag behind.
 *
 * @param method how it is handed over
 * @param secret the link or the password; null where Authentik mails it, and after it was scrubbed
 * @param serial counts the credentials of an invite
 * @param issuedAt when it was made
 * @param expiresAt until when it can be used
 * @param resend the value of the annotation that asked for it; empty for the first
 */
record IssuedCredential(
        HandoffMethod method, String secret, int serial, Instant issuedAt, Instant expiresAt, String resend) {

    private static final String SERIAL = "platform.dezky.io/serial";
    private static final String ISSUED_AT = "platform.dezky.io/issued-at";
    private static final String RESEND = "platform.dezky.io/handled-resend";

    static final String LINK = "recovery-link";
    static final String PASSWORD = "temporary-password";

    /** What a Secret says; empty when there is none, or it was damaged so that it says nothing. */
    static Optional<IssuedCredential> in(SecretStore.Found found) {
        if (!(found instanceof SecretStore.Found.Ours ours)) {
            return Optional.empty();
        }
        try {
            HandoffMethod method = method(ours.data().get("method"));
            String secret =
                    switch (method) {
                        case RECOVERY_LINK -> ours.data().get(LINK);
                        case TEMPORARY_PASSWORD -> ours.data().get(PASSWORD);
                        case EMAIL -> null;
                    };
            return Optional.of(new IssuedCredential(
                    method,
                    secret,
                    Integer.parseInt(ours.annotations().getOrDefault(SERIAL, "")),
                    Instant.parse(ours.annotations().getOrDefault(ISSUED_AT, "")),
                    Instant.parse(ours.data().getOrDefault("expires-at", "")),
                    ours.annotations().getOrDefault(RESEND, "")));
        } catch (IllegalArgumentException | DateTimeParseException damaged) {
            return Optional.empty();
        }
    }

    private static HandoffMethod method(String word) {
        return switch (word == null ? "" : word) {
            case "RecoveryLink" -> HandoffMethod.RECOVERY_LINK;
            case "TemporaryPassword" -> HandoffMethod.TEMPORARY_PASSWORD;
            case "Email" -> HandoffMethod.EMAIL;
            default -> throw new IllegalArgumentException("no method");
        };
    }

    static String word(HandoffMethod method) {
        return switch (method) {
            case RECOVERY_LINK -> "RecoveryLink";
            case TEMPORARY_PASSWORD -> "TemporaryPassword";
            case EMAIL -> "Email";
        };
    }

    /** What the Secret shall hold: exactly one credential, or none where there is none to hold. */
    Map<String, String> data(Invitation invitation) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("username", invitation.email());
        data.put("login-url", invitation.loginUrl());
        data.put("method", word(method));
        data.put("expires-at", expiresAt.toString());
        if (secret != null) {
            data.put(method == HandoffMethod.RECOVERY_LINK ? LINK : PASSWORD, secret);
        }
        return data;
    }

    Map<String, String> annotations() {
        return Map.of(SERIAL, String.valueOf(serial), ISSUED_AT, issuedAt.toString(), RESEND, resend);
    }

    /** The same without the credential: it was used, has expired or was revoked. */
    IssuedCredential scrubbed() {
        return new IssuedCredential(method, null, serial, issuedAt, expiresAt, resend);
    }

    /** Whether the Secret still holds something to use. */
    boolean isOpen() {
        return secret != null || method == HandoffMethod.EMAIL;
    }

    @Override
    public String toString() {
        return word(method) + " number " + serial + " (redacted)";
    }
}
