package io.dezky.operator.tenant;

import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.MailDomainSpec;
import io.dezky.platform.v1alpha1.SpaceSpec;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads parts of a Tenant that may be absent. */
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

    /** The value of an annotation; null when it is absent. */
    static String annotation(Tenant tenant, String name) {
        return Optional.ofNullable(tenant.getMetadata().getAnnotations())
                .orElse(Map.of())
                .get(name);
    }

    static boolean isPaused(Tenant tenant) {
        return "true".equals(annotation(tenant, Annotations.PAUSED));
    }

    static long generation(Tenant tenant) {
        return Optional.ofNullable(tenant.getMetadata().getGeneration()).orElse(0L);
    }
}
