package io.dezky.operator.invite;

import io.dezky.operator.plan.Digest;
import io.dezky.platform.v1alpha1.HandoffMethod;
import io.dezky.platform.v1alpha1.InviteHandoff;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A credential as it stands in its Secret. The Secret is the truth about what was handed over: status is written after
 * it, and may lag behind (docs/decisions/secret-is-the-truth.md).
 *
 * @param method how it is handed over
 * @param secret the link or the password; null where Authentik mails it, and after it was scrubbed
 * @param use what became of it
 * @param serial counts the credentials of an invite
 * @param issuedAt when it was made
 * @param expiresAt until when it can be used
 * @param resend the value of the annotation that asked for it; empty for the first
 * @param holder for whom it was made
 */
record IssuedCredential(
        HandoffMethod method,
        String secret,
        Use use,
        int serial,
        Instant issuedAt,
        Instant expiresAt,
        String resend,
        Holder holder) {

    /** What became of a credential. */
    enum Use {
        /** It waits to be used. */
        OPEN("Open"),
        /** The person came. */
        USED("Used"),
        /** Nobody came in time; it opens nothing any more. */
        EXPIRED("Expired"),
        /** It was taken back; it opens nothing any more. */
        REVOKED("Revoked");

        private final String word;

        Use(String word) {
            this.word = word;
        }
    }

    private static final String PREFIX = "platform.dezky.io/";
    private static final String USE = PREFIX + "credential";
    private static final String SERIAL = PREFIX + "serial";
    private static final String ISSUED_AT = PREFIX + "issued-at";
    private static final String RESEND = PREFIX + "handled-resend";
    private static final String USER = PREFIX + "user";
    private static final String USER_COPY = PREFIX + "user-copy";
    private static final String DIGEST = PREFIX + "digest";

    private static final String LINK = "recovery-link";
    private static final String PASSWORD = "temporary-password";

    /** A credential that was just made. */
    static IssuedCredential made(
            HandoffMethod method,
            String secret,
            int serial,
            Instant now,
            Duration validity,
            String resend,
            Holder holder) {
        return new IssuedCredential(method, secret, Use.OPEN, serial, now, now.plus(validity), resend, holder);
    }

    /** What status tells of one whose Secret can't be read any more: all but the secret. */
    static IssuedCredential told(InviteHandoff handoff, Holder holder) {
        return new IssuedCredential(
                handoff.method(),
                null,
                Use.OPEN,
                handoff.serial(),
                handoff.issuedAt(),
                handoff.expiresAt(),
                "",
                holder);
    }

    /** The same until another time, for the person as its user is now. */
    IssuedCredential renewed(Instant until, Holder now) {
        return new IssuedCredential(method, secret, use, serial, issuedAt, until, resend, now);
    }

    /** The same when it is over, without what was secret. */
    IssuedCredential closed(Use end) {
        return new IssuedCredential(method, null, end, serial, issuedAt, expiresAt, resend, holder);
    }

    boolean isOpen() {
        return use == Use.OPEN;
    }

    /** Whether it is a link, which carries a copy of the user: docs/systems/authentik.md. */
    boolean isLink() {
        return method != HandoffMethod.TEMPORARY_PASSWORD;
    }

    /** Whether a link in the Secret leads elsewhere. Of a mailed one nobody knows. */
    boolean leadsElsewhere(String host) {
        return method == HandoffMethod.RECOVERY_LINK && isOpen() && !leadsTo(secret, host);
    }

    /** Whether a link leads to a host, by HTTPS. */
    static boolean leadsTo(String link, String host) {
        String origin = "https://" + host + "/";
        return link.regionMatches(true, 0, origin, 0, origin.length());
    }

    // ---- in the Secret

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
        return Map.of(
                USE, use.word,
                SERIAL, String.valueOf(serial),
                ISSUED_AT, issuedAt.toString(),
                RESEND, resend,
                USER, holder.uid(),
                USER_COPY, holder.copy(),
                DIGEST, digest());
    }

    /** Over what nothing else tells when somebody changes it by hand. */
    private String digest() {
        return Digest.hex(
                String.join(
                        "|", word(method), String.valueOf(secret), use.word, "" + serial, "" + issuedAt, holder.uid()),
                16);
    }

    /** What a Secret says; empty when it was damaged or edited so that nobody knows what was handed over. */
    static Optional<IssuedCredential> read(Map<String, String> data, Map<String, String> annotations) {
        try {
            IssuedCredential credential = parse(data, annotations);
            boolean asWritten = credential.digest().equals(annotations.get(DIGEST));
            return asWritten ? Optional.of(credential) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeParseException damaged) {
            return Optional.empty();
        }
    }

    private static IssuedCredential parse(Map<String, String> data, Map<String, String> annotations) {
        HandoffMethod method = method(data.getOrDefault("method", ""));
        String secret =
                switch (method) {
                    case RECOVERY_LINK -> data.get(LINK);
                    case TEMPORARY_PASSWORD -> data.get(PASSWORD);
                    case EMAIL -> null;
                };
        return new IssuedCredential(
                method,
                secret,
                use(annotations.getOrDefault(USE, "")),
                Integer.parseInt(annotations.getOrDefault(SERIAL, "")),
                Instant.parse(annotations.getOrDefault(ISSUED_AT, "")),
                Instant.parse(data.getOrDefault("expires-at", "")),
                annotations.getOrDefault(RESEND, ""),
                new Holder(annotations.getOrDefault(USER, ""), annotations.getOrDefault(USER_COPY, "")));
    }

    private static HandoffMethod method(String word) {
        for (HandoffMethod method : HandoffMethod.values()) {
            if (word(method).equals(word)) {
                return method;
            }
        }
        throw new IllegalArgumentException("no method");
    }

    private static Use use(String word) {
        for (Use use : Use.values()) {
            if (use.word.equals(word)) {
                return use;
            }
        }
        throw new IllegalArgumentException("no use");
    }

    /** The method as it is written everywhere. */
    static String word(HandoffMethod method) {
        return switch (method) {
            case RECOVERY_LINK -> "RecoveryLink";
            case TEMPORARY_PASSWORD -> "TemporaryPassword";
            case EMAIL -> "Email";
        };
    }

    @Override
    public String toString() {
        return word(method) + " number " + serial + " (redacted)";
    }
}
