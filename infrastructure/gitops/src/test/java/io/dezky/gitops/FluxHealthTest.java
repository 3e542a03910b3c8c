package io.dezky.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flux's health check expressions, run on the objects that Argo CD's scripts are tested with. */
class FluxHealthTest {

    /** What Flux can say. An expression that fails, because it asks for what is not there, is no answer: it waits. */
    private enum Health {
        WAITING,
        IN_PROGRESS,
        FAILED,
        CURRENT
    }

    private static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("apiVersion", SimpleType.STRING)
            .addVar("kind", SimpleType.STRING)
            .addVar("metadata", SimpleType.DYN)
            .addVar("spec", SimpleType.DYN)
            .addVar("status", SimpleType.DYN)
            .setResultType(SimpleType.BOOL)
            .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().build();

    @ParameterizedTest
    @MethodSource("whatConditionsTell")
    void fluxAgreesWithArgoCdOnWhatConditionsAndGenerationsTell(ArgoHealthTest.Expectation expected) {
        List<Health> agreeing =
                switch (expected.status()) {
                    case "Healthy" -> List.of(Health.CURRENT);
                    case "Degraded" -> List.of(Health.FAILED);
                    default -> List.of(Health.IN_PROGRESS, Health.WAITING);
                };

        assertThat(health(expected.object())).isIn(agreeing);
    }

    /** Without what only annotations and the deletion tell, which Flux does not look at. */
    static Stream<ArgoHealthTest.Expectation> whatConditionsTell() {
        return ArgoHealthTest.expectations()
                .filter(expected -> !expected.status().equals("Suspended"))
                .filter(expected -> !expected.message().startsWith("Asked "))
                .filter(expected ->
                        expected.object().at("/metadata/deletionTimestamp").isMissingNode());
    }

    @ParameterizedTest
    @MethodSource("io.dezky.gitops.ArgoHealthTest#kinds")
    void anObjectThatTheOperatorHasNotComeToIsWaitedFor(String kind) {
        assertThat(health(fixture(kind, "no-status"))).isEqualTo(Health.WAITING);
    }

    @Test
    void anAnnouncedSpaceIsNoResultYet() {
        assertThat(health(fixture("Tenant", "announced"))).isEqualTo(Health.IN_PROGRESS);
    }

    @ParameterizedTest
    @MethodSource("io.dezky.gitops.ArgoHealthTest#kinds")
    void aConditionOfAnOldGenerationDoesNotCountEvenIfTheStatusIsOfTheNewOne(String kind) {
        ObjectNode object = fixture(kind, "old-generation").deepCopy();
        ((ObjectNode) object.get("status")).put("observedGeneration", 2);

        assertThat(health(object)).isEqualTo(Health.IN_PROGRESS);
    }

    @ParameterizedTest
    @MethodSource("io.dezky.gitops.ArgoHealthTest#kinds")
    void aPausedObjectIsAsItWasBefore(String kind) {
        assertThat(health(fixture(kind, "paused"))).isEqualTo(Health.CURRENT);
    }

    @Test
    void everyKindHasItsExpressionsInTheKustomizationThatDeploysIt() {
        assertThat(kustomizations())
                .filteredOn(kustomization ->
                        !kustomization.at("/spec/healthCheckExprs").isMissingNode())
                .flatExtracting(kustomization -> StreamSupport.stream(
                                kustomization.at("/spec/healthCheckExprs").spliterator(), false)
                        .map(entry -> kustomization.at("/metadata/name").asText() + ": "
                                + entry.get("apiVersion").asText() + " "
                                + entry.get("kind").asText())
                        .toList())
                .containsExactlyInAnyOrder(
                        "dezky-tenants: platform.dezky.io/v1alpha1 Tenant",
                        "dezky-tenants: platform.dezky.io/v1alpha1 TenantInvite",
                        "dezky-operators: platform.dezky.io/v1alpha1 OperatorInvite");
    }

    private static JsonNode fixture(String kind, String name) {
        return ProjectFiles.yaml(
                ProjectFiles.CUSTOMIZATIONS.resolve(kind).resolve("testdata").resolve(name + ".yaml"));
    }

    private static List<JsonNode> kustomizations() {
        return ProjectFiles.documents(ProjectFiles.read(ProjectFiles.FLUX.resolve("tenants.yaml")));
    }

    private static JsonNode expressions(String kind) {
        Stream<JsonNode> all = kustomizations().stream()
                .flatMap(kustomization -> StreamSupport.stream(
                        kustomization.at("/spec/healthCheckExprs").spliterator(), false));
        return all.filter(entry -> entry.get("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    /** In the order that Flux has: generation, inProgress, failed, current. */
    private static Health health(JsonNode object) {
        JsonNode observed = object.at("/status/observedGeneration");
        if (observed.isNumber()
                && observed.asLong() != object.at("/metadata/generation").asLong()) {
            return Health.IN_PROGRESS;
        }
        JsonNode expressions = expressions(object.get("kind").asText());
        try {
            if (holds(expressions.get("inProgress").asText(), object)) {
                return Health.IN_PROGRESS;
            }
            if (holds(expressions.get("failed").asText(), object)) {
                return Health.FAILED;
            }
            return holds(expressions.get("current").asText(), object) ? Health.CURRENT : Health.IN_PROGRESS;
        } catch (NoAnswer | CelEvaluationException noAnswer) {
            return Health.WAITING;
        }
    }

    private static boolean holds(String expression, JsonNode object) throws CelEvaluationException {
        Map<String, Object> variables = new HashMap<>();
        object.properties()
                .forEach(field -> variables.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class)));
        try {
            Object result =
                    RUNTIME.createProgram(COMPILER.compile(expression).getAst()).eval(variables);
            // For Flux a variable that is not there is an error, for this library it is unknown.
            if (result instanceof Boolean holds) {
                return holds;
            }
            throw new NoAnswer();
        } catch (CelValidationException e) {
            throw new IllegalStateException(expression, e);
        }
    }
}
