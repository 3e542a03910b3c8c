package io.dezky.platform.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.kubernetes.KubectlResult;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed CRDs on a real API server, and the fixtures against it: what the offline check says must be what the server says. */
@RealKubernetes
class RealApiServerTest {

    private static final String NAMESPACE = "fixtures";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static KubernetesApi api;
    private static KubernetesClient client;

    @BeforeAll
    static void installTheCrds(KubernetesApi real) {
        api = real;
        client = new KubernetesClientBuilder().withConfig(real.adminConfig()).build();
        assertSucceeds("create", "namespace", NAMESPACE);
        assertSucceeds("apply", "--server-side", "-f", ProjectFiles.CRDS.toString());
        assertSucceeds("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        kubectl("get", "tenants,operatorinvites,tenantinvites").exitCode())
                .isZero());
    }

    @AfterEach
    void deleteWhatTheTestMade() {
        for (String kind : List.of("Tenant", "OperatorInvite", "TenantInvite")) {
            client.genericKubernetesResources("platform.dezky.io/v1alpha1", kind)
                    .inNamespace(NAMESPACE)
                    .delete();
        }
    }

    @AfterAll
    static void closeTheClient() {
        if (client != null) {
            client.close();
        }
    }

    @ParameterizedTest
    @MethodSource("io.dezky.platform.v1alpha1.Fixture#valid")
    void isAccepted(Fixture fixture) {
        resource(fixture.create()).fieldValidation(Validation.STRICT).create();
        if (fixture.update() != null) {
            resource(fixture.update()).fieldValidation(Validation.STRICT).update();
        }
    }

    @ParameterizedTest
    @MethodSource("io.dezky.platform.v1alpha1.Fixture#invalid")
    void isRefusedWithItsMessage(Fixture fixture) {
        KubernetesClientException refusal;
        if (fixture.update() == null) {
            refusal = refusal(() -> resource(fixture.create())
                    .fieldValidation(Validation.STRICT)
                    .create());
        } else {
            resource(fixture.create()).fieldValidation(Validation.STRICT).create();
            refusal = refusal(() -> resource(fixture.update())
                    .fieldValidation(Validation.STRICT)
                    .update());
        }

        assertThat(refusal.getStatus().getMessage()).contains(fixture.expected());
    }

    @Test
    void theServerKeepsTheCrdsAsTheyAreWritten() {
        KubectlResult difference = kubectl("diff", "--server-side", "-f", ProjectFiles.CRDS.toString());

        assertThat(difference.output()).isEmpty();
        assertThat(difference.exitCode()).isZero();
    }

    @Test
    void kubectlExplainsFields() {
        assertExplains("tenant", "A customer of the platform");
        assertExplains("tenant.spec.mail.domains", "The tenant's mail domains. At most 20");
        assertExplains("tenant.spec.files.spaces.quota", "From 1Mi to 100Ti");
        assertExplains("tenant.status.conditions", "told apart by type");
        assertExplains("dzoi.spec.expiresAfter", "Default: 24h");
        assertExplains("dzti.status.handoff.secretRef.name", "metadata.name of a Secret");
    }

    @Test
    void kubectlFindsTheKindsByShortNameAndCategory() {
        resource(valid("tenant-minimal")).create();
        resource(valid("operator-invite-minimal")).create();
        resource(valid("tenant-invite-minimal")).create();

        assertThat(names("dzt")).containsExactly("tenant.platform.dezky.io/acme");
        assertThat(names("dzoi")).containsExactly("operatorinvite.platform.dezky.io/ada");
        assertThat(names("dzti")).containsExactly("tenantinvite.platform.dezky.io/eva");
        assertThat(names("dezky"))
                .containsExactlyInAnyOrder(
                        "tenant.platform.dezky.io/acme",
                        "operatorinvite.platform.dezky.io/ada",
                        "tenantinvite.platform.dezky.io/eva");
    }

