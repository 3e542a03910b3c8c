package io.dezky.operator.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.world.EndState;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Objects that the API server's rules would refuse, and that are there all the same: written before a rule was, for a
 * newer operator, or with the rules switched off. Each gets a condition that names the field, nothing is written
 * anywhere, and once it is mended the invite goes on.
 */
class InviteBadInputTest {

    private static final String A_LONG_NAME = "a".repeat(242);

    /** One field set to something bad; null leaves it out. */
    private record Bad(String what, String field, Object value, String... message) {}

    private static Stream<Bad> ofAnyInvite() {
        String email = "spec.email must be an address like ada@dezky.test";
        String name = "spec.name must be 1 to 150 characters on one line";
        String validity = "spec.expiresAfter must be a duration from 5m to 168h";
        return Stream.of(
                new Bad("no e-mail", "email", null, email),
                new Bad("an e-mail without @", "email", "ada.dezky.test", email),
                new Bad("an e-mail with two @", "email", "ada@home@dezky.test", email),
                new Bad("an e-mail with a blank", "email", "ada lovelace@dezky.test", email),
                new Bad("an e-mail with a line break", "email", "ada@dezky.test\nBcc: eve@dezky.test", email),
                new Bad("an e-mail with a name around it", "email", "Ada <ada@dezky.test>", email),
                new Bad("an e-mail in quotes", "email", "\"ada\"@dezky.test", email),
                new Bad("an internationalised domain in its own letters", "email", "ada@m\u00fcller.test", email),
                new Bad("an internationalised local part", "email", "\u00e4da@dezky.test", email),
                new Bad("a letter that only looks Latin", "email", "\u0430da@dezky.test", email),
                new Bad("a dot behind the domain", "email", "ada@dezky.test.", email),
                new Bad("a domain without a dot", "email", "ada@localhost", email),
                new Bad("an address instead of a domain", "email", "ada@[127.0.0.1]", email),
                new Bad("a dot before the local part", "email", ".ada@dezky.test", email),
                new Bad("two dots in the local part", "email", "ada..l@dezky.test", email),
                new Bad("a label that begins with a hyphen", "email", "ada@-dezky.test", email),
                new Bad("a local part of 65 characters", "email", "a".repeat(65) + "@dezky.test", email, "64 before"),
                new Bad(
                        "an e-mail of 151 characters",
                        "email",
                        "ada@" + "d".repeat(60) + "." + "e".repeat(60) + "." + "f".repeat(20) + ".test",
                        email,
                        "150 characters"),
                new Bad("no name", "name", null, name),
                new Bad("an empty name", "name", "", name),
                new Bad("a name of blanks", "name", "   ", name),
                new Bad("a name on two lines", "name", "Ada\nLovelace", name),
                new Bad("a name of 151 characters", "name", "a".repeat(151), name),
                new Bad("a name that ends with a blank", "name", "Ada ", name, "no blanks at its ends"),
                new Bad("no validity", "expiresAfter", null, validity),
                new Bad("a validity that is too long", "expiresAfter", "169h", validity),
                new Bad("a validity that is too short", "expiresAfter", "4m59s", validity),
                new Bad("a negative validity", "expiresAfter", "-24h", validity),
                new Bad("a validity in days", "expiresAfter", "1d", validity),
                new Bad("a validity in words", "expiresAfter", "tomorrow", validity),
                new Bad("a validity beyond all numbers", "expiresAfter", "9".repeat(30) + "h", validity),
                new Bad("a validity without a unit", "expiresAfter", 24, validity),
                new Bad("a hand-off of a newer release", "handoff", "Fax", "spec.handoff", "does not know"),
                new Bad("no hand-off", "handoff", null, "spec.handoff is missing"),
                new Bad("an end of a newer release", "onDelete", "Archive", "spec.onDelete", "does not know"));
    }

    private static Stream<Bad> ofAnOperatorInvite() {
        return Stream.concat(
                ofAnyInvite(),
                Stream.of(
                        new Bad(
                                "a group that is not allowed",
                                "groups",
                                List.of("authentik Admins"),
                                "spec.groups names \"authentik Admins\"",
                                "allowed are dezky-platform-admins",
                                "invites.allowedGroups"),
                        new Bad(
                                "a group in another case",
                                "groups",
                                List.of("Dezky-Platform-Admins"),
                                "spec.groups names \"Dezky-Platform-Admins\""),
                        new Bad("a group without a name", "groups", List.of(""), "spec.groups names \"\""),
                        new Bad(
                                "a group with a name on two lines",
                                "groups",
                                List.of("one\ntwo"),
                                "spec.groups names \"one two\""),
                        new Bad(
                                "one group of many that is not allowed",
                                "groups",
                                List.of("dezky-platform-admins", "others"),
                                "spec.groups names \"others\"")));
    }

