package io.dezky.operator.invite;

import io.dezky.operator.identity.Authentik;
import io.dezky.operator.identity.NewUser;
import io.dezky.operator.identity.User;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.Mark.Ownership;
import io.dezky.operator.plan.PlanExecutor;
import io.dezky.operator.plan.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds, makes and mends the user of an invitation. A user that is not marked as this invitation's is never touched. */
final class Users {

    /** Set by the operator when it deactivates a user, so that only such a one is ever activated again. */
    static final String DEACTIVATED = "platform.dezky.io/deactivated";

    /**
     * A user, and whether it was changed just now.
     *
     * @param changed then an open recovery link still carries the old copy: docs/systems/authentik.md, A link carries a
     *     copy of the user
     */
    record Provisioned(User user, boolean changed) {}

    private final Authentik authentik;
    private final PlanExecutor.Listener audit;

    Users(Authentik authentik, PlanExecutor.Listener audit) {
        this.authentik = authentik;
        this.audit = audit;
    }

    /** The user of the invitation, if it was made. */
    Optional<User> find(Invitation invitation, Long knownId) {
        Optional<User> known =
                Optional.ofNullable(knownId).flatMap(authentik::user).filter(user -> isOurs(invitation, user));
        return known.or(() -> holders(invitation).stream()
                .filter(user -> isOurs(invitation, user))
                .findFirst());
    }

    private static boolean isOurs(Invitation invitation, User user) {
        Ownership ownership = invitation.mark().in(user.attributes());
        return ownership == Ownership.OURS || ownership == Ownership.OURS_RENEWED;
    }

    /** Who has the address, as user name or e-mail, whatever the case: neither is unique enough by itself. */
    private List<User> holders(Invitation invitation) {
        String email = invitation.email();
        return authentik.searchUsers(email).stream()
                .filter(user -> email.equalsIgnoreCase(user.email()) || email.equalsIgnoreCase(user.username()))
                .toList();
    }

    /**
     * The user as the invitation wants it.
     *
     * @param knownId from an earlier run; null when there was none
     * @param accepted whether the person has signed in already
     */
    Provisioned provide(Invitation invitation, Long knownId, boolean accepted) {
        Optional<User> known = Optional.ofNullable(knownId).flatMap(authentik::user);
        if (known.isPresent() && isOurs(invitation, known.get())) {
            return mend(invitation, known.get());
        }
        if (accepted) {
            throw InviteFailure.failed(
                    "UserGone",
                    "The user of this invite was deleted in Authentik after signing in. It is not made again by itself:"
                            + " delete this invite, and create a new one if the person shall come back.");
        }
        return provideByAddress(invitation);
    }

    private Provisioned provideByAddress(Invitation invitation) {
        List<User> holders = holders(invitation);
        if (holders.isEmpty()) {
            Optional<User> made = authentik.createUser(new NewUser(
                    invitation.email(),
                    invitation.name(),
                    invitation.email(),
                    invitation.path(),
                    invitation.groups(),
                    invitation.mark().attributes()));
            if (made.isPresent()) {
                tell(
                        invitation,
                        new Change.Create<>(
                                target(invitation),
                                List.of(new FieldDiff("username", "", invitation.email())),
                                "user.create"));
                return new Provisioned(made.get(), false);
            }
            // Made by an earlier call whose answer was lost, or by somebody else at the same moment.
            holders = holders(invitation);
        }
        Optional<User> ours =
                holders.stream().filter(user -> isOurs(invitation, user)).findFirst();
        if (ours.isEmpty() || holders.size() > 1) {
            throw InviteFailure.failed(
                    "EmailTaken",
                    "The address " + invitation.email()
                            + " is somebody's already: a user of Authentik has it as user name or e-mail. Invite another"
                            + " address, or delete that user if nobody needs it.");
        }
        return mend(invitation, ours.get());
    }

