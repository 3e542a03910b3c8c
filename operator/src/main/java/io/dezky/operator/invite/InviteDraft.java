package io.dezky.operator.invite;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.InviteHandoff;
import io.dezky.platform.v1alpha1.InviteState;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.InviteUser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The status of an invite, being written. What a run does not come to is kept as it was. */
final class InviteDraft {

    Long observedGeneration;
    List<Condition> conditions;
    InviteState state;
    InviteUser user;
    InviteHandoff handoff;
    Instant acceptedAt;
    String requestedBy;
    String lastHandledResend;
    String lastHandledReconcileAt;

    InviteDraft(InviteStatus before) {
        this.observedGeneration = before.observedGeneration();
        this.conditions = before.conditions();
        this.state = before.state();
        this.user = before.user();
        this.handoff = before.handoff();
        this.acceptedAt = before.acceptedAt();
        this.requestedBy = before.requestedBy();
        this.lastHandledResend = before.lastHandledResend();
        this.lastHandledReconcileAt = before.lastHandledReconcileAt();
    }

    InviteStatus status() {
        return new InviteStatus(
                observedGeneration,
                conditions,
                state,
                user,
                handoff,
                acceptedAt,
                requestedBy,
                lastHandledResend,
                lastHandledReconcileAt);
    }

    /** The conditions, with one put in or replaced. */
    static List<Condition> with(List<Condition> conditions, Condition one) {
        List<Condition> all = new ArrayList<>(conditions);
        all.removeIf(condition -> condition.type().equals(one.type()));
        all.add(one);
        return all;
    }
}
