package io.dezky.operator.invite;

import io.dezky.operator.kubernetes.Ownership;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Subject;
import io.dezky.platform.v1alpha1.Annotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * An invite as a Kubernetes object: its names, and the wishes in its annotations.
 *
 * <p>Annotations are written by whoever may write the object. What goes from them into status, Secrets and logs is one
 * line of bounded length.
 */
record InviteObject(HasMetadata object) {

    /** More than any sensible value; a status must stay small. */
    private static final int LONGEST = 253;

    Subject subject() {
        return Ownership.subject(object);
    }

    Mark mark(String instance) {
        return Mark.of(instance, subject());
    }

    String uid() {
        return object.getMetadata().getUid();
    }

    long generation() {
        return subject().generation();
    }

    /** Where the credential is put. */
    String secretName() {
        return object.getMetadata().getName() + "-credentials";
    }

    boolean isPaused() {
        return annotation(Annotations.PAUSED).equals("true");
    }

    /** The latest wish for another credential; empty when there is none. */
    String resend() {
        return annotation(Annotations.RESEND);
    }

    String reconcileAt() {
        return annotation(Annotations.RECONCILE_AT);
    }

    /** Who asked for it; null when nobody stamped it. */
    String requestedBy() {
        String stamp = annotation(Annotations.REQUESTED_BY);
        return stamp.isEmpty() ? null : stamp;
    }

    private String annotation(String name) {
        String value = Optional.ofNullable(object.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(name))
                .orElse("");
        return oneLine(value);
    }

    /** What somebody wrote, fit for a message: one line of bounded length. */
    static String oneLine(String value) {
        String line = value.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }
}
