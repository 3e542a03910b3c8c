package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Provider, application and bindings in one request: all or nothing, and never open in between. Creates only; a second
 * request is refused: docs/systems/authentik.md, All in one request.
 */
public final class TransactionalApplications {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String MODEL = "authentik_providers_oauth2.oauth2provider";

    private final Core core;
    private final Store store;
    private final Applications applications;
    private final Providers providers;
    private final PolicyBindings bindings;

    public TransactionalApplications(
            Core core, Applications applications, Providers providers, PolicyBindings bindings) {
        this.core = core;
        this.store = core.store();
        this.applications = applications;
        this.providers = providers;
        this.bindings = bindings;
    }

    public void addTo(Routes routes) {
        routes.on("PUT", "/api/v3/core/transactional/applications/", this::apply);
    }

    /** Everything that is to be made, checked. */
    private record Plan(ObjectNode provider, ObjectNode application, List<ObjectNode> bindings) {}

    private Answer apply(Call call) {
        call.caller();
        ObjectNode body = call.body();
        JsonNode model = body.get("provider_model");
        if (model == null || !model.asText().equals(MODEL)) {
            throw Problem.invalid(
                    "provider_model",
                    model == null ? "This field is required." : "\"" + model.asText() + "\" is not a valid choice.");
        }
        if (losesRace(body, call)) {
            return answer(false);
        }
        Plan plan = new Plan(provider(body, call), application(body, call), policyBindings(body, call));
        requirePermissions(plan, call);
        make(plan, call);
        return answer(true);
    }

    private static Answer answer(boolean applied) {
        ObjectNode answer = NODES.objectNode().put("applied", applied);
        answer.putArray("logs");
        return Answer.json(200, answer);
    }

    /** Who passed the checks before the other's objects were there fails inside the transaction: nothing, and a 200. */
    private boolean losesRace(ObjectNode body, Call call) {
        return store.applications()
                .first("slug", body.path("app").path("slug").asText(""))
                .filter(other -> other.isYoungerThan(call.arrived()))
                .isPresent();
    }

    private ObjectNode application(ObjectNode body, Call call) {
        ObjectNode given = part(body, "app");
        return nested("app", () -> {
            ObjectNode accepted = applications.fields().read(given, Write.CREATE, Optional.empty(), call.arrived());
            applications.check(accepted, given, Optional.empty(), call);
            return accepted;
        });
    }

    /** A name that is taken is not the provider's own refusal, but that of the machinery around it. */
    private ObjectNode provider(ObjectNode body, Call call) {
        ObjectNode given = part(body, "provider");
        if (store.providers().first("name", given.path("name").asText("")).isPresent()) {
            application(body, call);
            throw nestedProblem(
                    "provider", Problem.invalid("name", "State is set to must_created and object exists already"));
        }
        return nested("provider", () -> providers.fields().read(given, Write.CREATE, Optional.empty(), call.arrived()));
    }

    private List<ObjectNode> policyBindings(ObjectNode body, Call call) {
        Fields fields = PolicyBindings.subjects(store);
        List<ObjectNode> accepted = new ArrayList<>();
        ArrayNode complaints = NODES.arrayNode();
        boolean wrong = false;
        for (JsonNode item : body.path("policy_bindings")) {
            try {
                ObjectNode binding = fields.read(
                        item instanceof ObjectNode object ? object : NODES.objectNode(),
                        Write.CREATE,
                        Optional.empty(),
                        call.arrived());
                PolicyBindings.requireOneSubject(binding);
                accepted.add(binding);
                complaints.addObject();
            } catch (Problem problem) {
                wrong = true;
                complaints.add(problem.body());
            }
        }
        if (wrong) {
            throw Problem.invalid(NODES.objectNode().set("policy_bindings", complaints));
        }
        return accepted;
    }

    /** Each refusal stands under the name of its entry; a binding has none, and stands under the text "null". */
    private void requirePermissions(Plan plan, Call call) {
        requireAdd(call, "provider", MODEL, store.providers().permission("add"));
        requireAdd(
                call, "app", "authentik_core.application", store.applications().permission("add"));
        if (!plan.bindings().isEmpty()) {
            requireAdd(
                    call,
                    "null",
                    "authentik_policies.policybinding",
                    store.bindings().permission("add"));
        }
    }

    private void requireAdd(Call call, String entry, String model, String permission) {
        if (!core.permissions().has(call.caller(), permission)) {
            throw Problem.forbidden(entry, "User lacks permission to create " + model);
        }
    }

    private void make(Plan plan, Call call) {
        Row provider = providers.create(plan.provider());
        plan.application().put("provider", provider.number());
        Row application = applications.create(plan.application(), call);
        core.audit().model("model_created", providers.table(), provider, providers.name(provider), call);
        core.audit().model("model_created", applications.table(), application, applications.name(application), call);
        for (ObjectNode binding : plan.bindings()) {
            Row made = bindings.create(binding.put("target", application.key()));
            core.audit().model("model_created", bindings.table(), made, bindings.name(made), call);
        }
    }

    private static ObjectNode part(ObjectNode body, String name) {
        if (body.get(name) instanceof ObjectNode part) {
            return part;
        }
        throw Problem.invalid(name, "This field is required.");
    }

    @FunctionalInterface
    private interface Reading {
        ObjectNode read();
    }

    private static ObjectNode nested(String entry, Reading reading) {
        try {
            return reading.read();
        } catch (Problem problem) {
            throw nestedProblem(entry, problem);
        }
    }

    private static Problem nestedProblem(String entry, Problem problem) {
        if (problem.status() != 400) {
            return problem;
        }
        return Problem.invalid(NODES.objectNode().set(entry, problem.body()));
    }
}
