package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Field;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Kind;
import io.dezky.simulator.authentik.rest.Kinds;
import io.dezky.simulator.authentik.rest.LeftOutOperations;
import io.dezky.simulator.authentik.rest.Pages;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.http.Answer;
import java.util.Optional;

/** What concerns the server as a whole: version, configuration, settings, health. */
public final class Instance {

    /** The version that is simulated. */
    public static final String VERSION = "2026.5.0-rc1";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int CACHE_SECONDS = 300;

    private final Core core;

    public Instance(Core core) {
        this.core = core;
    }

    public void addTo(Routes routes) {
        routes.on("GET", "/api/v3/admin/version/", call -> version())
                .on("GET", "/api/v3/admin/system/", this::system)
                .on("POST", "/api/v3/admin/system/", this::system)
                .on("GET", "/api/v3/admin/settings/", this::settings)
                .on("PUT", "/api/v3/admin/settings/", this::change)
                .on("PATCH", "/api/v3/admin/settings/", this::change)
                .on("GET", "/api/v3/root/config/", Routes.Access.PUBLIC, call -> config())
                .on("GET", "/-/health/live/", Routes.Access.OUTSIDE_API, call -> Answer.empty(200))
                .on("GET", "/-/health/ready/", Routes.Access.OUTSIDE_API, call -> Pages.empty(200));
    }

    private static Answer version() {
        ObjectNode version = NODES.objectNode();
        version.put("version_current", VERSION);
        version.put("version_latest", VERSION);
        version.put("version_latest_valid", true);
        version.put("build_hash", "");
        version.put("outdated", false);
        version.put("outpost_outdated", false);
        return Answer.json(200, version);
    }

    private static Answer config() {
        ObjectNode config = NODES.objectNode();
        config.putObject("error_reporting")
                .put("enabled", false)
                .put("sentry_dsn", "")
                .put("environment", "customer")
                .put("send_pii", false)
                .put("traces_sample_rate", 0.1);
        config.putArray("capabilities").add("can_impersonate").add("is_enterprise");
        config.put("cache_timeout", CACHE_SECONDS);
        config.put("cache_timeout_flows", CACHE_SECONDS);
        config.put("cache_timeout_policies", CACHE_SECONDS);
        return Answer.json(200, config);
    }

    private Answer system(Call call) {
        core.require(call, "authentik_rbac.view_system_info");
        return LeftOutOperations.SYSTEM_INFORMATION.answer();
    }

    private Answer settings(Call call) {
        core.require(call, "authentik_rbac.view_system_settings");
        return Answer.json(200, core.store().settings().values());
    }

    private Answer change(Call call) {
        core.require(call, "authentik_rbac.edit_system_settings");
        ObjectNode settings = core.store().settings().values();
        ObjectNode body = call.body();
        Fields known = Fields.of();
        for (var setting : settings.properties()) {
            known = known.and(Field.nullable(setting.getKey(), like(setting.getValue())));
        }
        settings.setAll(known.read(body, Write.PATCH, Optional.empty(), call.arrived()));
        return settings(call);
    }

    private static Kind like(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> Kinds.flag();
            case NUMBER -> Kinds.integer();
            case ARRAY -> Kinds.anyList();
            case OBJECT -> Kinds.dictionary();
            default -> Kinds.text();
        };
    }
}
