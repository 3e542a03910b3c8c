package io.dezky.simulator.authentik.access;

import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The brand of a host: the longest domain that is the host or that the host lies below, else the default brand. A port
 * is part of the host, and so finds no domain: docs/systems/authentik.md, The host of the request decides.
 */
public final class BrandOfHost {

    private final Store store;

    public BrandOfHost(Store store) {
        this.store = store;
    }

    /** The brand that serves this host; none when even the default brand has been deleted. */
    public Optional<Row> find(String host) {
        String asked = host.toLowerCase(Locale.ROOT);
        return store.brands().stream()
                .filter(brand -> matches(asked, brand.text("domain").toLowerCase(Locale.ROOT)))
                .max(Comparator.comparingInt(brand -> brand.text("domain").length()))
                .or(() -> store.brands().stream()
                        .filter(brand -> brand.flag("default"))
                        .findFirst());
    }

    private static boolean matches(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }
}
