package io.dezky.operator.invite;

import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.operator.kubernetes.SecretStore.Found;
import java.util.Optional;

/** The Secret of one invite during one run. */
final class CredentialSecret {

    private static final String COMPONENT = "invite-credentials";

    private final SecretStore store;
    private final InviteObject invite;
    private Found found;

    private CredentialSecret(SecretStore store, InviteObject invite, Found found) {
        this.store = store;
        this.invite = invite;
        this.found = found;
    }

    /** As it is now. */
    static CredentialSecret find(SecretStore store, InviteObject invite) {
        return new CredentialSecret(store, invite, store.find(invite.object(), invite.secretName()));
    }

    /** Whether a Secret of the name is there that the operator did not make for this invite. It is never written. */
    boolean isAnothers() {
        return found instanceof Found.Anothers;
    }

    /** Whether one is there that the operator made for this invite, whatever became of it. */
    boolean isOurs() {
        return found instanceof Found.Ours;
    }

    /** What it says; empty when there is none, or it was damaged. */
    Optional<IssuedCredential> credential() {
        return found instanceof Found.Ours ours
                ? IssuedCredential.read(ours.data(), ours.annotations())
                : Optional.empty();
    }

    /** Makes it hold exactly this, whatever somebody made of it; writes nothing if it does. */
    void hold(Invitation invitation, IssuedCredential credential) {
        boolean written = store.write(
                invite.object(),
                invite.secretName(),
                COMPONENT,
                credential.data(invitation),
                credential.annotations(),
                found);
        if (written) {
            // The next write must name the version that this one made.
            found = store.find(invite.object(), invite.secretName());
        }
    }
}
