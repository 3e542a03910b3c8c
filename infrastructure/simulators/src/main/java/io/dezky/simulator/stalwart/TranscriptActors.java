package io.dezky.simulator.stalwart;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who the actors of the recorded conversations are: the files describe them in words. */
final class TranscriptActors {

    private static final Map<String, Actor> ACTORS = Map.ofEntries(
            Map.entry("postmaster", new Actor.Basic("postmaster@dezky.test", StalwartSeed.PASSWORD)),
            Map.entry("plain", new Actor.Basic("plain@dezky.test", StalwartSeed.PASSWORD)),
            Map.entry("alice", new Actor.Basic("alice@acme.test", StalwartSeed.PASSWORD)),
            Map.entry("boss", new Actor.Basic("boss2@ten.test", StalwartSeed.PASSWORD)),
            Map.entry("alice-app", new Actor.WithAppPassword("alice@acme.test")),
            Map.entry("wrong-password", new Actor.Basic("postmaster@dezky.test", "not the password")),
            Map.entry("unknown-user", new Actor.Basic("nobody-at-all@dezky.test", StalwartSeed.PASSWORD)),
            Map.entry("short-name", new Actor.Basic("postmaster", StalwartSeed.PASSWORD)),
            Map.entry("upper-case", new Actor.Basic("POSTMASTER@Dezky.TEST", StalwartSeed.PASSWORD)),
            Map.entry("garbage-bearer", new Actor.Literal("Bearer garbage")),
            Map.entry("garbage-key", new Actor.Key("API_AAAAyQAAAAFgarbage")),
            Map.entry("digest", new Actor.Literal("Digest x")),
            Map.entry("broken-basic", new Actor.Literal("Basic !!!")),
            Map.entry("svc", new Actor.Key("${svcKey}")),
            Map.entry("narrow", new Actor.Key("${narrowKey}")));

    private static final String MADE_KEY = "key-";

    private TranscriptActors() {}

    /** The actor of this name; empty for those whose credentials the files do not tell. */
    static Optional<Actor> find(String name) {
        if (!name.startsWith(MADE_KEY)) {
            return Optional.ofNullable(ACTORS.get(name));
        }
        // The conversation makes these keys itself and keeps them as keyInherit, keyReplace and so on.
        String kind = name.substring(MADE_KEY.length());
        return Optional.of(
                new Actor.Key("${key" + kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + "}"));
    }
}
