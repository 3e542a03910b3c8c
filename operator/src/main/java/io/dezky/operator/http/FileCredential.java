package io.dezky.operator.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A credential in a file, as Kubernetes mounts Secrets. The file is read for every call, so a changed Secret counts at
 * once. A value that was refused is not sent again until the file changes or {@link #PATIENCE} is over: systems that
 * count failed sign-ins ban the address after some (docs/systems/stalwart.md, Wrong credentials ban the address).
 */
public final class FileCredential implements Credential {

    /** At most 24 tries a day with a wrong value, far below the 100 that ban an address. */
    static final Duration PATIENCE = Duration.ofHours(1);

    /** What no header can hold: a token never has such characters, a file that is no token file does. */
    private static final Pattern UNUSABLE = Pattern.compile("[^\\x21-\\x7e]");

    private record Refusal(String value, Instant at) {
        /** Never the value. */
        @Override
        public String toString() {
            return "refused at " + at;
        }
    }

    /** The value was refused before, and is not sent. Never leaves this package: there it means a refusal like the first. */
    static final class RefusedBefore extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedBefore() {
            super("the credential was refused before", null, false, false);
        }
    }

    private final String system;
    private final Path file;
    private final Function<String, String> header;
    private final Clock clock;
    private volatile Refusal refusal;

    private FileCredential(String system, Path file, Function<String, String> header, Clock clock) {
        this.system = system;
        this.file = file;
        this.header = header;
        this.clock = clock;
    }

    /** A token that is sent as {@code Bearer}. */
    public static FileCredential bearer(String system, Path file, Clock clock) {
        return new FileCredential(
                system,
                file,
                token -> {
                    if (UNUSABLE.matcher(token).find()) {
                        throw missing(system, file, "holds more than one word, or letters that no token has");
                    }
                    return "Bearer " + token;
                },
                clock);
    }

    /** A password that is sent with a user name as {@code Basic}. */
    public static FileCredential basic(String system, String userName, Path file, Clock clock) {
        return new FileCredential(system, file, password -> okhttp3.Credentials.basic(userName, password), clock);
    }

    @Override
    public Optional<String> authorization() {
        String value = header.apply(secret());
        Refusal last = refusal;
        if (last != null
                && last.value().equals(value)
                && clock.instant().isBefore(last.at().plus(PATIENCE))) {
            throw new RefusedBefore();
        }
        return Optional.of(value);
    }

    @Override
    public boolean refused(String authorization) {
        refusal = new Refusal(authorization, clock.instant());
        return !header.apply(secret()).equals(authorization);
    }

    @Override
    public void accepted(String authorization) {
        refusal = null;
    }

    /** The file's content without surrounding blanks. */
    private String secret() {
        try {
            String secret = Files.readString(file, StandardCharsets.UTF_8).trim();
            if (secret.isEmpty()) {
                throw missing(system, file, "is empty");
            }
            return secret;
        } catch (IOException e) {
            throw missing(system, file, "can't be read");
        }
    }

    private static ExternalException.Unauthorized missing(String system, Path file, String what) {
        return new ExternalException.Unauthorized(
                system,
                "CredentialMissing",
                "The operator's credential for " + system + " is not there: the file " + file + " " + what
                        + ". Mount a Secret there that holds the credential, and nothing else.");
    }

    @Override
    public String toString() {
        return "credential in " + file;
    }
}
