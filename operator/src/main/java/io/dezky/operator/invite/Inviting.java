package io.dezky.operator.invite;

import io.dezky.platform.v1alpha1.InviteStatus;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Optional;
import java.util.Set;

/**
 * What one kind of invite means.
 *
 * @param <R> the kind
 */
interface Inviting<R extends CustomResource<?, InviteStatus>> {

    /**
     * What the invite comes down to.
     *
     * @throws InviteFailure when it can't be followed, or not yet
     */
    Invitation invitation(R invite);

    /**
     * The same for an invite that goes, or that can't be followed: it must not need the spec to be right, nor its tenant
     * or groups to exist. Empty when the invite can never have made a user.
     */
    Optional<Invitation> toEnd(R invite);

    /**
     * The groups whose membership an invite of this kind decides that puts its user into this folder of Authentik, as far
     * as they exist.
     */
    Set<String> managedAt(String path);

    /**
     * What is remembered of Authentik may be out of date: look again next time.
     *
     * @return whether anything was remembered
     */
    boolean forget();
}
