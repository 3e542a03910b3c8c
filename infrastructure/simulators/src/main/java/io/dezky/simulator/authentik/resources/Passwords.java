package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Audit;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Field;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Kinds;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.rest.Resource;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.http.Answer;
import java.time.Instant;
import java.util.Optional;

/**
 * Passwords. No policy applies to one that is set by the API, and the event says that the user did it:
 * docs/systems/authentik.md, A password set by the API.
 */
public final class Passwords {

    private static final Fields BODY = Fields.of(Field.required("password", Kinds.text()));
    private static final String PASSWORD = "password";

    private final Core core;
    private final Resource users;

    public Passwords(Core core, Resource users) {
        this.core = core;
        this.users = users;
    }

    public void addTo(Routes routes) {
        routes.on("POST", "/api/v3/core/users/{key}/set_password/", this::set);
    }

    private Answer set(Call call) {
        Row user = users.object(call);
        String permission = "authentik_core.reset_user_password";
        if (!core.permissions().hasOn(call.caller(), permission, core.store().users(), user.key())) {
            throw Problem.forbidden();
        }
        ObjectNode body = BODY.read(call.body(), Write.CREATE, Optional.empty(), call.arrived());
        write(user, body.get(PASSWORD).asText(), call.now());
        core.audit().signal("password_set", user, JsonNodeFactory.instance.objectNode(), Audit.Trace.of(call));
        core.audit().model("model_updated", core.store().users(), user, user.text("name"), call);
        return Answer.empty(204);
    }

    /** The user has this password from now on. */
    static void write(Row user, String password, Instant now) {
        user.members().put(PASSWORD, password);
        user.members().put("password_change_date", now.toString());
        user.members().put("last_updated", now.toString());
    }

    /** Whether this is the user's password; never true for a user who has none. */
    static boolean isRight(Row user, String password) {
        return user.optional(PASSWORD).map(password::equals).orElse(false);
    }

    /** Whether the user has a password at all: one that was just made has none. */
    static boolean isSet(Row user) {
        return user.optional(PASSWORD).isPresent();
    }
}
