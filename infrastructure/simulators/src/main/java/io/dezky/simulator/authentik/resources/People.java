package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Audit;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import java.util.Optional;

/** What the flows do when a person goes through them. */
public final class People {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String HIDDEN = "*".repeat(20);

    private final Core core;
    private final Store store;
    private final RecoveryLinks links;
    private final Sessions sessions;

    public People(Core core, RecoveryLinks links, Sessions sessions) {
        this.core = core;
        this.store = core.store();
        this.links = links;
        this.sessions = sessions;
    }

    /**
     * A person chooses a password by a link that was opened. First the copy in the link is written back, then the
     * password; the sign-in only follows if that leaves the user active.
     */
    public boolean recover(Row link, String password, Audit.Trace trace) {
        Optional<Row> found = store.users().byKey(link.text("user"));
        if (found.isEmpty() || password.isBlank()) {
            return false;
        }
        Row user = found.get();
        links.restore(user, link, trace.now());
        Passwords.write(user, password, trace.now());
        core.audit().signal("password_set", user, NODES.objectNode(), trace);
        ObjectNode person = Audit.person(user);
        person.set("authenticated_as", Audit.anonymous());
        core.audit().model("model_updated", store.users(), user, user.text("name"), person, trace);
        core.audit()
                .signal(
                        "user_write",
                        user,
                        NODES.objectNode()
                                .put("created", false)
                                .put("password", HIDDEN)
                                .put("password_repeat", HIDDEN),
                        trace);
        if (!user.flag("is_active")) {
            return false;
        }
        beginSession(user, NODES.objectNode(), trace);
        return true;
    }

    /** A person signs in by name or address, whatever the case of either. */
    public boolean signIn(String name, String password, Audit.Trace trace) {
        Optional<Row> user = store.users().stream()
                .filter(row -> row.text("username").equalsIgnoreCase(name)
                        || row.text("email").equalsIgnoreCase(name))
                .findFirst()
                .filter(row -> row.flag("is_active"))
                .filter(row -> Passwords.isRight(row, password));
        user.ifPresent(row -> beginSession(row, NODES.objectNode().put("auth_method", "password"), trace));
        return user.isPresent();
    }

    private void beginSession(Row user, ObjectNode context, Audit.Trace trace) {
        user.members().put("last_login", trace.now().toString());
        sessions.begin(user, trace.now());
        core.audit().signal("login", user, context, trace);
    }

    /** Whether this is the user's password. */
    public static boolean hasPassword(Row user, String password) {
        return Passwords.isRight(user, password);
    }

    /** Whether the user has a password at all: one that was just made has none. */
    public static boolean hasPassword(Row user) {
        return Passwords.isSet(user);
    }
}
