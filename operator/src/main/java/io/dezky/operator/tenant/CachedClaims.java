package io.dezky.operator.tenant;

import io.dezky.platform.v1alpha1.Tenant;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;

/** Finds claims in the informer's cache of all Tenants, by an index, so that it costs the same with ten thousand. */
public final class CachedClaims implements Claim.Index {

    static final String INDEX = "claims";

    private final Names names;
    private volatile IndexerResourceCache<Tenant> cache;

    public CachedClaims(Names names) {
        this.names = names;
    }

    void use(IndexerResourceCache<Tenant> cache) {
        this.cache = cache;
    }

    /** Under what a Tenant is found. An object that can't be read claims nothing. */
    List<String> keys(Tenant tenant) {
        return tenant.getSpec() == null ? List.of() : Claim.of(tenant, names).keys();
    }

    @Override
    public List<Claim> having(String key) {
        return cache.byIndex(INDEX, key).stream()
                .map(tenant -> Claim.of(tenant, names))
                .toList();
    }
}
