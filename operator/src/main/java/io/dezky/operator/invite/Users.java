package io.dezky.operator.invite;

import io.dezky.operator.identity.Authentik;
import io.dezky.operator.identity.NewUser;
import io.dezky.operator.identity.User;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.Mark.Ownership;
import io.dezky.operator.plan.PlanExecutor;
import io.dezky.operator.plan.Target;
import io.dezky.platform.v1alpha1.InviteStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds, makes and mends the user of an invitation. A user that is not marked as this invitation's is never touched. */
final class Users {

    /** Set by the operator when it deactivates a user, so that only such a one is ever activated again. */
    static final String DEACTIVATED = "platform.dezky.io/deactivated";

    private final Authentik authentik;
    private final Function<String, Set<String>> managedAt;
    private final PlanExecutor.Listener audit;

    /**
     * Users.
     *
     * @param managedAt gives the groups whose membership invites decided that put users into this folder
     */
    Users(Authentik authentik, Function<String, Set<String>> managedAt, PlanExecutor.Listener audit) {
        this.authentik = authentik;
        this.managedAt = managedAt;
        this.audit = audit;
    }

    /** What a status remembers; null when nothing. It may be wrong: the user's mark decides. */
    static Long knownId(InviteStatus status) {
        return status.user() == null || status.user().id() == null
                ? null
                : status.user().id().longValue();
    }

    /**
     * The user of the invitation, if it was made.
     *
     * @param knownId from an earlier run; null when there was none
     */
    Optional<User> find(Invitation invitation, Long knownId) {
        return known(invitation, knownId).or(() -> ours(invitation, holders(invitation)));
    }

    private Optional<User> known(Invitation invitation, Long id) {
        return Optional.ofNullable(id).flatMap(authentik::user).filter(user -> isOurs(invitation, user));
    }

    private static boolean isOurs(Invitation invitation, User user) {
        return switch (invitation.mark().in(user.attributes())) {
            case OURS, OURS_RENEWED -> true;
            case RELEASED, ANOTHERS, UNMARKED -> false;
        };
    }

    private static Optional<User> ours(Invitation invitation, List<User> users) {
        return users.stream().filter(user -> isOurs(invitation, user)).findFirst();
    }

    /** Who has the address, as user name or e-mail, whatever the case: neither is unique enough by itself. */
    private List<User> holders(Invitation invitation) {
        String email = invitation.email();
        return authentik.searchUsers(email).stream()
                .filter(user -> email.equalsIgnoreCase(user.email()) || email.equalsIgnoreCase(user.username()))
                .toList();
    }

    /**
     * The user as the invitation wants it: found and mended, or made.
     *
     * @param knownId from an earlier run; null when there was none
     */
    User provide(Invitation invitation, Long knownId) {
        return known(invitation, knownId)
                .map(user -> mend(invitation, user))
                .orElseGet(() -> provideByAddress(invitation));
    }

    /** The user of somebody who has signed in: mended, and never made anew. */
    User require(Invitation invitation, Long knownId) {
        return find(invitation, knownId)
                .map(user -> mend(invitation, user))
                .orElseThrow(() -> InviteFailure.failed(
                        Reason.USER_GONE,
                        "The user of this invite was deleted in Authentik after signing in, or lost the operator's mark"
                                + " there. It is not made again by itself: delete this invite, and create a new one if the"
                                + " person shall come back."));
    }

    private User provideByAddress(Invitation invitation) {
        List<User> holders = holders(invitation);
        if (holders.isEmpty()) {
            Optional<User> made = create(invitation);
            if (made.isPresent()) {
                return made.get();
            }
            // Made by an earlier call whose answer was lost, or by somebody else at the same moment.
            holders = holders(invitation);
        }
        return ours(invitation, holders)
                .map(user -> mend(invitation, user))
                .orElseThrow(() -> InviteFailure.failed(
                        Reason.EMAIL_TAKEN,
                        "The address " + invitation.email()
                                + " is somebody's already: a user of Authentik has it as user name or e-mail. Invite"
                                + " another address, or delete that user if nobody needs it."));
    }

