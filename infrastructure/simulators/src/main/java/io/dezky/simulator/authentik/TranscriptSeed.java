package io.dezky.simulator.authentik;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The precondition of a recorded conversation.
 *
 * @param transcript the whole file, of which {@code precondition} and {@code actors} are read
 */
public record TranscriptSeed(JsonNode transcript) implements AuthentikSeed {}
