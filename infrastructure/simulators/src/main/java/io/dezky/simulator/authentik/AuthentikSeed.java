package io.dezky.simulator.authentik;

import com.fasterxml.jackson.databind.JsonNode;

/** What a simulated Authentik holds when it starts, besides what every fresh installation has. */
public sealed interface AuthentikSeed permits PlatformSeed, TranscriptSeed {

    /**
     * The precondition of a recorded conversation: its users, roles and tokens, and its actors.
     *
     * @param transcript the whole file
     */
    static AuthentikSeed fromTranscript(JsonNode transcript) {
        return new TranscriptSeed(transcript);
    }

    /**
     * The platform as its administrator prepares it for the operator; more can be said by the methods of the answer.
     *
     * @param publicHost the host of the platform's own login, {@code auth.dezky.test}
     */
    static PlatformSeed platform(String publicHost) {
        return PlatformSeed.at(publicHost);
    }
}