    private Optional<User> create(Invitation invitation) {
        Optional<User> made = authentik.createUser(new NewUser(
                invitation.email(),
                invitation.name(),
                invitation.email(),
                invitation.place().path(),
                invitation.place().groups(),
                invitation.mark().attributes()));
        made.ifPresent(user -> tell(
                invitation,
                new Change.Create<>(
                        target(invitation),
                        List.of(new FieldDiff("username", "", invitation.email())),
                        "user.create")));
        return made;
    }

    // ---- mending

    /** Groups first: nobody comes back into a place that the invite does not name. */
    private User mend(Invitation invitation, User user) {
        mendGroups(invitation, user);
        return mendFields(invitation, user);
    }

    private User mendFields(Invitation invitation, User user) {
        Mending mending = new Mending();
        mending.compare("name", user.name(), invitation.name());
        mending.compare("email", user.email(), invitation.email());
        mending.compare("username", user.username(), invitation.email());
        boolean comesBack = !user.isActive() && user.attributes().containsKey(DEACTIVATED);
        if (comesBack) {
            mending.compare("is_active", false, true);
        }
        boolean renewed = isRenewed(invitation, user);
        if (renewed) {
            mending.compare("path", user.path(), invitation.place().path());
        }
        if (comesBack || renewed) {
            mending.set(
                    "attributes",
                    marked(invitation, user, comesBack),
                    "mark",
                    invitation.mark().text());
        }
        if (mending.diff.isEmpty()) {
            return user;
        }
        User mended = authentik.updateUser(user.pk(), mending.fields);
        tell(invitation, new Change.Update<>(target(invitation), mending.diff, "user.update"));
        return mended;
    }

    private static boolean isRenewed(Invitation invitation, User user) {
        return invitation.mark().in(user.attributes()) == Ownership.OURS_RENEWED;
    }

    /** Who comes back is invited anew: having signed in before counts no longer. */
    private static Map<String, Object> marked(Invitation invitation, User user, boolean comesBack) {
        Map<String, Object> attributes = new LinkedHashMap<>(user.attributes());
        attributes.remove(DEACTIVATED);
        attributes.putAll(invitation.mark().attributes());
        if (comesBack) {
            Acceptance.forget(user, attributes);
        }
        return attributes;
    }

    /** One by one: sending the whole list would drop memberships that others have given. */
    private void mendGroups(Invitation invitation, User user) {
        Invitation.Place place = invitation.place();
        for (String group : place.groups()) {
            if (!user.groups().contains(group)) {
                authentik.addMember(group, user.pk());
                tellGroup(invitation, "", group);
            }
        }
        Set<String> managed = new HashSet<>(place.managed());
        if (isRenewed(invitation, user) && !place.path().equals(user.path())) {
            // The invite of this name before this one led elsewhere.
            managed.addAll(managedAt.apply(user.path()));
        }
        for (String group : user.groups()) {
            if (managed.contains(group) && !place.groups().contains(group)) {
                authentik.removeMember(group, user.pk());
                tellGroup(invitation, group, "");
            }
        }
    }

    /** What one PATCH is to change. */
    private static final class Mending {
        private final Map<String, Object> fields = new LinkedHashMap<>();
        private final List<FieldDiff> diff = new ArrayList<>();

        void compare(String field, Object found, Object wanted) {
            if (!wanted.equals(found)) {
                fields.put(field, wanted);
                diff.add(new FieldDiff(field, String.valueOf(found), wanted.toString()));
            }
        }

        void set(String field, Object value, String told, String to) {
            fields.put(field, value);
            diff.add(new FieldDiff(told, "", to));
        }
    }

    // ---- the end

    /**
     * The user stays, can't sign in, and is out of everything at once: sessions first, so that oCIS hears of it. One that
     * somebody else deactivated is not marked as ours to activate again.
     */
    void deactivate(Invitation invitation, User user) {
        if (!user.isActive()) {
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

    /** The user goes. Sessions are ended first: nobody would tell oCIS of them afterwards. */
    void delete(Invitation invitation, User user) {
        authentik.endSessions(user.pk());
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

    // ---- the audit

    private void tellGroup(Invitation invitation, String from, String to) {
        tell(
                invitation,
                new Change.Update<>(target(invitation), List.of(new FieldDiff("groups", from, to)), "user.groups"));
    }

    private static Target target(Invitation invitation) {
        return new Target(Authentik.SYSTEM, "User", invitation.email());
    }

    private void tell(Invitation invitation, Change<?> change) {
        audit.applied(invitation.invite().subject(), change);
    }
}
