package io.dezky.k3s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As much of a freshly installed Stalwart as its set-up needs: objects of any kind, singletons, keys that belong to an account, references by creation
 * id, and a reload that can be refused.
 */
final class FakeStalwart implements AutoCloseable {

    static final String RECOVERY_ADMIN = "admin:recovery-canary";

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Otherwise each small answer waits 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final Map<String, Map<String, ObjectNode>> objects = new HashMap<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final List<Write> writes = new ArrayList<>();
    private int requests;
    private int lastId = 10;
    private int refusedReloads;

    /**
     * A create, update or destroy.
     *
     * @param kind such as {@code x:Domain}
     * @param action create, update or destroy
     * @param fields what was sent; for destroy nothing
     */
    record Write(String kind, String action, JsonNode fields) {}

    FakeStalwart() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
        put("x:Role", "b", JSON.createObjectNode().put("description", "User"));
        put("x:Role", "e", JSON.createObjectNode().put("description", "System Administrator"));
        ObjectNode authentication = JSON.createObjectNode();
        authentication.putObject("defaultUserRoleIds").put("b", true);
        put("x:Authentication", "singleton", authentication);
        put("x:SystemSettings", "singleton", JSON.createObjectNode().put("defaultHostname", ""));
        put(
                "x:Http",
                "singleton",
                JSON.createObjectNode().put("useXForwarded", false).put("enableHsts", false));
        put("x:OidcProvider", "singleton", JSON.createObjectNode().put("accessTokenExpiry", 3600000));
        put("x:SpamPyzor", "singleton", JSON.createObjectNode().put("enable", true));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Write> writes() {
        return List.copyOf(writes);
    }

    /** Writes that change something that stays: not the orders to reload. */
    List<Write> changes() {
        return writes.stream().filter(write -> !write.kind().equals("x:Action")).toList();
    }

    int requests() {
        return requests;
    }

    Map<String, String> keys() {
        return Map.copyOf(keys);
    }

    void forgetWrites() {
        writes.clear();
    }

    void refuseReloads(int times) {
        refusedReloads = times;
    }

    /** The one object of a kind that fits. */
    JsonNode only(String kind, String field, String value) {
        List<ObjectNode> found = objects.getOrDefault(kind, Map.of()).values().stream()
                .filter(object -> object.path(field).asText().equals(value))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " " + kind + " with " + field + " " + value);
        }
        return found.get(0);
    }

    JsonNode singleton(String kind) {
        return objects.get(kind).get("singleton");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void put(String kind, String id, ObjectNode fields) {
        objects.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(id, fields.put("id", id));
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        requests++;
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (!isKnown(authorization)) {
            send(exchange, 401, JSON.createObjectNode());
            return;
        }
        if (exchange.getRequestURI().getPath().equals("/api/account")) {
            send(exchange, 200, JSON.createObjectNode().put("edition", "community"));
            return;
        }
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        ArrayNode responses = JSON.createArrayNode();
        Map<String, String> created = new HashMap<>();
        for (JsonNode call : request.path("methodCalls")) {
            ArrayNode response = responses.addArray();
            String method = call.get(0).asText();
            response.add(method).add(method(method, call.get(1), created)).add(call.get(2));
        }
        ObjectNode body = JSON.createObjectNode();
        body.set("methodResponses", responses);
        send(exchange, 200, body);
    }

    private boolean isKnown(String authorization) {
        String basic = "Basic " + Base64.getEncoder().encodeToString(RECOVERY_ADMIN.getBytes(StandardCharsets.UTF_8));
        return basic.equals(authorization)
                || keys.values().stream().anyMatch(key -> ("Bearer " + key).equals(authorization));
    }

    private ObjectNode method(String method, JsonNode arguments, Map<String, String> created) {
        String kind = method.substring(0, method.indexOf('/'));
        Map<String, ObjectNode> known = objects.computeIfAbsent(kind, k -> new LinkedHashMap<>());
        ObjectNode answer = JSON.createObjectNode();
        switch (method.substring(method.indexOf('/') + 1)) {
            case "query" -> {
                ArrayNode ids = answer.putArray("ids");
                known.values().stream()
                        .filter(object -> fits(object, arguments))
                        .forEach(object -> ids.add(object.path("id")));
            }
            case "get" -> {
                ArrayNode list = answer.putArray("list");
                known.values().stream()
                        .filter(object -> isNamed(arguments.path("ids"), object))
                        .forEach(list::add);
            }
            case "set" -> set(kind, known, arguments, created, answer);
            default -> throw new AssertionError(method);
        }
        return answer;
    }

    private static boolean fits(ObjectNode object, JsonNode arguments) {
        boolean ofAccount =
                !arguments.has("accountId") || object.path("accountId").equals(arguments.path("accountId"));
        return ofAccount
                && arguments.path("filter").properties().stream()
                        .allMatch(condition -> condition.getValue().equals(object.path(condition.getKey())));
    }

    private static boolean isNamed(JsonNode ids, ObjectNode object) {
        if (ids.isNull()) {
            return true;
        }
        for (JsonNode id : ids) {
            if (id.equals(object.path("id"))) {
                return true;
            }
        }
        return false;
    }

    private void set(
            String kind,
            Map<String, ObjectNode> known,
            JsonNode arguments,
            Map<String, String> created,
            ObjectNode answer) {
        arguments.path("create").properties().forEach(entry -> {
            ObjectNode fields = resolved((ObjectNode) entry.getValue().deepCopy(), created);
            if (kind.equals("x:Action")
                    && fields.path("@type").asText().equals("ReloadSettings")
                    && refusedReloads > 0) {
                refusedReloads--;
                answer.putObject("notCreated")
                        .putObject(entry.getKey())
                        .put("type", "validationFailed")
                        .put("description", "Network error: Discovery fetch failed");
                return;
            }
            writes.add(new Write(kind, "create", entry.getValue()));
            String id = "n" + ++lastId;
            created.put(entry.getKey(), id);
            ObjectNode made =
                    answer.withObject("/created").putObject(entry.getKey()).put("id", id);
            if (kind.equals("x:Action")) {
                return;
            }
            if (kind.equals("x:ApiKey")) {
                keys.put(id, "API_canary" + id);
                made.put("secret", keys.get(id));
                fields.set("accountId", arguments.path("accountId"));
            }
            put(kind, id, fields);
        });
        arguments.path("update").properties().forEach(entry -> {
            writes.add(new Write(kind, "update", entry.getValue()));
            known.get(entry.getKey())
                    .setAll(resolved((ObjectNode) entry.getValue().deepCopy(), created));
            answer.withObject("/updated").putNull(entry.getKey());
        });
        arguments.path("destroy").forEach(id -> {
            writes.add(new Write(kind, "destroy", JSON.createObjectNode()));
            known.remove(id.asText());
            keys.remove(id.asText());
            answer.withArray("/destroyed").add(id);
        });
    }

    private static ObjectNode resolved(ObjectNode fields, Map<String, String> created) {
        fields.properties().forEach(field -> {
            if (field.getValue().asText().startsWith("#")) {
                fields.put(field.getKey(), created.get(field.getValue().asText().substring(1)));
            }
        });
        return fields;
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
