package io.dezky.operator.tenant;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.operator.plan.Convergence;
import io.dezky.operator.plan.Obstacle;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What became of one part of a tenant: a system, or its Secret.
 *
 * @param verdict how it stands
 * @param reason for the condition
 * @param message for the condition
 * @param retryAfter how long the system asked to be left alone; null when it did not
 */
record Part(Verdict verdict, String reason, String message, Duration retryAfter) {

    /** How a part stands, best first. */
    enum Verdict {
        /** As desired. */
        READY,
        /** Somebody outside has to do something that is expected of them; looked at again after a while. */
        WAITING,
        /** Failed; tried again soon. */
        RETRYING,
        /** The operator's own access has to be mended; tried again slowly. */
        UNAUTHORIZED,
        /** Nothing happens until the object or what is in its way is changed. */
        STALLED
    }

    static Part ready(String reason, String message) {
        return new Part(Verdict.READY, reason, message, null);
    }

    boolean isReady() {
        return verdict == Verdict.READY;
    }

    /** Tries something; whatever it throws becomes a part. */
    static Part of(Supplier<Part> attempt) {
        try {
            return attempt.get();
        } catch (ExternalException e) {
            return failed(e);
        } catch (Convergence.ExistsThoughUnseen e) {
            return new Part(
                    Verdict.RETRYING, "NotVisible", e.getMessage() + ". Give the operator the right to see it.", null);
        } catch (SecretStore.NameTaken e) {
            return new Part(Verdict.STALLED, "SecretConflict", e.getMessage(), null);
        }
    }

    static Part failed(ExternalException e) {
        if (e instanceof ExternalException.Transient trouble) {
            return new Part(
                    Verdict.RETRYING,
                    e.reason(),
                    e.getMessage(),
                    trouble.retryAfter().orElse(null));
        }
        if (e instanceof ExternalException.IdentityProviderDown) {
            return new Part(Verdict.RETRYING, e.reason(), e.getMessage(), null);
        }
        if (e instanceof ExternalException.Unauthorized) {
            return new Part(Verdict.UNAUTHORIZED, e.reason(), e.getMessage(), null);
        }
        return new Part(Verdict.STALLED, e.reason(), e.getMessage(), null);
    }

    /** The obstacles of a plan as one part: a conflict weighs more than something that is waited for. */
    static Part of(List<Obstacle> obstacles) {
        Obstacle first = obstacles.stream()
                .filter(obstacle -> obstacle.kind() == Obstacle.Kind.CONFLICT)
                .findFirst()
                .orElse(obstacles.get(0));
        Verdict verdict = first.kind() == Obstacle.Kind.CONFLICT ? Verdict.STALLED : Verdict.WAITING;
        String more = obstacles.size() > 1 ? " (and " + (obstacles.size() - 1) + " more)" : "";
        return new Part(verdict, first.reason(), first.message() + more, null);
    }
}
