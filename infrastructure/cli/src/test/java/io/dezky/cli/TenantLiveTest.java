package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the plugin does with tenants. */
@RealKubernetes
class TenantLiveTest {

    private static Platform platform;

    @BeforeAll
    static void start(KubernetesApi api) {
        platform = Platform.on(api);
    }

    @Test
    void aTenantIsDeletedOnlyWhenItsSlugIsTypedAndKeepsItsData() {
        tenant("initech", "slug: initech-ag");

        Plugin.Result byName =
                platform.as("editor").typing("initech\n").run("delete-tenant", "initech", "-n", Platform.TENANTS);
        boolean stayed = platform.exists("tenant/initech", Platform.TENANTS);
        Plugin.Result bySlug =
                platform.as("editor").typing("initech-ag\n").run("delete-tenant", "initech", "-n", Platform.TENANTS);

        assertThat(byName.exitCode()).isEqualTo(1);
        assertThat(byName.err()).isEqualTo("error: that is not the slug, so nothing was changed\n");
        assertThat(stayed).isTrue();
        assertThat(bySlug.exitCode()).as(bySlug.err()).isZero();
        assertThat(bySlug.out())
                .contains("deletionPolicy is Retain.\n", "mail and files included")
                .endsWith("tenant/initech is deleted.\n");
        assertThat(platform.systems.authentik.state().group("tenant-initech-ag"))
                .isPresent();
    }

    /** The chart's admission policy refuses it without the annotation, which the plugin writes. */
    @Test
    void whatDeletionPolicyDeleteDestroysIsNamedAndThenDestroyed() {
        tenant("umbrella", "deletionPolicy: Delete, files: {spaces: [{name: Labs}]}");

        Plugin.Result result =
                platform.as("editor").run("delete-tenant", "umbrella", "--confirm", "umbrella", "-n", Platform.TENANTS);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "ALL that it has is destroyed, and can't be brought back:\n",
                        "oCIS its spaces with all files: \"Labs\"");
        assertThat(platform.systems.authentik.state().group("tenant-umbrella")).isEmpty();
    }

    @Test
    void aPausedTenantIsLeftAloneUntilItIsUnpaused() {
        tenant("hooli", "deletionPolicy: Retain");

        Plugin.Result paused = platform.as("editor").run("pause", "tenant/hooli", "-n", Platform.TENANTS);
        Plugin.Result asked = platform.as("editor").run("reconcile", "tenant/hooli", "-n", Platform.TENANTS);
        Plugin.Result status = platform.as("viewer").run("status", "tenant/hooli", "-n", Platform.TENANTS);
        Plugin.Result unpaused = platform.as("editor").run("unpause", "tenant/hooli", "-n", Platform.TENANTS);
        Plugin.Result again = platform.as("editor").run("reconcile", "tenant/hooli", "-n", Platform.TENANTS);

        assertThat(paused)
                .isEqualTo(new Plugin.Result(
                        0,
                        "The operator leaves tenant/hooli alone, its deletion included. To end that: kubectl dezky unpause tenant/hooli -n tenants\n",
                        ""));
        assertThat(asked)
                .isEqualTo(new Plugin.Result(
                        3, "", "error: tenant/hooli is paused: kubectl dezky unpause tenant/hooli -n tenants\n"));
        assertThat(status.out())
                .startsWith("tenant/hooli in tenants: paused")
                .contains("\nNext:\n  - kubectl dezky unpause tenant/hooli -n tenants, when it shall go on.\n");
        assertThat(unpaused.exitCode()).isZero();
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).startsWith("tenant/hooli in tenants\n");
    }

    @Test
    void thereAreVerbsForWhatTheApiHasAndForNothingElse() {
        String help = platform.as("nobody").run("help").out();
        String completed = platform.as("nobody").run("__complete", "").out();

        for (String[] feature : new String[][] {
            {"plan", "tenant.spec.mode"},
            {"suspend", "tenant.spec.suspended"},
            {"resume", "tenant.spec.suspended"},
            {"rotate", "tenant.status.lastHandledRotation"}
        }) {
            boolean isThere = platform.explains(feature[1]);
            assertThat(help.contains("\n  " + feature[0] + " ")).as(feature[0]).isEqualTo(isThere);
            assertThat(completed.contains(feature[0] + "\n")).as(feature[0]).isEqualTo(isThere);
        }
    }

    private static void tenant(String name, String spec) {
        platform.apply(Platform.TENANTS, """
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: %s}
                spec: {displayName: %s, %s}
                """.formatted(name, name, spec));
        await().atMost(Platform.PATIENCE).until(() -> platform.isReady("tenant/" + name));
    }
}