    @Test
    void columnsShowWhatMattersInOrder() {
        resource(valid("tenant-minimal")).create();
        resource(valid("operator-invite-minimal")).create();
        resource(valid("tenant-invite-minimal")).create();

        assertThat(header("tenants")).isEqualTo("NAME SLUG HOST READY REASON DNS AGE");
        assertThat(header("tenants", "-o", "wide"))
                .isEqualTo("NAME SLUG HOST READY REASON DNS IDENTITY MAIL FILES AGE");
        assertThat(header("operatorinvites")).isEqualTo("NAME EMAIL STATE METHOD SECRET EXPIRES AGE");
        assertThat(header("operatorinvites", "-o", "wide"))
                .isEqualTo("NAME EMAIL STATE METHOD SECRET EXPIRES READY REASON REQUESTED BY AGE");
        assertThat(header("tenantinvites")).isEqualTo("NAME EMAIL TENANT ROLE STATE METHOD SECRET EXPIRES AGE");
    }

    @Test
    void defaultsAreFilledInAsOffline() {
        OfflineApiServer offline = new OfflineApiServer(
                CrdGeneration.KINDS.stream().map(CrdGeneration::crd).toList());
        for (Fixture fixture : Fixture.valid()) {
            GenericKubernetesResource stored = resource(fixture.create()).create();

            assertThat(JSON.<JsonNode>valueToTree(stored).get("spec"))
                    .as(fixture.name())
                    .isEqualTo(offline.withDefaults(fixture.create()).get("spec"));
            resource(fixture.create()).delete();
        }
    }

    @Test
    void serverSideApplyRefusesAnUnknownField() {
        KubectlResult result = kubectl(
                "apply",
                "--server-side",
                "-f",
                ProjectFiles.CRDS
                        .resolve("fixtures/invalid/tenant-unknown-field.yaml")
                        .toString());

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).contains(".spec.mial: field not declared in schema");
    }

    @Test
    void theServerKeepsEveryFieldOfTheStatuses() {
        resource(valid("tenant-minimal")).create();
        resource(valid("operator-invite-minimal")).create();
        resource(valid("tenant-invite-minimal")).create();

        Tenant tenant = named(Tenant.class, "acme").editStatus(object -> {
            object.setStatus(Statuses.tenant());
            return object;
        });
        OperatorInvite operatorInvite = named(OperatorInvite.class, "ada").editStatus(object -> {
            object.setStatus(Statuses.invite());
            return object;
        });
        TenantInvite tenantInvite = named(TenantInvite.class, "eva").editStatus(object -> {
            object.setStatus(Statuses.invite());
            return object;
        });

        assertThat(tenant.getStatus()).isEqualTo(Statuses.tenant());
        assertThat(operatorInvite.getStatus()).isEqualTo(Statuses.invite());
        assertThat(tenantInvite.getStatus()).isEqualTo(Statuses.invite());
    }

    private static <T extends HasMetadata> Resource<T> named(Class<T> kind, String name) {
        return client.resources(kind).inNamespace(NAMESPACE).withName(name);
    }

    private static Resource<GenericKubernetesResource> resource(JsonNode object) {
        return client.resource(JSON.convertValue(object, GenericKubernetesResource.class))
                .inNamespace(NAMESPACE);
    }

    private static JsonNode valid(String name) {
        return Fixture.valid().stream()
                .filter(fixture -> fixture.name().equals(name))
                .findFirst()
                .orElseThrow()
                .create();
    }

    private static KubernetesClientException refusal(Runnable write) {
        KubernetesClientException refusal = catchThrowableOfType(KubernetesClientException.class, write::run);
        assertThat(refusal).as("it was accepted").isNotNull();
        return refusal;
    }

    private static void assertExplains(String path, String text) {
        // The texts are published some time after the CRD is established.
        await().atMost(PATIENCE).untilAsserted(() -> {
            KubectlResult result = kubectl("explain", path);
            assertThat(result.output().replaceAll("\\s+", " ")).contains(text);
        });
    }

    private static List<String> names(String kind) {
        return kubectl("get", kind, "-n", NAMESPACE, "-o", "name").out().lines().toList();
    }

    private static String header(String kind, String... options) {
        String[] arguments = new String[options.length + 4];
        System.arraycopy(new String[] {"get", kind, "-n", NAMESPACE}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        return kubectl(arguments).out().lines().findFirst().orElse("").trim().replaceAll(" +", " ");
    }

    private static KubectlResult kubectl(String... arguments) {
        return api.kubectl(arguments);
    }

    private static void assertSucceeds(String... arguments) {
        KubectlResult result = kubectl(arguments);
        assertThat(result.exitCode()).as(result.output()).isZero();
    }
}
