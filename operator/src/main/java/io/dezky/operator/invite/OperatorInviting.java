package io.dezky.operator.invite;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.identity.Group;
import io.dezky.operator.invite.Invitation.Place;
import io.dezky.operator.plan.Mark;
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
        InviteObject object = new InviteObject(invite);
        InviteRules.check(object, spec);
        List<String> wanted = spec.groups().isEmpty() ? config.invites().defaultGroups() : spec.groups();
        List<String> names = wanted.stream().distinct().toList();
        names.forEach(this::requireAllowed);
        return Invitation.of(object, mark(object), spec, config.authHost(), place(names));
    }

    private void requireAllowed(String group) {
        List<String> allowed = config.invites().allowedGroups();
        if (!allowed.contains(group)) {
            throw InviteFailure.failed(
                    Reason.GROUP_NOT_ALLOWED,
                    "spec.groups names \"" + InviteObject.oneLine(group) + "\", which no invite may: allowed are "
                            + String.join(", ", allowed)
                            + ". Choose among them, or have invites.allowedGroups of the operator changed.");
        }
    }

    /** All groups that invites may name are managed: leaving one in the spec means leaving it in Authentik. */
    private Place place(List<String> names) {
        List<String> ids = names.stream().map(name -> groups.provide(name).pk()).toList();
        Set<String> managed = new HashSet<>(ids);
        config.invites()
                .allowedGroups()
                .forEach(name -> groups.find(name).map(Group::pk).ifPresent(managed::add));
        return new Place(PATH, ids, managed);
    }

    @Override
    public Optional<Invitation> toEnd(OperatorInvite invite) {
        InviteObject object = new InviteObject(invite);
        return Invitation.toEnd(object, mark(object), invite.getSpec(), invite.getStatus(), config.authHost());
    }

    /** All are in one folder, and which groups count stands in the configuration. */
    @Override
    public Set<String> managedAt(String path) {
        return Set.of();
    }

    @Override
    public boolean forget() {
        return groups.forget();
    }

    private Mark mark(InviteObject invite) {
        return invite.mark(config.platform().instance());
    }
}
