package io.dezky.simulator.authentik.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Store;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which claims the mappings of a provider give. The expression of a mapping is Python, which the simulator does not run:
 * the mappings that it was seeded with are computed in Java; of those made by the API it understands {@code return} with
 * a JSON object behind it, and any other gives nothing.
 */
public final class ScopeClaims {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RETURN = "return ";

    private final Store store;
    private final Map<String, Function<Row, ObjectNode>> computed = new HashMap<>();

    public ScopeClaims(Store store) {
        this.store = store;
    }

    /** From now on this mapping gives what the function says of a user. */
    public void compute(Row mapping, Function<Row, ObjectNode> claims) {
        computed.put(mapping.key(), claims);
    }

    /** The mappings of a provider, {@code openid} first. */
    List<Row> mappings(Row provider) {
        return provider.keys("property_mappings").stream()
                .flatMap(key -> store.mappings().byKey(key).stream())
                .sorted(Comparator.comparing((Row mapping) -> !scope(mapping).equals("openid"))
                        .thenComparing(ScopeClaims::scope))
                .toList();
    }

    static String scope(Row mapping) {
        return mapping.text("scope_name");
    }

    /** The claims of a user under these scopes. Where two mappings give a list of the same name, both are kept. */
    ObjectNode of(Row provider, Set<String> scopes, Row user) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (Row mapping : mappings(provider)) {
            if (scopes.contains(scope(mapping))) {
                claims(mapping, user).properties().forEach(claim -> add(all, claim.getKey(), claim.getValue()));
            }
        }
        return all;
    }

    private static void add(ObjectNode all, String name, JsonNode value) {
        if (value instanceof ArrayNode more && all.get(name) instanceof ArrayNode known) {
            known.addAll(more);
        } else {
            all.set(name, value);
        }
    }

    private ObjectNode claims(Row mapping, Row user) {
        Function<Row, ObjectNode> function = computed.get(mapping.key());
        return function == null ? literal(mapping.text("expression")) : function.apply(user);
    }

    private static ObjectNode literal(String expression) {
        String text = expression.strip();
        try {
            if (text.startsWith(RETURN)
                    && JSON.readTree(text.substring(RETURN.length())) instanceof ObjectNode claims) {
                return claims;
            }
        } catch (JsonProcessingException noJson) {
            // Python, or something else that is not understood: no claims.
        }
        return JsonNodeFactory.instance.objectNode();
    }
}
