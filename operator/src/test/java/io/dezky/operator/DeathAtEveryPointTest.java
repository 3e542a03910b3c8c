package io.dezky.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.operator.world.EndState;
import io.dezky.operator.world.Wire;
import io.dezky.operator.world.Wire.Moment;
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
import java.util.TreeSet;
import java.util.function.Consumer;
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

    /**
     * A workflow.
     *
     * @param before what is there when it begins; an operator has settled it
     * @param begin what a user does then
     * @param after what must hold in the end besides the equal end state
     */
    private record Workflow(
            String name, Setting setting, Consumer<World> before, Consumer<World> begin, Consumer<World> after) {}

    private interface Setting {
        World create();
    }

    @Test
    void creatingATenant() {
        tryEveryPoint(new Workflow(
                "tenant create",
                World::create,
                world -> {},
                world -> Samples.tenant(world, Samples.ACME),
                DeathAtEveryPointTest::applicationWasNeverOpen));
    }

    @Test
    void deletingATenantWithAllItsData() {
        tryEveryPoint(new Workflow(
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
        tryEveryPoint(new Workflow(
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
        tryEveryPoint(new Workflow(
                "invite, link path",
                World::create,
                world -> {},
                world -> Samples.operatorInvite(world, Samples.ADA),
                DeathAtEveryPointTest::oneLinkThatWorks));
    }

    @Test
    void invitingByTemporaryPassword() {
        tryEveryPoint(new Workflow(
                "invite, password path",
                () -> World.create(seed -> seed.recoveryFlow(false)),
                world -> {},
                world -> Samples.operatorInvite(world, Samples.ADA),
                DeathAtEveryPointTest::onePasswordThatWorks));
    }

    @Test
    void expiringAnUnusedPassword() {
        tryEveryPoint(new Workflow(
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
        tryEveryPoint(new Workflow(
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
        tryEveryPoint(new Workflow(
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

    // ---- the machinery

    private static void tryEveryPoint(Workflow workflow) {
        List<String> points;
        String wanted;
        try (World world = begun(workflow)) {
            Wire whole = Wire.whole();
            world.operator(whole).settle();
            points = whole.points();
            wanted = EndState.of(world);
            workflow.after().accept(world);
        }
        Set<String> tried = new TreeSet<>();
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            for (Moment moment : Moment.values()) {
                String where = i + " " + moment + " " + points.get(i);
                try (World world = begun(workflow)) {
                    Wire cut = Wire.cutAt(i, moment);
                    world.operator(cut).settle();
                    if (!cut.isDead()
                            || !cut.points()
                                    .get(i)
                                    .replaceAll("/[^/]*[0-9a-f]{8}-[^/]*", "/ID")
                                    .equals(points.get(i).replaceAll("/[^/]*[0-9a-f]{8}-[^/]*", "/ID"))) {
                        failures.add(where + ": the process did not come by this point");
                        continue;
                    }
                    world.operator().settle();
                    tried.add(where);
                    check(workflow, world, wanted, where, failures);
                } catch (RuntimeException | AssertionError e) {
                    failures.add(where + ": " + e);
                }
            }
        }
        System.out.printf(
                "%-26s %3d points, died %3d times, %d ended otherwise%n",
                workflow.name(), points.size(), tried.size(), failures.size());
        assertThat(failures).as(workflow.name()).isEmpty();
        assertThat(tried).as("every recorded point was tried, before and after").hasSize(points.size() * 2);
        assertThat(points).isNotEmpty();
    }

    private static World begun(Workflow workflow) {
        World world = workflow.setting().create();
        workflow.before().accept(world);
        world.operator().settle();
        workflow.begin().accept(world);
        return world;
    }

    private static void check(Workflow workflow, World world, String wanted, String where, List<String> failures) {
        String is = EndState.of(world);
        if (!is.equals(wanted)) {
            Set<String> missing = new TreeSet<>(wanted.lines().toList());
            missing.removeAll(is.lines().toList());
            List<String> extra = new ArrayList<>(is.lines().toList());
            wanted.lines().forEach(extra::remove);
            failures.add(where + ":\n    missing " + missing + "\n    too much " + extra);
        }
        workflow.after().accept(world);
    }

    // ---- what must hold

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
