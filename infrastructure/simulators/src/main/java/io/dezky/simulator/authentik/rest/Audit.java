package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.access.BrandOfHost;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Writes the events that the server keeps of everything that is done to it. */
public final class Audit {

    /** Events that the server derives from what people do. Those that anybody may write have other names. */
    public static final String SIGNALS = "authentik.events.signals";

    private static final String MIDDLEWARE = "authentik.events.middleware";
    private static final Duration RETENTION = Duration.ofDays(365);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Store store;
    private final BrandOfHost brands;

    Audit(Store store, BrandOfHost brands) {
        this.store = store;
        this.brands = brands;
    }

    /** An object was {@code model_created}, {@code model_updated} or {@code model_deleted} by the caller. */
    public void model(String action, Table table, Row row, String name, Call call) {
        call.who().ifPresent(caller -> model(action, table, row, name, person(caller), Trace.of(call)));
    }

    /** The same, done by somebody on the way of the trace. */
    public void model(String action, Table table, Row row, String name, ObjectNode user, Trace trace) {
        ObjectNode context = NODES.objectNode();
        ObjectNode model = context.putObject("model");
        boolean numbered = row.key().matches("\\d+");
        if (numbered) {
            model.put("pk", row.number());
        } else {
            model.put("pk", row.key().replace("-", ""));
        }
        model.put("app", table.app()).put("name", name).put("model_name", table.model());
        write(action, MIDDLEWARE, user, context, trace);
    }

    /** Something that the server noticed: a sign-in, a new password. */
    public void signal(String action, Row user, ObjectNode context, Trace trace) {
        write(action, SIGNALS, person(user), context, trace);
    }

    /** How events name a user. */
    public static ObjectNode person(Row user) {
        return NODES.objectNode()
                .put("pk", user.number())
                .put("email", user.text("email"))
                .put("username", user.text("username"));
    }

    /** Who nobody knows. */
    public static ObjectNode anonymous() {
        return NODES.objectNode()
                .put("pk", 1)
                .put("email", "")
                .put("username", "AnonymousUser")
                .put("is_anonymous", true);
    }

    private void write(String action, String app, ObjectNode user, ObjectNode context, Trace trace) {
        context.set("http_request", trace.shown());
        ObjectNode event = NODES.objectNode();
        event.set("user", user);
        event.put("action", action);
        event.put("app", app);
        event.set("context", context);
        event.put("client_ip", "127.0.0.1");
        event.put("created", trace.now().toString());
        event.put("expires", trace.now().plus(RETENTION).toString());
        event.set("brand", brand(trace));
        store.events().insert(UUID.randomUUID().toString(), event);
    }

    private ObjectNode brand(Trace trace) {
        Optional<Row> brand = brands.find(trace.host());
        String name = brand.map(row -> row.flag("default") ? "Default brand" : "Brand " + row.text("domain"))
                .orElse("Brand fallback");
        String key = brand.map(Row::key).orElseGet(() -> UUID.randomUUID().toString());
        return NODES.objectNode()
                .put("pk", key.replace("-", ""))
                .put("app", "authentik_brands")
                .put("name", name)
                .put("model_name", "brand");
    }

    /**
     * The request that an event came from.
     *
     * @param args the query, with secrets hidden
     */
    public record Trace(String method, String path, ObjectNode args, String host, Instant now) {

        /** The trace of a call by the API. */
        public static Trace of(Call call) {
            return new Trace(
                    call.request().method(),
                    call.request().path(),
                    NODES.objectNode(),
                    call.origin().host(),
                    call.now());
        }

        private ObjectNode shown() {
            ObjectNode shown = NODES.objectNode();
            shown.set("args", args);
            shown.put("path", path);
            shown.put("method", method);
            shown.put("request_id", UUID.randomUUID().toString().replace("-", ""));
            shown.put("user_agent", "");
            return shown;
        }
    }
}
