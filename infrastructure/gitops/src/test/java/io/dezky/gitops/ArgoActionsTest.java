package io.dezky.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The resource actions for Argo CD, by their own {@code action_test.yaml}. */
class ArgoActionsTest {

    /** One entry below {@code actionTests}. */
    record Action(String kind, String name, String input, String output) {
        @Override
        public String toString() {
            return kind + ": " + name + " of " + input;
        }
    }

    /** One entry below {@code discoveryTests}. */
    record Discovery(String kind, String input, JsonNode result) {
        @Override
        public String toString() {
            return kind + ": what can be done with " + input;
        }
    }

    static Stream<Action> actions() {
        return ProjectFiles.KINDS.stream().flatMap(kind -> tests(kind, "actionTests")
                .map(test -> new Action(
                        kind,
                        test.get("action").asText(),
                        test.get("inputPath").asText(),
                        test.get("expectedOutputPath").asText())));
    }

    static Stream<Discovery> discoveries() {
        return ProjectFiles.KINDS.stream().flatMap(kind -> tests(kind, "discoveryTests")
                .map(test -> new Discovery(kind, test.get("inputPath").asText(), test.get("result"))));
    }

    private static Stream<JsonNode> tests(String kind, String list) {
        JsonNode tests =
                ProjectFiles.yaml(folder(kind).resolve("action_test.yaml")).get(list);
        return StreamSupport.stream(tests.spliterator(), false);
    }

    private static Path folder(String kind) {
        return ProjectFiles.CUSTOMIZATIONS.resolve(kind).resolve("actions");
    }

    @NeedsLua
    @ParameterizedTest
    @MethodSource("actions")
    void anActionChangesExactlyWhatItSays(Action action) {
        JsonNode input = ProjectFiles.yaml(folder(action.kind()).resolve(action.input()));

        JsonNode changed = Lua.run(folder(action.kind()).resolve(action.name()).resolve("action.lua"), input);

        assertThat(asArgoCdTakesIt(changed, input))
                .isEqualTo(ProjectFiles.yaml(folder(action.kind()).resolve(action.output())));
        assertThat(changed).as("an action that does nothing").isNotEqualTo(input);
    }

    @NeedsLua
    @ParameterizedTest
    @MethodSource("discoveries")
    void onlyWhatMakesSenseIsOffered(Discovery discovery) {
        JsonNode offered = Lua.run(
                folder(discovery.kind()).resolve("discovery.lua"),
                ProjectFiles.yaml(folder(discovery.kind()).resolve(discovery.input())));

        List<JsonNode> actions = new ArrayList<>();
        offered.properties().forEach(action -> {
            ObjectNode shown = action.getValue().deepCopy();
            shown.put("name", action.getKey());
            shown.put("disabled", shown.path("disabled").asBoolean(false));
            actions.add(shown);
        });
        assertThat(actions).containsExactlyInAnyOrderElementsOf(discovery.result());
    }

    @ParameterizedTest
    @MethodSource("io.dezky.gitops.ArgoHealthTest#kinds")
    void everyActionThatIsOfferedExistsAndIsTestedAndNoOther(String kind) {
        Set<String> offered = new HashSet<>();
        tests(kind, "discoveryTests").forEach(test -> test.get("result")
                .forEach(action -> offered.add(action.get("name").asText())));
        Set<String> tested = new HashSet<>();
        tests(kind, "actionTests").forEach(test -> tested.add(test.get("action").asText()));

        assertThat(tested).isEqualTo(offered);
        assertThat(offered)
                .allSatisfy(name -> assertThat(folder(kind).resolve(name).resolve("action.lua"))
                        .exists());
        assertThat(ProjectFiles.below(folder(kind), "action.lua")).hasSameSizeAs(offered);
        assertThat(Files.exists(folder(kind).resolve("discovery.lua"))).isTrue();
    }

    /**
     * Lua can't tell an empty map from an empty list, so Argo CD takes an empty list where there was a map for the
     * unchanged map.
     */
    private static JsonNode asArgoCdTakesIt(JsonNode changed, JsonNode before) {
        if (changed.isArray() && changed.isEmpty() && before.isObject()) {
            return before;
        }
        if (changed instanceof ObjectNode map && before.isObject()) {
            map.fieldNames().forEachRemaining(name -> map.set(name, asArgoCdTakesIt(map.get(name), before.path(name))));
        }
        if (changed instanceof ArrayNode list && before.isArray()) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, asArgoCdTakesIt(list.get(i), before.path(i)));
            }
        }
        return changed;
    }
}
