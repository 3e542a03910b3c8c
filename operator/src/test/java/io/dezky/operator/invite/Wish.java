package io.dezky.operator.invite;

import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.OnDelete;
import io.dezky.platform.v1alpha1.OperatorInviteSpec;
import io.dezky.platform.v1alpha1.TenantInviteSpec;
import io.dezky.platform.v1alpha1.TenantReference;
import io.dezky.platform.v1alpha1.TenantRole;
import java.util.List;

/** What a user writes in an invite. What the API server would default is written out: the embedded one does not. */
record Wish(
        String email,
        String name,
        List<String> groups,
        TenantRole role,
        Handoff handoff,
        String expiresAfter,
        OnDelete onDelete) {

    /** An operator of the platform. */
    static final Wish ADA =
            new Wish("Ada@Dezky.test", "Ada Lovelace", List.of(), null, Handoff.AUTO, "24h", OnDelete.DEACTIVATE);

    /** A member of the tenant acme. */
    static final Wish EVA =
            new Wish("eva@acme.test", "Eva", List.of(), TenantRole.MEMBER, Handoff.AUTO, "24h", OnDelete.DEACTIVATE);

    Wish email(String other) {
        return new Wish(other, name, groups, role, handoff, expiresAfter, onDelete);
    }

    Wish name(String other) {
        return new Wish(email, other, groups, role, handoff, expiresAfter, onDelete);
    }

    Wish groups(String... others) {
        return new Wish(email, name, List.of(others), role, handoff, expiresAfter, onDelete);
    }

    Wish role(TenantRole other) {
        return new Wish(email, name, groups, other, handoff, expiresAfter, onDelete);
    }

    Wish handoff(Handoff other) {
        return new Wish(email, name, groups, role, other, expiresAfter, onDelete);
    }

    Wish expiresAfter(String other) {
        return new Wish(email, name, groups, role, handoff, other, onDelete);
    }

    Wish onDelete(OnDelete other) {
        return new Wish(email, name, groups, role, handoff, expiresAfter, other);
    }

    OperatorInviteSpec operator() {
        return new OperatorInviteSpec(email, name, groups, handoff, expiresAfter, onDelete);
    }

    TenantInviteSpec member(String tenant) {
        return new TenantInviteSpec(new TenantReference(tenant), role, email, name, handoff, expiresAfter, onDelete);
    }
}
