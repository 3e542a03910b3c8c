package io.dezky.operator.http;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import okhttp3.OkHttpClient;

/** What a {@link SystemHttp} needs around it, with a clock that is moved by hand and pauses that are only noted. */
final class Setting {

    private static final OkHttpClient HTTP = new OkHttpClient();

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    Instant now = Instant.parse("2026-11-23T09:00:00Z");
    Path caFile;
    Duration callTimeout = Duration.ofSeconds(10);
    int concurrent = 4;
    int perSecond = 10_000;

    final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    void advance(Duration time) {
        now = now.plus(time);
    }

    SystemHttp to(URI url) {
        return to(url, Credential.none());
    }

    SystemHttp to(URI url, Credential credential) {
        return new SystemHttp(
                settings(url), credential, new SystemHttp.Surroundings(HTTP, metrics, clock, pauses::add));
    }

    SystemSettings settings(URI url) {
        return new SystemSettings(
                "authentik", "Authentik", url, caFile, Duration.ofSeconds(5), callTimeout, concurrent, perSecond);
    }

    static final HttpCall READ = HttpCall.get("user.get", "/api/users/7");
    static final HttpCall WRITE = HttpCall.write("user.create", "POST", "/api/users", java.util.Map.of("name", "Ada"));
}
