package io.dezky.operator.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How to reach one external system.
 *
 * @param system the name in metrics: {@code authentik}, {@code stalwart}, {@code ocis}
 * @param displayName the name in messages
 * @param url base URL; a path in it is kept
 * @param caFile PEM file with certificate authorities to trust besides the JDK's; null for none
 * @param connectTimeout for the connection alone
 * @param callTimeout for a call as a whole
 * @param maxConcurrentCalls calls under way at once
 * @param maxCallsPerSecond calls begun in a second
 */
public record SystemSettings(
        String system,
        String displayName,
        URI url,
        Path caFile,
        Duration connectTimeout,
        Duration callTimeout,
        int maxConcurrentCalls,
        int maxCallsPerSecond) {

    /** The reason, for conditions, while the system does not answer. */
    String unavailable() {
        return Character.toUpperCase(system.charAt(0)) + system.substring(1) + "Unavailable";
    }
}
