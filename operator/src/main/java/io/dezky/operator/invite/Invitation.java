package io.dezky.operator.invite;

import io.dezky.operator.plan.Mark;
import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.InviteSpec;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.InviteUser;
import io.dezky.platform.v1alpha1.OnDelete;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What either kind of invite comes down to.
 *
 * @param invite the Kubernetes object
 * @param mark for the user
 * @param email in lower case; also the user name
 * @param name of the person
 * @param host where the person signs in, and where the link leads
 * @param handoff how the credential is wanted
 * @param validity how long the credential can be used
 * @param onDelete what becomes of the user when the object goes
 * @param place where the user belongs in Authentik
 */
record Invitation(
        InviteObject invite,
        Mark mark,
        String email,
        String name,
        String host,
        Handoff handoff,
        Duration validity,
        OnDelete onDelete,
        Place place) {

    /**
     * Where a user belongs.
     *
     * @param path folder of the user in Authentik
     * @param groups ids of the groups that the person shall be in
     * @param managed ids of the groups whose membership this invite decides; others are left alone
     */
    record Place(String path, List<String> groups, Set<String> managed) {

        /** For an invite that goes: no group is asked for any more. */
        static final Place NONE = new Place("", List.of(), Set.of());

        Place {
            groups = List.copyOf(groups);
            managed = Set.copyOf(managed);
        }
    }

    /** From a spec that was checked. */
    static Invitation of(InviteObject invite, Mark mark, InviteSpec spec, String host, Place place) {
        return new Invitation(
                invite,
                mark,
                spec.normalisedEmail(),
                spec.name(),
                host,
                spec.handoff(),
                spec.validity(),
                spec.onDelete(),
                place);
    }

    /**
     * Of an invite that goes, or whose spec can't be followed: what it takes to find the user and to end the credential.
     * Empty when it can never have made a user.
     *
     * @param spec null where it can't be read: what was handed over is in status all the same
     */
    static Optional<Invitation> toEnd(
            InviteObject invite, Mark mark, InviteSpec spec, InviteStatus status, String host) {
        return address(spec, status).map(email -> toEnd(invite, mark, spec, email, host));
    }

    private static Optional<String> address(InviteSpec spec, InviteStatus status) {
        return spec != null && spec.email() != null
                ? Optional.of(spec.normalisedEmail())
                : Optional.ofNullable(status).map(InviteStatus::user).map(InviteUser::username);
    }

    private static Invitation toEnd(InviteObject invite, Mark mark, InviteSpec spec, String email, String host) {
        // A value of onDelete that this operator does not know is taken for the one that destroys nothing.
        OnDelete onDelete = spec == null || spec.onDelete() == null ? OnDelete.RETAIN : spec.onDelete();
        return new Invitation(
                invite,
                mark,
                email,
                spec == null ? "" : String.valueOf(spec.name()),
                host,
                Handoff.AUTO,
                Duration.ZERO,
                onDelete,
                Place.NONE);
    }

    /** Where the person signs in. */
    String loginUrl() {
        return "https://" + host + "/";
    }
}
