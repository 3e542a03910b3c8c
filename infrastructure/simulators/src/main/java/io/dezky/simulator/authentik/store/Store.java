package io.dezky.simulator.authentik.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The tables of the server, and its settings. */
public final class Store {

    private final AtomicLong version = new AtomicLong();

    private final Table users = table("authentik_core", "user", "User");
    private final Table groups = table("authentik_core", "group", "Group");
    private final Table roles = table("authentik_rbac", "role", "Role");
    private final Table tokens = table("authentik_core", "token", "Token");
    private final Table sessions = table("authentik_core", "authenticatedsession", "AuthenticatedSession");
    private final Table brands = table("authentik_brands", "brand", "Brand");
    private final Table applications = table("authentik_core", "application", "Application");
    private final Table providers = table("authentik_providers_oauth2", "oauth2provider", "OAuth2Provider");
    private final Table mappings = table("authentik_providers_oauth2", "scopemapping", "ScopeMapping");
    private final Table bindings = table("authentik_policies", "policybinding", "PolicyBinding");
    private final Table certificates = table("authentik_crypto", "certificatekeypair", "CertificateKeyPair");
    private final Table flows = table("authentik_flows", "flow", "Flow");
    private final Table stageBindings = table("authentik_flows", "flowstagebinding", "FlowStageBinding");
    private final Table prompts = table("authentik_stages_prompt", "prompt", "Prompt");
    private final Table events = table("authentik_events", "event", "Event");
    private final Map<StageKind, Table> stages = new LinkedHashMap<>();

    private final Memberships memberships = new Memberships(groups);
    private final Settings settings = new Settings();

    public Store() {
        for (StageKind kind : StageKind.values()) {
            stages.put(kind, table(kind.app(), kind.model(), kind.title()));
        }
    }

    private Table table(String app, String model, String title) {
        return new Table(app, model, title, version);
    }

    /** Grows with every object that is made: tells whether an object existed at some moment. */
    public long version() {
        return version.get();
    }

    public Table users() {
        return users;
    }

    public Table groups() {
        return groups;
    }

    public Table roles() {
        return roles;
    }

    public Table tokens() {
        return tokens;
    }

    public Table sessions() {
        return sessions;
    }

    public Table brands() {
        return brands;
    }

    public Table applications() {
        return applications;
    }

    public Table providers() {
        return providers;
    }

    public Table mappings() {
        return mappings;
    }

    public Table bindings() {
        return bindings;
    }

    public Table certificates() {
        return certificates;
    }

    public Table flows() {
        return flows;
    }

    public Table stageBindings() {
        return stageBindings;
    }

    public Table prompts() {
        return prompts;
    }

    public Table events() {
        return events;
    }

    public Table stages(StageKind kind) {
        return stages.get(kind);
    }

    /** Stages of every kind. */
    public Stream<Row> allStages() {
        return stages.values().stream().flatMap(Table::stream);
    }

    /** The stage with this key, of whatever kind. */
    public Optional<Row> stage(String key) {
        return stages.values().stream()
                .flatMap(table -> table.byKey(key).stream())
                .findFirst();
    }

    /** Somebody without a name, an address or a group, who is in no table. */
    public Row nobody() {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.putObject("attributes");
        members.put("type", "external");
        return new Row("1", members, 0);
    }

    public Memberships memberships() {
        return memberships;
    }

    public Settings settings() {
        return settings;
    }
}
