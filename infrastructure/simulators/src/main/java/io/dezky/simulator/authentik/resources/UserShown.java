package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.UUID;

/** How answers show users, and the short forms of users, groups and roles inside other objects. */
final class UserShown {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Core core;
    private final Store store;

    UserShown(Core core) {
        this.core = core;
        this.store = core.store();
    }

    ObjectNode whole(Row user, boolean withGroups, boolean withRoles) {
        Collection<String> groups = store.memberships().groups(user.key());
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", user.number());
        shown.put("username", user.text("username"));
        shown.put("name", user.text("name"));
        shown.put("is_active", user.flag("is_active"));
        shown.set("last_login", user.get("last_login"));
        shown.set("date_joined", user.get("date_joined"));
        shown.put("is_superuser", core.permissions().isSuperuser(user));
        ArrayNode keys = shown.putArray("groups");
        groups.forEach(keys::add);
        if (withGroups) {
            ArrayNode objects = shown.putArray("groups_obj");
            groups.forEach(
                    key -> store.groups().byKey(key).map(UserShown::group).ifPresent(objects::add));
        } else {
            shown.putNull("groups_obj");
        }
        shown.set("roles", user.get("roles"));
        if (withRoles) {
            shown.set("roles_obj", roles(store, user.keys("roles")));
        } else {
            shown.putNull("roles_obj");
        }
        shown.put("email", user.text("email"));
        shown.put("avatar", avatar(user));
        shown.set("attributes", user.get("attributes"));
        shown.put("uid", user.text("uid"));
        shown.put("path", user.text("path"));
        shown.put("type", user.text("type"));
        shown.put("uuid", user.text("uuid"));
        shown.set("password_change_date", user.get("password_change_date"));
        shown.set("last_updated", user.get("last_updated"));
        return shown;
    }

    /** A user as a member of a group shows it. */
    static ObjectNode partial(Row user) {
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", user.number());
        shown.put("username", user.text("username"));
        shown.put("name", user.text("name"));
        shown.put("is_active", user.flag("is_active"));
        shown.set("last_login", user.get("last_login"));
        shown.put("email", user.text("email"));
        shown.set("attributes", user.get("attributes"));
        shown.put("uid", user.text("uid"));
        return shown;
    }

    /** A group as its members show it. */
    static ObjectNode group(Row group) {
        ObjectNode shown = NODES.objectNode();
        shown.put("pk", group.key());
        shown.put("num_pk", numberOf(group));
        shown.put("name", group.text("name"));
        shown.put("is_superuser", group.flag("is_superuser"));
        shown.set("attributes", group.get("attributes"));
        return shown;
    }

    static ArrayNode roles(Store store, Collection<String> keys) {
        ArrayNode roles = NODES.arrayNode();
        keys.forEach(key -> store.roles().byKey(key).map(UserShown::role).ifPresent(roles::add));
        return roles;
    }

    static ObjectNode role(Row role) {
        return NODES.objectNode().put("pk", role.key()).put("name", role.text("name"));
    }

    /** The first digits of the UUID as a number: some systems can only deal with numbers. */
    static int numberOf(Row group) {
        UUID uuid = UUID.fromString(group.key());
        String number = new BigInteger(uuid.toString().replace("-", ""), 16).toString();
        return Integer.parseInt(number.substring(0, Math.min(5, number.length())));
    }

    static String avatar(Row user) {
        String name = user.text("name").isEmpty() ? user.text("username") : user.text("name");
        String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>" + name.codePointAt(0) + "</text></svg>";
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
    }
}
