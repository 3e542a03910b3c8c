package io.dezky.operator.tenant;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.operator.plan.Convergence;
import io.dezky.operator.plan.Obstacle;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one part of a Tenant stands after a run.
 *
 * @param reason for the condition
 * @param message for the condition
 * @param retryAfter how long the system asked to be left alone; null when it did not
 */
record Part(Verdict verdict, String reason, String message, Duration retryAfter) {

    private static final Logger LOG = LoggerFactory.getLogger(Part.class);
    private static final int FORBIDDEN = 403;

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

    static Part stalled(String reason, String message) {
        return new Part(Verdict.STALLED, reason, message, null);
    }

    static Part waiting(String reason, String message) {
        return new Part(Verdict.WAITING, reason, message, null);
    }

    boolean isReady() {
        return verdict == Verdict.READY;
    }

    boolean is(Verdict other) {
        return verdict == other;
    }

    /** Tries something; whatever it throws becomes a part, so that one part's trouble stops no other. */
    static Part of(Supplier<Part> attempt) {
        try {
            return attempt.get();
        } catch (ExternalException e) {
            return failed(e);
        } catch (Convergence.ExistsThoughUnseen e) {
            return retrying("NotVisible", e.getMessage() + ". Give the operator the right to see it.");
        } catch (SecretStore.NameTaken e) {
            return stalled("SecretConflict", e.getMessage());
        } catch (KubernetesClientException e) {
            return failed(e);
        } catch (RuntimeException defect) {
            return failed(defect);
        }
    }

    private static Part retrying(String reason, String message) {
        return new Part(Verdict.RETRYING, reason, message, null);
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
            return retrying(e.reason(), e.getMessage());
        }
        if (e instanceof ExternalException.Unauthorized) {
            return new Part(Verdict.UNAUTHORIZED, e.reason(), e.getMessage(), null);
        }
        return stalled(e.reason(), e.getMessage());
    }

    /** The API server's own text stays out: it may repeat what was sent. */
    private static Part failed(KubernetesClientException e) {
        if (e.getCode() == FORBIDDEN) {
            return new Part(
                    Verdict.UNAUTHORIZED,
                    "KubernetesForbidden",
                    "The API server does not let the operator write what belongs to this object (403). Add the right to"
                            + " the operator's role.",
                    null);
        }
        return retrying(
                "KubernetesUnavailable",
                "The API server did not carry out what belongs to this object"
                        + (e.getCode() == 0 ? "" : " (" + e.getCode() + ")") + ". The operator tries again by itself.");
    }

    /** Neither the condition nor the log shows the text of the exception: nobody knows what it repeats. */
    private static Part failed(RuntimeException defect) {
        LOG.error(
                "A defect of the operator: {} at {}",
                defect.getClass().getName(),
                defect.getStackTrace().length == 0 ? "?" : List.of(defect.getStackTrace()));
        return retrying(
                "InternalError",
                "A defect of the operator (" + defect.getClass().getSimpleName()
                        + "): its log tells where. Report it; the operator tries again by itself.");
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
