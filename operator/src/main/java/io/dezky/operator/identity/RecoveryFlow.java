package io.dezky.operator.identity;

import io.dezky.operator.http.ExternalException;
import java.util.Map;

/**
 * The recovery flow of the default brand: found, or made where the configuration asks for it
 * ({@code authentik.createRecoveryFlow}).
 */
public final class RecoveryFlow {

    private static final String SLUG = "dezky-recovery";

    private final Authentik authentik;
    private final boolean mayBeMade;

    public RecoveryFlow(Authentik authentik, boolean mayBeMade) {
        this.authentik = authentik;
        this.mayBeMade = mayBeMade;
    }

    /**
     * The default brand, with a recovery flow where one may be made.
     *
     * @throws ExternalException.Transient when there is no default brand (yet)
     */
    Brand defaultBrand() {
        Brand brand = authentik.defaultBrand().orElseThrow(() -> PlatformObjects.missing("brand", "(default)"));
        if (brand.flowRecovery() != null || !mayBeMade) {
            return brand;
        }
        // Set last: a brand never has a flow that is not whole.
        String flow = authentik.createRecoveryFlow(SLUG);
        authentik.updateBrand(brand.brandUuid(), Map.of("flow_recovery", flow));
        return authentik.defaultBrand().orElse(brand);
    }

    /** Makes the flow if it may be made and is missing; whether there is reason to ask for a link once more. */
    public synchronized boolean provide() {
        return mayBeMade && defaultBrand().flowRecovery() != null;
    }
}
