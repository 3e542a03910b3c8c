package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What doctor finds, on a platform that is well and on one that is not. */
@RealKubernetes
class DoctorLiveTest {

    private static Platform platform;

    @BeforeAll
    static void start(KubernetesApi api) {
        platform = Platform.on(api);
    }

    @Test
    void whereAllIsWellNoCheckFails() {
        Plugin.Result result = platform.as("admin").run("doctor");

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.out())
                .containsPattern("ok +API server +v1\\.")
                .containsPattern("ok +CRDs +all three kinds are served in v1alpha1; of release \\S+\n")
                .containsPattern("ok +Operator +dezky-system/" + Platform.POD + ": ready, for ")
                .containsPattern("ok +Leader +" + Platform.POD + "\\S+, for ")
                .containsPattern(
                        "ok +Rights of operator +system:serviceaccount:dezky-system:dezky-operator has all it needs")
                .containsPattern("ok +Your rights +you may use all verbs in default\n")
                .containsPattern("ok +Authentik +\\d+ conditions tell that all is well")
                .containsPattern("ok +Stalwart +")
                .containsPattern("ok +oCIS +")
                .containsPattern("ok +Versions +operator and CRDs are of release ");
    }

    @Test
    void whatItsUserMayNotAskIsUnknownAndFailsNothing() {
        Plugin.Result viewer = platform.as("viewer").run("doctor", "-n", Platform.TENANTS);
        Plugin.Result nobody = platform.as("nobody").run("doctor");

        assertThat(viewer.exitCode()).as(viewer.out()).isZero();
        assertThat(viewer.out())
                .containsPattern("unknown +Operator +you may not list pods in the namespace dezky-system;")
                .containsPattern(
                        "unknown +Leader +you may not list leases\\.coordination\\.k8s\\.io in the namespace dezky-system\n")
                .containsPattern(
                        "unknown +Rights of operator +you may not create subjectaccessreviews\\.authorization\\.k8s\\.io in all namespaces, so ")
                .containsPattern(
                        "info +Your rights +you may not, in tenants: patch/delete tenants\\.platform\\.dezky\\.io, .*get secrets")
                .containsPattern("ok +oCIS +");
        assertThat(nobody.exitCode()).as(nobody.out()).isZero();
        assertThat(nobody.out())
                .containsPattern("info +Objects +not all are looked at, for you may not list tenants")
                .doesNotContain("there are none");
    }

    @Test
    void aMissingRightOfTheOperatorIsNamed() {
        String role = "dezky-operator";
        String rules = platform.kubectl("get", "clusterrole", role, "-o", "jsonpath={.rules}");
        platform.kubectl(
                "patch",
                "clusterrole",
                role,
                "--type=merge",
                "-p",
                "{\"rules\": " + rules.replace("\"tenants/status\",", "") + "}");
        try {
            await().atMost(Platform.PATIENCE).untilAsserted(() -> {
                Plugin.Result result = platform.as("admin").run("doctor");
                assertThat(result.exitCode()).isEqualTo(3);
                assertThat(result.out())
                        .containsPattern("FAILED +Rights of operator +\\S+ may not, in all namespaces: patch"
                                + " tenants\\.platform\\.dezky\\.io/status\\. Add it to its role\n");
            });
        } finally {
            platform.kubectl("patch", "clusterrole", role, "--type=merge", "-p", "{\"rules\": " + rules + "}");
        }
    }

    @Test
    void aSystemThatFailsIsNamedWithTheObjectThatSaysSo() {
        platform.systems
                .authentik
                .faults()
                .add(Fault.always(
                        Fault.anyRequest(), new Fault.Effect.AnswerInstead(Answer.json(503, Map.of("error", "away")))));
        try {
            Plugin.Result looked = platform.as("editor").run("reconcile", "tenant/globex", "-n", Platform.TENANTS);
            JsonNode checks = Platform.json(platform.as("admin").run("doctor", "-o", "json"));

            assertThat(looked.exitCode()).as(looked.out()).isEqualTo(3);
            assertThat(looked.out()).containsPattern("IdentityReady +False +Authentik");
            assertThat(checks.at("/checks"))
                    .filteredOn(check -> check.at("/check").asText().equals("Authentik"))
                    .singleElement()
                    .satisfies(check -> {
                        assertThat(check.at("/result").asText()).isEqualTo("FAILED");
                        assertThat(check.at("/text").asText())
                                .containsPattern("/\\S+ -n \\S+ says AuthentikUnavailable: ");
                    });
        } finally {
            platform.systems.authentik.faults().clear();
            platform.as("editor").run("reconcile", "tenant/acme", "-n", Platform.TENANTS);
            platform.as("editor").run("reconcile", "tenant/globex", "-n", Platform.TENANTS);
            // The others look again by themselves.
            await().atMost(Platform.PATIENCE).until(() -> !platform.reasons().contains("Unavailable"));
        }
    }

    @Test
    void anOperatorThatDoesNotRunIsTold() {
        Plugin.Result result = platform.as("admin").run("doctor", "--operator-namespace", Platform.TENANTS);

        assertThat(result.out())
                .containsPattern("unknown +Operator +no pods with the label app\\.kubernetes\\.io/name=dezky-operator")
                .containsPattern("unknown +Leader +no Lease of the operator in tenants")
                .containsPattern("unknown +Rights of operator +there is no service account dezky-operator in tenants");
    }

    @Test
    void aPodThatIsNotReadyFailsTheCheckAndSaysWhy() {
        platform.apply(Platform.SYSTEM, """
                apiVersion: v1
                kind: Pod
                metadata: {name: dezky-operator-broken, labels: {app.kubernetes.io/name: dezky-operator}}
                spec: {containers: [{name: operator, image: none}]}
                """);
        platform.kubectl(
                "patch",
                "pod",
                "dezky-operator-broken",
                "-n",
                Platform.SYSTEM,
                "--subresource=status",
                "--type=merge",
                "-p",
                """
                {"status": {"phase": "Pending", "containerStatuses": [{"name": "operator", "image": "i", "imageID": "", "ready": false,
                "restartCount": 7, "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}}
                """);
        try {
            assertThat(platform.as("admin").run("doctor").out())
                    .containsPattern(
                            "FAILED +Operator +dezky-system/dezky-operator-broken: CrashLoopBackOff, for \\d+s, 7 restarts");
        } finally {
            platform.kubectl("delete", "pod", "dezky-operator-broken", "-n", Platform.SYSTEM, "--now");
        }
    }
}