    /** Besides what both kinds share, of which a few are enough to see that it is checked here too. */
    private static Stream<Bad> ofATenantInvite() {
        return Stream.concat(
                ofAnyInvite().filter(bad -> bad.value() == null),
                Stream.of(
                        new Bad("no tenant", "tenantRef", null, "spec.tenantRef.name must be"),
                        new Bad("a tenant without a name", "tenantRef", Map.of(), "spec.tenantRef.name must be"),
                        new Bad(
                                "a tenant with an empty name",
                                "tenantRef",
                                Map.of("name", ""),
                                "spec.tenantRef.name must be"),
                        new Bad(
                                "a tenant of another namespace",
                                "tenantRef",
                                Map.of("name", "others/acme"),
                                "spec.tenantRef.name must be",
                                "of this namespace"),
                        new Bad(
                                "a tenant by a path",
                                "tenantRef",
                                Map.of("name", "../../secrets/acme-oidc"),
                                "spec.tenantRef.name must be"),
                        new Bad("a role of a newer release", "role", "Owner", "spec.role", "does not know"),
                        new Bad("no role", "role", null, "spec.role is missing")));
    }

    @TestFactory
    Stream<DynamicTest> anOperatorInviteWith() {
        InviteScene scene = InviteScene.withLinks();
        Objects objects = new Objects(scene, "OperatorInvite", "operatorinvites", InviteScene.OPERATORS, good());
        return ofAnOperatorInvite()
                .map(bad -> DynamicTest.dynamicTest(bad.what(), () -> isRefusedAndGoesOnWhenMended(objects, bad)))
                .onClose(scene::close);
    }

    @TestFactory
    Stream<DynamicTest> aTenantInviteWith() {
        InviteScene scene = InviteScene.withLinks().withTenant();
        Map<String, Object> spec = good();
        spec.put("tenantRef", Map.of("name", "acme"));
        spec.put("role", "Member");
        Objects objects = new Objects(scene, "TenantInvite", "tenantinvites", InviteScene.TENANTS, spec);
        return ofATenantInvite()
                .map(bad -> DynamicTest.dynamicTest(bad.what(), () -> isRefusedAndGoesOnWhenMended(objects, bad)))
                .onClose(scene::close);
    }

    private static void isRefusedAndGoesOnWhenMended(Objects objects, Bad bad) {
        String before = objects.stateOfAllSystems();
        objects.create("ada", objects.with(bad));
        objects.scene.settle();

        InviteStatus status = objects.status("ada");
        Condition ready = InviteScene.condition(status, ConditionTypes.READY).orElseThrow();
        assertThat(InviteScene.standing(status)).isIn("Failed/InvalidSpec", "Failed/GroupNotAllowed");
        assertThat(ready.message()).contains(bad.message()).endsWith(".").doesNotContain("\n");
        assertThat(InviteScene.condition(status, ConditionTypes.STALLED)).isPresent();
        assertThat(objects.stateOfAllSystems())
                .as("nothing is written anywhere")
                .isEqualTo(before);
        assertThat(objects.scene.writesOfAnotherPass()).isEmpty();

        objects.replace("ada", objects.good);
        objects.scene.settle();

        assertThat(InviteScene.standing(objects.status("ada"))).isEqualTo("Delivered/Delivered");
        assertThat(InviteScene.condition(objects.status("ada"), ConditionTypes.STALLED))
                .isEmpty();
        objects.delete("ada");
    }

    @Test
    void aSpecThatIsMissingAltogetherIsRefused() {
        try (InviteScene scene = InviteScene.withLinks()) {
            Objects objects = new Objects(scene, "OperatorInvite", "operatorinvites", InviteScene.OPERATORS, good());
            objects.create("ada", null);
            scene.settle();

            assertThat(scene.standing()).isEqualTo("Failed/InvalidSpec");
            assertThat(scene.message()).startsWith("spec is missing, or has a shape that this release can't read");
            scene.delete();
            assertThat(scene.ada().get()).isNull();
        }
    }

    @Test
    void severalWrongFieldsAreAllNamedAtOnce() {
        try (InviteScene scene = InviteScene.withLinks()) {
            scene.invite(Wish.ADA.email("nobody").name(" ").expiresAfter("1s"));

            assertThat(scene.message()).contains("spec.email", "spec.name", "spec.expiresAfter");
        }
    }

    @Test
    void aNameThatLeavesNoRoomForTheNameOfTheSecretIsRefusedBeforeAnythingIsMade() {
        try (InviteScene scene = InviteScene.withLinks()) {
            scene.create(A_LONG_NAME, Wish.ADA);
            scene.settle();

            InviteStatus status = scene.statusOf(A_LONG_NAME);
            assertThat(InviteScene.standing(status)).isEqualTo("Failed/InvalidSpec");
            assertThat(InviteScene.condition(status, ConditionTypes.READY)
                            .orElseThrow()
                            .message())
                    .contains("metadata.name", "1 characters shorter", "-credentials");
            assertThat(scene.writesToAuthentik()).isEmpty();
        }
    }

