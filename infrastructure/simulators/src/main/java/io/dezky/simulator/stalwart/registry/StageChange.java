package io.dezky.simulator.stalwart.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * A DKIM key came, went on to another stage, or went.
 *
 * @param sequence counts all such changes of the server, from 1
 * @param at the server's time
 * @param domain the name of the domain; empty when it is gone already
 * @param selector the selector at that moment
 * @param signatureId the id of the DkimSignature
 * @param from empty when the key was just made
 * @param to empty when the key was destroyed
 */
public record StageChange(
        long sequence,
        Instant at,
        String domain,
        String selector,
        String signatureId,
        Optional<DkimStage> from,
        Optional<DkimStage> to) {}
