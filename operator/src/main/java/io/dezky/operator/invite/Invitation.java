package io.dezky.operator.invite;

import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Subject;
import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.InviteSpec;
import io.dezky.platform.v1alpha1.OnDelete;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What either kind of invite comes down to.
 *
 * @param owner the Kubernetes object
 * @param subject the same, for logs and marks
 * @param mark for the user
 * @param email in lower case; also the user name
 * @param name of the person
 * @param path folder of the user in Authentik
 * @param groups ids of the groups that the person shall be in
 * @param managedGroups ids of the groups whose membership this invite decides; others are left alone
 * @param host where the person signs in, and where the link leads
 * @param handoff how the credential is wanted
 * @param validity how long the credential can be used
 * @param onDelete what becomes of the user when the object goes
 * @param requestedBy who asked for it; null when nobody stamped it
 */
public record Invitation(
        HasMetadata owner,
        Subject subject,
        Mark mark,
        String email,
        String name,
        String path,
        List<String> groups,
        Set<String> managedGroups,
        String host,
        Handoff handoff,
        Duration validity,
        OnDelete onDelete,
        String requestedBy) {

    public Invitation {
        groups = List.copyOf(groups);
        managedGroups = Set.copyOf(managedGroups);
    }

    /** The name of the Secret that holds the credential. */
    String secretName() {
        return owner.getMetadata().getName() + "-credentials";
    }

    /** Where the person signs in. */
    String loginUrl() {
        return "https://" + host + "/";
    }

    /** From what is common to both kinds. */
    static Invitation of(
            HasMetadata owner,
            Subject subject,
            Mark mark,
            InviteSpec spec,
            String path,
            List<String> groups,
            Set<String> managedGroups,
            String host,
            String requestedBy) {
        return new Invitation(
                owner,
                subject,
                mark,
                spec.normalisedEmail(),
                spec.name(),
                path,
                groups,
                managedGroups,
                host,
                spec.handoff(),
                spec.validity(),
                spec.onDelete(),
                requestedBy);
    }
}