    private Provisioned mend(Invitation invitation, User user) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<FieldDiff> diff = new ArrayList<>();
        compare(fields, diff, "name", user.name(), invitation.name());
        compare(fields, diff, "email", user.email(), invitation.email());
        compare(fields, diff, "username", user.username(), invitation.email());
        boolean renewed = invitation.mark().in(user.attributes()) == Ownership.OURS_RENEWED;
        boolean deactivatedByUs = user.attributes().containsKey(DEACTIVATED) && !user.isActive();
        if (deactivatedByUs) {
            compare(fields, diff, "is_active", false, true);
        }
        if (renewed || deactivatedByUs) {
            Map<String, Object> attributes = new LinkedHashMap<>(user.attributes());
            attributes.remove(DEACTIVATED);
            attributes.putAll(invitation.mark().attributes());
            fields.put("attributes", attributes);
            diff.add(new FieldDiff("attributes", "", invitation.mark().text()));
        }
        if (!diff.isEmpty()) {
            authentik.updateUser(user.pk(), fields);
            tell(invitation, new Change.Update<>(target(invitation), diff, "user.update"));
        }
        boolean moved = mendGroups(invitation, user);
        boolean changed = !diff.isEmpty() || moved;
        return new Provisioned(changed ? authentik.user(user.pk()).orElse(user) : user, changed);
    }

    /** One by one: sending the whole list would drop memberships that others have given. */
    private boolean mendGroups(Invitation invitation, User user) {
        boolean changed = false;
        for (String group : invitation.groups()) {
            if (!user.groups().contains(group)) {
                authentik.addMember(group, user.pk());
                tellGroup(invitation, "", group);
                changed = true;
            }
        }
        for (String group : user.groups()) {
            boolean ours = invitation.managedGroups().contains(group);
            if (ours && !invitation.groups().contains(group)) {
                authentik.removeMember(group, user.pk());
                tellGroup(invitation, group, "");
                changed = true;
            }
        }
        return changed;
    }

    private static void compare(
            Map<String, Object> fields, List<FieldDiff> diff, String field, Object found, Object wanted) {
        if (!wanted.equals(found)) {
            fields.put(field, wanted);
            diff.add(new FieldDiff(field, String.valueOf(found), wanted.toString()));
        }
    }

    private void tellGroup(Invitation invitation, String from, String to) {
        tell(
                invitation,
                new Change.Update<>(target(invitation), List.of(new FieldDiff("groups", from, to)), "user.groups"));
    }

    private static Target target(Invitation invitation) {
        return new Target(Authentik.SYSTEM, "User", invitation.email());
    }

    private void tell(Invitation invitation, Change<?> change) {
        audit.applied(invitation.subject(), change);
    }

    /** The user stays, can't sign in, and is out of everything at once: sessions first, so that oCIS hears of it. */
    void deactivate(Invitation invitation, User user) {
        if (!user.isActive() && user.attributes().containsKey(DEACTIVATED)) {
            return;
        }
        authentik.endSessions(user.pk());
        Map<String, Object> attributes = new LinkedHashMap<>(user.attributes());
        attributes.put(DEACTIVATED, "true");
        authentik.updateUser(user.pk(), Map.of("is_active", false, "attributes", attributes));
        tell(
                invitation,
                new Change.Update<>(
                        target(invitation), List.of(new FieldDiff("is_active", "true", "false")), "user.deactivate"));
    }

    void delete(Invitation invitation, User user) {
        authentik.deleteUser(user.pk());
        tell(invitation, new Change.Delete<>(target(invitation), false, "user.delete"));
    }

    /** The user stays as it is; only our mark goes. */
    void release(Invitation invitation, User user) {
        Map<String, Object> attributes = new LinkedHashMap<>(user.attributes());
        attributes.putAll(invitation.mark().releasedAttributes());
        authentik.updateUser(user.pk(), Map.of("attributes", attributes));
        tell(
                invitation,
                new Change.Update<>(
                        target(invitation), List.of(new FieldDiff("mark", "ours", "released")), "user.release"));
    }
}
