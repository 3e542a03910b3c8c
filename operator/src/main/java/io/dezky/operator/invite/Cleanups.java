package io.dezky.operator.invite;

import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Subject;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.InviteSpec;
import io.dezky.platform.v1alpha1.OnDelete;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Invitations of invites that go: only what finding and ending the user needs. */
final class Cleanups {

    private Cleanups() {}

    static Optional<Invitation> invitation(
            HasMetadata invite, Subject subject, Mark mark, InviteSpec spec, String path, String host) {
        if (spec == null || spec.email() == null) {
            return Optional.empty();
        }
        // A value of onDelete that this operator does not know is taken for the one that destroys nothing.
        OnDelete onDelete = spec.onDelete() == null ? OnDelete.RETAIN : spec.onDelete();
        String requester = Optional.ofNullable(invite.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Annotations.REQUESTED_BY))
                .orElse(null);
        return Optional.of(new Invitation(
                invite,
                subject,
                mark,
                spec.normalisedEmail(),
                String.valueOf(spec.name()),
                path,
                List.of(),
                Set.of(),
                host,
                Handoff.AUTO,
                Duration.ZERO,
                onDelete,
                requester));
    }
}
