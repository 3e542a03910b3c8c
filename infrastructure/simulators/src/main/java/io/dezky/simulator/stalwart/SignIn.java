package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import io.dezky.simulator.stalwart.registry.Caller;
import io.dezky.simulator.stalwart.registry.Credentials;
import io.dezky.simulator.stalwart.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Finds out who makes a request: by API key, by password, by app password, or as the recovery administrator. */
final class SignIn {

    /**
     * What came of it.
     *
     * @param caller empty when nobody signed in
     * @param refusal why not; empty when there were no credentials at all
     * @param wrongCredentials whether the refusal counts as an attempt to guess
     */
    record Outcome(Optional<Caller> caller, Optional<Answer> refusal, boolean wrongCredentials) {
        private static Outcome of(Caller caller) {
            return caller.may("authenticate")
                    ? new Outcome(Optional.of(caller), Optional.empty(), false)
                    : refused(Problem.forbidden());
        }

        private static Outcome refused(Answer answer) {
            return new Outcome(Optional.empty(), Optional.of(answer), false);
        }

        private static Outcome wrong() {
            return new Outcome(Optional.empty(), Optional.of(Problem.unauthorized()), true);
        }

        private static Outcome anonymous() {
            return new Outcome(Optional.empty(), Optional.empty(), false);
        }
    }

    /** Every caller comes from here. */
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final Registry registry;
    private final Clock clock;

    SignIn(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    Outcome of(SimulatedRequest request) {
        Optional<String> authorization = request.header("Authorization");
        if (authorization.isEmpty()) {
            return Outcome.anonymous();
        }
        String[] parts = authorization.get().split(" ", 2);
        String value = parts.length == 2 ? parts[1].trim() : "";
        return registry.locked(() -> switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> withKey(value);
            case "basic" -> withPassword(value);
            default -> Outcome.wrong();
        });
    }

    private Outcome withKey(String secret) {
        return registry.credentials()
                .find(secret)
                .filter(presented -> isType(presented, "ApiKey"))
                .map(this::with)
                .orElseGet(Outcome::wrong);
    }

    private Outcome withPassword(String base64) {
        String[] parts = decoded(base64).split(":", 2);
        if (parts.length < 2) {
            return Outcome.wrong();
        }
        String password = parts[1];
        if (StalwartSeed.isRecovery(parts[0], password)) {
            return Outcome.of(Caller.recoveryAdministrator(StalwartSeed.recoveryName()));
        }
        Optional<Long> account = registry.credentials().accountOf(address(parts[0]));
        if (account.isEmpty()) {
            return Outcome.wrong();
        }
        if (registry.credentials().isPassword(account.get(), password)) {
            return Outcome.of(registry.credentials().caller(account.get()));
        }
        return registry.credentials()
                .find(password)
                .filter(presented -> isType(presented, "AppPassword") && presented.accountId() == account.get())
                .map(this::with)
                .orElseGet(Outcome::wrong);
    }

    /** In lower case, and in the default domain if no other one is named. */
    private String address(String login) {
        String address = login.toLowerCase(Locale.ROOT);
        if (address.contains("@")) {
            return address;
        }
        return address + "@" + registry.domainName(registry.defaultDomainId()).orElse("");
    }

    private Outcome with(Credentials.Presented presented) {
        JsonNode expiry = presented.credential().get("expiresAt");
        if (expiry.isTextual() && Instant.parse(expiry.textValue()).isBefore(clock.instant())) {
            return Outcome.refused(Problem.unauthorizedWithoutChallenge());
        }
        JsonNode networks = presented.credential().get("allowedIps");
        if (!networks.isEmpty()
                && networks.properties().stream().noneMatch(network -> containsLoopback(network.getKey()))) {
            return Outcome.refused(Problem.forbidden());
        }
        return Outcome.of(registry.credentials().caller(presented));
    }

    private static boolean isType(Credentials.Presented presented, String type) {
        return presented.credential().get("@type").asText().equals(type);
    }

    /** Whether a network, written as {@code 10.0.0.0/8} or as a single address, holds 127.0.0.1. */
    private static boolean containsLoopback(String network) {
        String[] parts = network.split("/", 2);
        String[] bytes = parts[0].split("\\.");
        if (bytes.length != LOOPBACK.length) {
            return false;
        }
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : 32;
        long mask = bits == 0 ? 0 : 0xffff_ffffL << (32 - bits) & 0xffff_ffffL;
        long given = 0;
        long own = 0;
        for (int i = 0; i < LOOPBACK.length; i++) {
            given = given << 8 | Integer.parseInt(bytes[i]);
            own = own << 8 | LOOPBACK[i];
        }
        return (given & mask) == (own & mask);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            return "";
        }
    }
}
