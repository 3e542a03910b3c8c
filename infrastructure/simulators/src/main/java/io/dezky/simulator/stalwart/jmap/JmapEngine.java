package io.dezky.simulator.stalwart.jmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import io.dezky.simulator.stalwart.LeftOutOperations;
import io.dezky.simulator.stalwart.Problem;
import io.dezky.simulator.stalwart.registry.Caller;
import io.dezky.simulator.stalwart.registry.MethodError;
import io.dezky.simulator.stalwart.registry.NotSimulated;
import io.dezky.simulator.stalwart.registry.ObjectType;
import io.dezky.simulator.stalwart.registry.PermissionCatalogue;
import io.dezky.simulator.stalwart.registry.Registry;
import io.dezky.simulator.stalwart.registry.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code POST /jmap}: carries out the calls of a request in order. Each call holds the registry's lock by itself, so
 * calls of other requests may come between two of one request.
 */
public final class JmapEngine {

    private static final int LARGEST_REQUEST = 10_000_000;

    private final Registry registry;

    public JmapEngine(Registry registry) {
        this.registry = registry;
    }

    static boolean isPermission(String name) {
        return PermissionCatalogue.exists(name);
    }

    /** Answers a request of somebody who has signed in. */
    public Answer answer(SimulatedRequest http, Caller caller) {
        String contentType = http.header("Content-Type").orElse("application/json");
        if (!contentType.toLowerCase(Locale.ROOT).split(";")[0].trim().equals("application/json")) {
            return Problem.notJson("Failed to parse JSON: The Content-Type header must be application/json.");
        }
        if (http.body().length > LARGEST_REQUEST) {
            return Problem.limit("maxSizeRequest", "The request is larger than the server is willing to process.");
        }
        Optional<JmapRequest> request = JmapRequest.read(http.text());
        if (request.isEmpty()) {
            // The whole request comes back, with all that is secret in it.
            return Problem.notRequest(http.text());
        }
        if (request.get().calls().size() > registry.limits().methodCalls()) {
            return Problem.limit(
                    "maxCallsInRequest", "The request exceeds the maximum number of calls in a single request.");
        }
        return answer(request.get(), caller);
    }

    private Answer answer(JmapRequest request, Caller caller) {
        Optional<String> leftOut = request.calls().stream()
                .flatMap(call -> LeftOutOperations.reason(call.name()).stream())
                .findFirst();
        if (leftOut.isPresent()) {
            return Answer.notSimulated(leftOut.get());
        }
        try {
            return carriedOut(request, caller);
        } catch (NotSimulated reason) {
            return Answer.notSimulated(reason.getMessage());
        } catch (SetMethod.Disconnect noObject) {
            return Answer.connectionClosed();
        }
    }

    private Answer carriedOut(JmapRequest request, Caller caller) {
        CreatedIds createdIds = new CreatedIds(request.createdIds());
        List<ArrayNode> answers = new ArrayList<>();
        for (JmapRequest.Call call : request.calls()) {
            answers.add(registry.locked(() -> carriedOut(request, call, caller, answers, createdIds)));
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("methodResponses").addAll(answers);
        body.put(
                "sessionState", Integer.toHexString(caller.permissions().names().hashCode()));
        if (request.createdIds().isPresent() && !createdIds.all().isEmpty()) {
            ObjectNode ids = body.putObject("createdIds");
            createdIds.all().forEach(ids::put);
        }
        return Answer.json(200, body);
    }

    private ArrayNode carriedOut(
            JmapRequest request, JmapRequest.Call call, Caller caller, List<ArrayNode> answers, CreatedIds createdIds) {
        try {
            JsonNode given = ResultReferences.resolved(call.arguments(), answers);
            Arguments arguments = new Arguments(call, request.text(), given);
            return named(call.name(), answer(call.name(), arguments, caller, createdIds), call.id());
        } catch (MethodError error) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode().put("type", error.type());
            return named("error", shown.put("description", error.getMessage()), call.id());
        }
    }

    private static ArrayNode named(String name, JsonNode arguments, String id) {
        return JsonNodeFactory.instance.arrayNode().add(name).add(arguments).add(id);
    }

    private JsonNode answer(String method, Arguments arguments, Caller caller, CreatedIds createdIds) {
        if (method.equals("Core/echo")) {
            requirePermission(caller, "jmapCoreEcho");
            return arguments.all();
        }
        String[] parts = method.split("/", 2);
        ObjectType type = type(parts[0]).orElseThrow(() -> MethodError.of("unknownMethod", method));
        Scope scope = new Scope(caller, arguments.text("accountId").orElse(caller.id()));
        type.requireAccess(scope);
        return switch (parts.length == 2 ? parts[1] : "") {
            case "get" -> {
                requirePermission(caller, type.permissionPrefix() + "Get");
                yield new GetMethod(type, scope, registry.limits(), createdIds).answer(arguments);
            }
            case "query" -> {
                requirePermission(caller, type.permissionPrefix() + "Query");
                yield new QueryMethod(type, scope, registry.limits()).answer(arguments);
            }
            case "set" -> new SetMethod(type, scope, registry.limits(), createdIds).answer(arguments);
            default -> throw MethodError.of("unknownMethod", method);
        };
    }

    private Optional<ObjectType> type(String name) {
        return name.startsWith("x:") ? registry.type(name.substring(2)) : Optional.empty();
    }

    private static void requirePermission(Caller caller, String permission) {
        if (!isPermission(permission) || !caller.may(permission)) {
            throw MethodError.forbidden("You are not authorized to perform this action");
        }
    }
}
