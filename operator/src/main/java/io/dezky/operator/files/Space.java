package io.dezky.operator.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A project space; a drive in the API.
 *
 * @param id made by oCIS, opaque
 * @param name shown to people, not unique
 * @param alias part of its address, not unique; editors may change it
 * @param description shown to people; only managers may change it
 * @param quotaBytes 0 means unlimited
 * @param disabled in the trash, files kept
 * @param webUrl where people open it
 * @param permissions grants, in no order
 */
public record Space(
        String id,
        String name,
        String alias,
        String description,
        long quotaBytes,
        boolean disabled,
        String webUrl,
        List<Permission> permissions) {

    public Space {
        permissions = List.copyOf(permissions);
    }

    Optional<Permission> permission(Grantee grantee) {
        return permissions.stream()
                .filter(permission -> permission.grantee().equals(grantee))
                .findFirst();
    }

    boolean hasManager(Grantee grantee) {
        return permission(grantee).filter(Permission::isManager).isPresent();
    }

    /** The same space with these grants. */
    Space with(List<Permission> changed) {
        return new Space(id, name, alias, description, quotaBytes, disabled, webUrl, changed);
    }

    /** The same space with this grant in place of the one that its grantee had. */
    Space with(Permission changed) {
        List<Permission> all = new ArrayList<>(without(changed.grantee()).permissions());
        all.add(changed);
        return with(all);
    }

    /** The same space without the grant of this grantee. */
    Space without(Grantee grantee) {
        return with(permissions.stream()
                .filter(permission -> !permission.grantee().equals(grantee))
                .toList());
    }

    /** The same space, disabled. */
    Space inTrash() {
        return new Space(id, name, alias, description, quotaBytes, true, webUrl, permissions);
    }
}
