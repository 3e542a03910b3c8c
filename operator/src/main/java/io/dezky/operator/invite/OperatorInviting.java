package io.dezky.operator.invite;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Subject;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.OperatorInviteSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Invites people who operate the platform. */
final class OperatorInviting implements Inviting<OperatorInvite> {

    private static final String PATH = "dezky/operators";

    private final OperatorConfig config;
    private final Groups groups;

    OperatorInviting(OperatorConfig config, Groups groups) {
        this.config = config;
        this.groups = groups;
    }

    @Override
    public Invitation invitation(OperatorInvite invite) {
        OperatorInviteSpec spec = invite.getSpec();
        InviteRules.check(spec);
        List<String> wanted = spec.groups().isEmpty() ? config.invites().defaultGroups() : spec.groups();
        for (String group : wanted) {
            if (!config.invites().allowedGroups().contains(group)) {
                throw InviteFailure.failed(
                        "GroupNotAllowed",
                        "spec.groups names \"" + group + "\", which no invite may: allowed are "
                                + String.join(", ", config.invites().allowedGroups())
                                + ". Choose among them, or have invites.allowedGroups of the operator changed.");
            }
        }
        List<String> ids = wanted.stream().map(groups::id).toList();
        return Invitation.of(
                invite,
                subject(invite),
                mark(invite),
                spec,
                PATH,
                ids,
                managed(ids),
                config.authHost(),
                requester(invite));
    }

    /** Groups that invites may name: leaving one of them in the spec means leaving it in Authentik. */
    private Set<String> managed(List<String> ids) {
        Set<String> managed = new HashSet<>(ids);
        config.invites().allowedGroups().forEach(group -> managed.add(groups.id(group)));
        return managed;
    }

    @Override
    public Optional<Invitation> forCleanup(OperatorInvite invite) {
        return Cleanups.invitation(invite, subject(invite), mark(invite), invite.getSpec(), PATH, config.authHost());
    }

    private static Subject subject(OperatorInvite invite) {
        return new Subject(
                "OperatorInvite",
                invite.getMetadata().getNamespace(),
                invite.getMetadata().getName(),
                invite.getMetadata().getUid(),
                Optional.ofNullable(invite.getMetadata().getGeneration()).orElse(0L));
    }

    private Mark mark(OperatorInvite invite) {
        return Mark.of(config.platform().instance(), subject(invite));
    }

    private static String requester(OperatorInvite invite) {
        return Optional.ofNullable(invite.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Annotations.REQUESTED_BY))
                .orElse(null);
    }
}