    @Test
    void theSameGroupManyTimesIsOneGroup() {
        try (InviteScene scene = InviteScene.withLinks()) {
            String[] groups = new String[30];
            java.util.Arrays.fill(groups, InviteScene.PLATFORM_ADMINS);

            scene.invite(Wish.ADA.groups(groups));

            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
            assertThat(scene.user().groups()).containsExactly(InviteScene.PLATFORM_ADMINS);
        }
    }

    @Test
    void anotherAddressInADeliveredInviteDoesNotGiveTheUserToAnotherPerson() {
        try (InviteScene scene = InviteScene.withLinks()) {
            scene.invite(Wish.ADA);
            String link = scene.link();

            scene.change(Wish.ADA.email("grace@dezky.test"));

            assertThat(scene.standing()).isEqualTo("Failed/InvalidSpec");
            assertThat(scene.message()).contains("spec.email is immutable", InviteScene.ADA, "create a new invite");
            assertThat(scene.user().email()).isEqualTo(InviteScene.ADA);
            assertThat(scene.link()).as("nothing is lost").isEqualTo(link);
            scene.change(Wish.ADA);
            assertThat(scene.accept().standing()).isEqualTo("Accepted/Accepted");
        }
    }

    @Test
    void aSpecThatBecomesWrongAfterTheHandOffCostsNobodyTheCredential() {
        try (InviteScene scene = InviteScene.withPasswords()) {
            scene.invite(Wish.ADA);
            String password = scene.password();

            scene.change(Wish.ADA.name("Ada\nLovelace"));

            assertThat(scene.standing()).isEqualTo("Failed/InvalidSpec");
            assertThat(scene.password()).isEqualTo(password);
            scene.change(Wish.ADA);
            assertThat(scene.standing()).isEqualTo("Delivered/Delivered");
            assertThat(scene.password()).isEqualTo(password);
            assertThat(scene.canSignIn(password)).isTrue();
        }
    }

    @Test
    void anInviteThatWasNeverRightIsDeletedWithoutTouchingAnybody() {
        try (InviteScene scene = InviteScene.withLinks()) {
            scene.invite(Wish.ADA.email("no-address"));

            scene.delete();

            assertThat(scene.ada().get()).isNull();
            assertThat(scene.writesToAuthentik()).isEmpty();
        }
    }

    private static Map<String, Object> good() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("email", "ada@dezky.test");
        spec.put("name", "Ada Lovelace");
        spec.put("handoff", "Auto");
        spec.put("expiresAfter", "24h");
        spec.put("onDelete", "Delete");
        return spec;
    }

    /** Writes objects as they are, without the Java types that would drop what they do not know. */
    private record Objects(InviteScene scene, String kind, String plural, String namespace, Map<String, Object> good) {

        private static final String VERSION = "v1alpha1";

        Map<String, Object> with(Bad bad) {
            Map<String, Object> spec = new LinkedHashMap<>(good);
            spec.remove(bad.field());
            if (bad.value() != null) {
                spec.put(bad.field(), bad.value());
            }
            return spec;
        }

        void create(String name, Map<String, Object> spec) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("apiVersion", "platform.dezky.io/" + VERSION);
            object.put("kind", kind);
            object.put("metadata", Map.of("name", name, "namespace", namespace));
            if (spec != null) {
                object.put("spec", spec);
            }
            resources()
                    .resource(Serialization.unmarshal(Serialization.asJson(object), GenericKubernetesResource.class))
                    .create();
        }

        /** With the user; what Kubernetes collects then goes too. */
        void delete(String name) {
            resources().withName(name).delete();
            scene.settle();
            scene.world
                    .kubernetes
                    .secrets()
                    .inNamespace(namespace)
                    .withName(name + "-credentials")
                    .delete();
        }

        void replace(String name, Map<String, Object> spec) {
            resources().withName(name).edit(found -> {
                found.setAdditionalProperty("spec", spec);
                return found;
            });
        }

        private io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
                        GenericKubernetesResource,
                        ?,
                        io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource>>
                resources() {
            ResourceDefinitionContext context = new ResourceDefinitionContext.Builder()
                    .withGroup("platform.dezky.io")
                    .withVersion(VERSION)
                    .withKind(kind)
                    .withPlural(plural)
                    .withNamespaced(true)
                    .build();
            return scene.world.kubernetes.genericKubernetesResources(context).inNamespace(namespace);
        }

        InviteStatus status(String name) {
            Object status =
                    resources().withName(name).get().getAdditionalProperties().get("status");
            return Serialization.unmarshal(Serialization.asJson(status), InviteStatus.class);
        }

        String stateOfAllSystems() {
            return String.join(
                    "\n",
                    EndState.of(scene.world)
                            .lines()
                            .filter(line -> !line.startsWith("kubernetes " + kind))
                            .toList());
        }
    }
}
