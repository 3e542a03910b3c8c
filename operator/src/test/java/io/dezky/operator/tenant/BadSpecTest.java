package io.dezky.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.Tenant;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the API server refuses the operator refuses too, should it get by: an older API server, or rules that were taken
 * out. Nothing of it goes out, and the condition names the field.
 */
class BadSpecTest {

    /**
     * What the operator can't see or need not mind: fields that it does not know are not read, numbers are read as text,
     * a list that is empty or names a thing twice means the same as without.
     */
    private static final Set<String> HARMLESS = Set.of(
            "tenant-unknown-field.yaml",
            "tenant-mode-is-not-there-yet.yaml",
            "tenant-dkim-rotation-is-not-there-yet.yaml",
            "tenant-dkim-algorithm-twice.yaml",
            "tenant-dkim-algorithms-empty.yaml",
            "tenant-display-name-is-a-number.yaml",
            "tenant-quota-is-a-number.yaml",
            "tenant-slug-added.yaml",
            "tenant-slug-removed.yaml",
            "tenant-slug-changed.yaml");

    private static TenantFixture platform;

    @BeforeAll
    static void aPlatform() {
        platform = TenantFixture.empty();
    }

    @AfterAll
    static void close() {
        platform.close();
    }

    @TestFactory
    Stream<DynamicTest> whatTheApiServerRefusesGetsNoFurther() throws IOException {
        Path folder = Path.of(System.getProperty("project.root"), "crds", "fixtures", "invalid");
        List<Path> fixtures = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().matches("tenant-(?!invite).*"))
                    .sorted()
                    .forEach(fixtures::add);
        }
        assertThat(fixtures).hasSizeGreaterThan(100);
        return fixtures.stream()
                .filter(file -> !HARMLESS.contains(file.getFileName().toString()))
                .map(file -> dynamicTest(file.getFileName().toString(), () -> isRefused(Files.readString(file))));
    }

    private static void isRefused(String yaml) {
        ObjectNode tree = Serialization.unmarshal(yaml, ObjectNode.class);
        withDefaults(tree.path("spec"));
        GenericKubernetesResource object =
                Serialization.unmarshal(Serialization.asJson(tree), GenericKubernetesResource.class);
        object.getMetadata().setNamespace("tenants");
        object.getMetadata().setCreationTimestamp("2026-11-23T08:00:00Z");
        object.getMetadata().setFinalizers(List.of(TenantReconciler.FINALIZER));
        platform.world.kubernetes.resource(object).create();
        try {
            getsNoFurther(fieldIn(yaml));
        } finally {
            platform.world.kubernetes.resource(only()).delete();
            platform.pass();
        }
        assertThat(all()).as("it can be deleted all the same").isEmpty();
    }

    private static void getsNoFurther(String field) {
        int requests = requests();
        platform.pass();
        Tenant tenant = only();
        Condition ready = TenantFixture.condition(tenant, "Ready");
        assertThat(ready.reason()).as(ready.message()).isEqualTo("InvalidSpec");
        assertThat(TenantFixture.condition(tenant, "Stalled").status()).isEqualTo("True");
        assertThat(ready.message()).containsIgnoringCase(field).doesNotContain("\n");
        assertThat(requests()).as("what went out").isEqualTo(requests);
    }

    private static Tenant only() {
        assertThat(all()).hasSize(1);
        return all().get(0);
    }

    private static List<Tenant> all() {
        return platform.world
                .kubernetes
                .resources(Tenant.class)
                .inAnyNamespace()
                .list()
                .getItems();
    }

    private static int requests() {
        return platform.world.authentik.requests().all().size()
                + platform.world.stalwart.requests().all().size()
                + platform.world.ocis.requests().all().size();
    }

    /** The last word of the field that the expected message begins with: names are given in more than one way. */
    private static String fieldIn(String yaml) {
        String expected = yaml.lines().findFirst().orElseThrow().replaceFirst("# expect: ", "");
        String field = expected.replaceFirst("^([A-Za-z0-9.\\[\\]]+).*", "$1").replaceAll("\\[\\d*]", "");
        String last = field.substring(field.lastIndexOf('.') + 1);
        return last.equals("email") ? "e-mail" : last;
    }

    /** As the API server does: the embedded one does not. */
    private static void withDefaults(JsonNode spec) {
        put(spec, "deletionPolicy", "Retain");
        spec.path("files").path("spaces").forEach(space -> {
            put(space, "members", "Editor");
            put(space, "admins", "Editor");
        });
    }

    private static void put(JsonNode object, String field, String value) {
        if (object instanceof ObjectNode node && !node.has(field)) {
            node.put(field, value);
        }
    }
}
