package io.dezky.operator.tenant;

import io.dezky.platform.v1alpha1.MailDomainSpec;
import io.dezky.platform.v1alpha1.SpaceSpec;
import io.dezky.platform.v1alpha1.TenantSpec;
import java.util.List;

/** Reads sections of a spec that may be absent. */
final class TenantSpecs {

    private TenantSpecs() {}

    static List<MailDomainSpec> domains(TenantSpec spec) {
        return spec.mail() == null ? List.of() : spec.mail().domains();
    }

    static List<SpaceSpec> spaces(TenantSpec spec) {
        return spec.files() == null ? List.of() : spec.files().spaces();
    }

    static List<String> redirectUris(TenantSpec spec) {
        return spec.identity() == null ? List.of() : spec.identity().redirectUris();
    }
}
