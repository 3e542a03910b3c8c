package io.dezky.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.operator.world.EveryPoint;
import io.dezky.operator.world.EveryPoint.Workflow;
import io.dezky.operator.world.World;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.DeletionPolicy;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantSpec;
import io.dezky.simulator.http.RequestLog;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The process dies before and after every external call and every Kubernetes write of a workflow, as a recorded run
 * found them. A new process takes over; in the end all is as if nobody had died: no duplicate, no orphan, no second
 * credential.
 */
@Execution(ExecutionMode.CONCURRENT)
class DeathAtEveryPointTest {

    @Test
    void creatingATenant() {
        EveryPoint.of(new Workflow(
                "tenant create",
                World::create,
                world -> {},
                world -> Samples.tenant(world, Samples.ACME),
                DeathAtEveryPointTest::applicationWasAlwaysBound));
    }

    @Test
    void deletingATenantWithAllItsData() {
        EveryPoint.of(new Workflow(
                "tenant delete",
                World::create,
                world -> {
                    Samples.tenant(world, Samples.ACME);
                    world.operator().settle();
                    confirmDeletion(world);
                    world.operator().settle();
                    mailboxOfSomebody(world);
                },
                world -> world.kubernetes
                        .resources(Tenant.class)
                        .inNamespace("tenants")
                        .withName("acme")
                        .delete(),
                DeathAtEveryPointTest::applicationWasNeverOpen));
    }

    @Test
    void deletingATenantAndKeepingItsData() {
        EveryPoint.of(new Workflow(
                "tenant delete, Retain",
                World::create,
                world -> Samples.tenant(world, Samples.ACME),
                world -> world.kubernetes
                        .resources(Tenant.class)
                        .inNamespace("tenants")
                        .withName("acme")
                        .delete(),
                DeathAtEveryPointTest::applicationWasNeverOpen));
    }

    @Test
    void invitingByRecoveryLink() {
        EveryPoint.of(new Workflow(
                "invite, link path",
                World::create,
                world -> {},
                world -> Samples.operatorInvite(world, Samples.ADA),
                DeathAtEveryPointTest::oneLinkThatWorks));
    }

    @Test
    void invitingByTemporaryPassword() {
        EveryPoint.of(new Workflow(
                "invite, password path",
                () -> World.create(seed -> seed.recoveryFlow(false)),
                world -> {},
                world -> Samples.operatorInvite(world, Samples.ADA),
                DeathAtEveryPointTest::onePasswordThatWorks));
    }

    @Test
    void expiringAnUnusedPassword() {
        EveryPoint.of(new Workflow(
                "invite, password expires",
                () -> World.create(seed -> seed.recoveryFlow(false)),
                world -> {
                    Samples.operatorInvite(world, Samples.ADA);
                    world.operator().settle();
                },
                world -> world.clock.advance(Duration.ofHours(25)),
                world -> assertThat(secret(world).getData()).doesNotContainKey("temporary-password")));
    }

    @Test
    void acceptingByLink() {
        EveryPoint.of(new Workflow(
                "invite, accepted",
                World::create,
                world -> {
                    Samples.operatorInvite(world, Samples.ADA);
                    world.operator().settle();
                },
                world -> world.authentik.human().useRecoveryLink(data(world, "recovery-link"), "Chosen-by-Ada-1843"),
                world -> assertThat(secret(world).getData()).doesNotContainKey("recovery-link")));
    }

    @Test
    void endingAnInvite() {
        EveryPoint.of(new Workflow(
                "invite, deleted",
                () -> World.create(seed -> seed.recoveryFlow(false)),
                world -> {
                    Samples.operatorInvite(world, Samples.ADA);
                    world.operator().settle();
                },
                world -> world.kubernetes
                        .resources(OperatorInvite.class)
                        .inNamespace("dezky-system")
                        .withName("ada")
                        .delete(),
                world -> {}));
    }

    // ---- what must hold

    private static void applicationWasAlwaysBound(World world) {
        assertThat(world.authentik.history().everUnguarded("tenant-acme"))
                .as("the application could be seen without its binding")
                .isFalse();
        applicationWasNeverOpen(world);
    }

    private static void applicationWasNeverOpen(World world) {
        assertThat(world.authentik.everOpen("tenant-acme"))
                .as("the application was open to everybody")
                .isFalse();
    }

    private static void oneLinkThatWorks(World world) {
        Set<String> links = answers(world, "/recovery/").stream()
                .map(answer -> answer.path("link").asText())
                .filter(link -> !link.isEmpty())
                .collect(Collectors.toSet());
        assertThat(links).as("links that were ever given out").hasSize(1);
        String link = data(world, "recovery-link");
        assertThat(links).containsExactly(link);
        assertThat(world.authentik.human().useRecoveryLink(link, "Chosen-by-Ada-1843"))
                .isTrue();
        assertThat(world.authentik.human().signIn("ada@dezky.test", "Chosen-by-Ada-1843"))
                .isTrue();
    }

    private static void onePasswordThatWorks(World world) {
        Set<String> passwords = world
                .authentik
                .requests()
                .matching(r -> r.path().endsWith("/set_password/"))
                .stream()
                .map(exchange ->
                        exchange.request().json().orElseThrow().path("password").asText())
                .collect(Collectors.toSet());
        assertThat(passwords).as("passwords that were ever set").hasSize(1);
        assertThat(passwords).containsExactly(data(world, "temporary-password"));
        assertThat(world.authentik.human().signIn("ada@dezky.test", data(world, "temporary-password")))
                .isTrue();
    }

    private static List<JsonNode> answers(World world, String path) {
        List<JsonNode> answers = new ArrayList<>();
        for (RequestLog.Exchange exchange :
                world.authentik.requests().matching(r -> r.path().endsWith(path))) {
            try {
                answers.add(new ObjectMapper().readTree(exchange.answer().body()));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return answers;
    }

    private static Secret secret(World world) {
        return world.kubernetes
                .secrets()
                .inNamespace("dezky-system")
                .withName("ada-credentials")
                .get();
    }

    private static String data(World world, String key) {
        return new String(Base64.getDecoder().decode(secret(world).getData().get(key)), StandardCharsets.UTF_8);
    }

    // ---- what users do

    private static void confirmDeletion(World world) {
        world.kubernetes
                .resources(Tenant.class)
                .inNamespace("tenants")
                .withName("acme")
                .edit(found -> {
                    TenantSpec spec = found.getSpec();
                    found.setSpec(new TenantSpec(
                            spec.displayName(),
                            spec.slug(),
                            DeletionPolicy.DELETE,
                            spec.identity(),
                            spec.mail(),
                            spec.files(),
                            spec.admins()));
                    found.getMetadata().setAnnotations(java.util.Map.of(Annotations.CONFIRM_DELETE, "acme"));
                    return found;
                });
    }

    /** As a sign-in would make it: not by the operator. */
    private static void mailboxOfSomebody(World world) {
        String domain = world.stalwart.domain("acme.test").orElseThrow().id();
        world.stalwart.behindTheBack(
                "x:Account/set",
                new ObjectMapper()
                        .valueToTree(java.util.Map.of(
                                "create",
                                java.util.Map.of(
                                        "a", java.util.Map.of("@type", "User", "name", "eva", "domainId", domain)))));
    }
}
