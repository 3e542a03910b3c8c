package io.dezky.simulator.authentik.rest;

import io.dezky.simulator.authentik.access.Admission;
import io.dezky.simulator.authentik.access.BrandOfHost;
import io.dezky.simulator.authentik.access.Permissions;
import io.dezky.simulator.authentik.store.Cascades;
import io.dezky.simulator.authentik.store.Store;

/**
 * What every part of the server shares.
 *
 * @param store what it remembers
 * @param permissions who may do what
 * @param admission whom bindings let in
 * @param brands which brand serves a host
 * @param cascades what goes along when something is deleted
 * @param audit the events
 */
public record Core(
        Store store, Permissions permissions, Admission admission, BrandOfHost brands, Cascades cascades, Audit audit) {

    public static Core of(Store store) {
        BrandOfHost brands = new BrandOfHost(store);
        return new Core(
                store,
                new Permissions(store),
                new Admission(store),
                brands,
                new Cascades(store),
                new Audit(store, brands));
    }

    /** Refuses a caller who has not this permission for every object. */
    public void require(Call call, String permission) {
        if (!permissions.has(call.caller(), permission)) {
            throw Problem.forbidden();
        }
    }
}
