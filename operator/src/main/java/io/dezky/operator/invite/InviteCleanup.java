package io.dezky.operator.invite;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.identity.Authentik;
import io.dezky.operator.identity.User;
import io.dezky.operator.invite.InviteReconciliation.Timing;
import io.dezky.operator.invite.InviteReconciliation.Workplace;
import io.dezky.operator.kubernetes.EventRecorder;
import io.dezky.operator.kubernetes.Receipts;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.OnDelete;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Ends an invite that is being deleted. Needs neither a spec that is right nor the tenant, the groups or the Secret.
 *
 * @param <R> the kind
 */
final class InviteCleanup<R extends CustomResource<?, InviteStatus>> {

    private final Workplace<R> at;
    private final EventRecorder events;
    private final Receipts receipts;
    private final Timing timing;

    InviteCleanup(Workplace<R> at, EventRecorder events, Receipts receipts, Timing timing) {
        this.at = at;
        this.events = events;
        this.receipts = receipts;
        this.timing = timing;
    }

    /**
     * Ends an invite.
     *
     * @return when to try again; empty when all is done
     */
    Optional<Duration> cleanup(R cached) {
        R resource = at.status().freshest(cached);
        if (new InviteObject(resource).isPaused()) {
            return Optional.of(timing.backoff().around(timing.resync()));
        }
        InviteStatus before = Optional.ofNullable(resource.getStatus()).orElse(InviteStatus.empty());
        try {
            at.inviting().toEnd(resource).ifPresent(invitation -> end(invitation, before));
            forget(resource);
            return Optional.empty();
        } catch (ExternalException trouble) {
            return hindered(resource, before, trouble);
        } catch (InviteFailure refused) {
            return hindered(
                    resource,
                    before,
                    new ExternalException.Invalid(
                            Authentik.SYSTEM, refused.reason().word(), refused.getMessage()));
        }
    }

    private Optional<Duration> hindered(R resource, InviteStatus before, ExternalException trouble) {
        return isOverdue(resource) ? leaveBehind(resource, trouble) : later(resource, before, trouble);
    }

    private void end(Invitation invitation, InviteStatus before) {
        Optional<User> found = at.users().find(invitation, Users.knownId(before));
        if (found.isEmpty()) {
            return;
        }
        User user = found.get();
        if (invitation.onDelete() != OnDelete.DELETE) {
            revoke(user, before);
        }
        switch (invitation.onDelete()) {
            case DELETE -> at.users().delete(invitation, user);
            case DEACTIVATE -> at.users().deactivate(invitation, user);
            case RETAIN -> at.users().release(invitation, user);
        }
        at.announcer().ended(invitation);
    }

    /**
     * Before a deactivation, which an open link would undo. The password of somebody who came is the person's own; one
     * that nobody used is worth nothing from now on, wherever there is a copy of the Secret.
     */
    private void revoke(User user, InviteStatus before) {
        boolean came = before.acceptedAt() != null || Acceptance.of(user).isPresent();
        if (came) {
            at.credentials().closeLink(user);
        } else {
            at.credentials().makeWorthless(user);
        }
    }

    private boolean isOverdue(R resource) {
        Instant deleted = Instant.parse(resource.getMetadata().getDeletionTimestamp());
        return timing.now().isAfter(deleted.plus(timing.giveUpAfter()));
    }

    private Optional<Duration> leaveBehind(R resource, ExternalException trouble) {
        events.tell(
                resource,
                EventRecorder.Type.Warning,
                Reason.LEFT_BEHIND.word(),
                "Delete",
                "Given up cleaning up: " + trouble.getMessage());
        receipts.write(resource, Map.of(trouble.system(), "The user of this invite: " + trouble.getMessage()));
        forget(resource);
        return Optional.empty();
    }

    private Optional<Duration> later(R resource, InviteStatus before, ExternalException trouble) {
        InviteReport report = new InviteReport(new InviteObject(resource), before, timing.clock());
        report.deletionFailed(trouble);
        at.status().write(resource, report.status());
        String uid = resource.getMetadata().getUid();
        return Optional.of(
                trouble instanceof ExternalException.Transient passing
                        ? timing.afterFailure(passing, uid)
                        : timing.backoff().afterFailure(uid));
    }

    private void forget(R resource) {
        timing.backoff().reset(resource.getMetadata().getUid());
        at.status().forget(resource);
    }
}
