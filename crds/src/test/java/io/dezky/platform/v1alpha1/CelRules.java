package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evaluates a CRD's {@code x-kubernetes-validations}, with the functions that Kubernetes adds to CEL and our rules use. */
final class CelRules {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings())
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .addFunctionDeclarations(
                    CelFunctionDecl.newFunctionDeclaration(
                            "quantity",
                            CelOverloadDecl.newGlobalOverload("string_to_quantity", QUANTITY, SimpleType.STRING)),
                    CelFunctionDecl.newFunctionDeclaration(
                            "compareTo",
                            CelOverloadDecl.newMemberOverload(
                                    "quantity_compare_to", SimpleType.INT, QUANTITY, QUANTITY)))
            .build();

    private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
            .addLibraries(CelExtensions.strings())
            .addFunctionBindings(
                    CelFunctionBinding.from(
                            "string_to_quantity", String.class, text -> Quantity.getAmountInBytes(new Quantity(text))),
                    CelFunctionBinding.from(
                            "quantity_compare_to", BigDecimal.class, BigDecimal.class, (a, b) -> (long) a.compareTo(b)))
            .build();

    private final Map<String, CelRuntime.Program> programs = new HashMap<>();
    private final Set<JsonNode> broken = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Each rule in a schema, with those of its fields. */
    static List<JsonNode> rulesIn(JsonNode schema) {
        List<JsonNode> rules = new ArrayList<>();
        schema.path("x-kubernetes-validations").forEach(rules::add);
        schema.path("properties").forEach(property -> rules.addAll(rulesIn(property)));
        if (schema.has("items")) {
            rules.addAll(rulesIn(schema.get("items")));
        }
        return rules;
    }

    /** The rules that were broken so far: the very nodes of the schemas, for two kinds may have the same rule. */
    Set<JsonNode> broken() {
        return broken;
    }

    /** @param before what the object was, null when it is created */
    List<String> check(JsonNode schema, JsonNode object, JsonNode before) {
        List<String> errors = new ArrayList<>();
        check(schema, object, before, "", errors);
        return errors;
    }

    private void check(JsonNode schema, JsonNode value, JsonNode before, String path, List<String> errors) {
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            if (!holds(rule.get("rule").asText(), value, before)) {
                broken.add(rule);
                errors.add("%s: Invalid value: %s: %s"
                        .formatted(
                                path + rule.path("fieldPath").asText(),
                                value.isContainerNode() ? "…" : value,
                                rule.get("message").asText()));
            }
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (value.has(property.getKey())) {
                JsonNode old = before == null ? null : before.get(property.getKey());
                check(
                        property.getValue(),
                        value.get(property.getKey()),
                        old,
                        Paths.property(path, property.getKey()),
                        errors);
            }
        }
        for (int i = 0; i < value.size() && value.isArray(); i++) {
            check(
                    schema.get("items"),
                    value.get(i),
                    counterpart(schema, value.get(i), before),
                    path + "[" + i + "]",
                    errors);
        }
    }

    /** The item of the same key in the old list: only the items of list maps have one. */
    private static JsonNode counterpart(JsonNode schema, JsonNode item, JsonNode before) {
        if (before == null || !schema.path("x-kubernetes-list-type").asText().equals("map")) {
            return null;
        }
        String key = schema.at("/x-kubernetes-list-map-keys/0").asText();
        for (JsonNode old : before) {
            if (old.get(key).equals(item.get(key))) {
                return old;
            }
        }
        return null;
    }

    private boolean holds(String rule, JsonNode value, JsonNode before) {
        if (rule.contains("oldSelf") && before == null) {
            return true;
        }
        Map<String, Object> variables = new HashMap<>();
        variables.put("self", JSON.convertValue(value, Object.class));
        if (before != null) {
            variables.put("oldSelf", JSON.convertValue(before, Object.class));
        }
        try {
            return (Boolean) programs.computeIfAbsent(rule, this::program).eval(variables);
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("An API server reports an error, not the rule's message: " + rule, e);
        }
    }

    private CelRuntime.Program program(String rule) {
        try {
            CelAbstractSyntaxTree tree = compiler.compile(rule).getAst();
            return runtime.createProgram(tree);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException("This rule does not compile: " + rule, e);
        }
    }
}
