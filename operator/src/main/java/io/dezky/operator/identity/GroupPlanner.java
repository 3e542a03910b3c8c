package io.dezky.operator.identity;

import io.dezky.operator.identity.IdentityCall.CreateGroup;
import io.dezky.operator.identity.IdentityCall.GroupRef;
import io.dezky.operator.identity.IdentityCall.UpdateGroup;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldChanges;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.Mark.Ownership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The groups of a tenant: that of its members, below the platform's, and that of its admins, below the first. */
final class GroupPlanner {

    private final DesiredIdentity desired;
    private final ObservedIdentity observed;

    GroupPlanner(DesiredIdentity desired, ObservedIdentity observed) {
        this.desired = desired;
        this.observed = observed;
    }

    /** The tenant's group, which may have to be made first. */
    static GroupRef members(DesiredIdentity desired, ObservedIdentity observed) {
        return new GroupRef(
                desired.names().groupName(), observed.group().map(Group::pk).orElse(null));
    }

    List<Change<IdentityCall>> changes() {
        GroupRef tenants = new GroupRef("", desired.platform().tenantsGroup());
        List<Change<IdentityCall>> changes = new ArrayList<>();
        group(desired.names().groupName(), observed.group(), tenants).ifPresent(changes::add);
        group(desired.names().adminsGroupName(), observed.adminsGroup(), members(desired, observed))
                .ifPresent(changes::add);
        return changes;
    }

    private Optional<Change<IdentityCall>> group(String name, Optional<Group> found, GroupRef parent) {
        return found.isPresent() ? update(name, found.get(), parent) : Optional.of(create(name, parent));
    }

    private Change<IdentityCall> create(String name, GroupRef parent) {
        return new Change.Create<>(
                IdentityPlanner.target("Group", name),
                List.of(new FieldDiff("name", "", name)),
                new CreateGroup(name, List.of(parent), desired.mark().attributes()));
    }

    private Optional<Change<IdentityCall>> update(String name, Group found, GroupRef parent) {
        FieldChanges changes = new FieldChanges();
        changes.compare("name", found.name(), name);
        if (desired.mark().in(found.attributes()) != Ownership.OURS) {
            changes.set(
                    "attributes",
                    IdentityPlanner.marked(found.attributes(), desired.mark().attributes()),
                    new FieldDiff("attributes", "", desired.mark().text()));
        }
        // A role makes every member of the group powerful.
        changes.compareAsSets("roles", found.roles(), List.of());
        List<FieldDiff> diff = new ArrayList<>(changes.diff());
        boolean otherParents = parent.pk() == null || !found.parents().equals(List.of(parent.pk()));
        if (otherParents) {
            diff.add(new FieldDiff("parents", found.parents().toString(), "[" + parent.pk() + "]"));
        }
        if (diff.isEmpty()) {
            return Optional.empty();
        }
        List<GroupRef> parents = otherParents ? List.of(parent) : List.of();
        return Optional.of(new Change.Update<>(
                IdentityPlanner.target("Group", name), diff, new UpdateGroup(found.pk(), parents, changes.fields())));
    }

    /** Takes the superuser flag off. */
    List<Change<IdentityCall>> privileges() {
        return Stream.of(observed.group(), observed.adminsGroup())
                .flatMap(Optional::stream)
                .filter(Group::isSuperuser)
                .map(GroupPlanner::unprivileged)
                .toList();
    }

    private static Change<IdentityCall> unprivileged(Group group) {
        return new Change.Update<>(
                IdentityPlanner.target("Group", group.name()),
                List.of(new FieldDiff("is_superuser", "true", "false")),
                new UpdateGroup(group.pk(), List.of(), Map.of("is_superuser", false)));
    }
}
