package io.dezky.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.dezky.operator.world.EndState;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.http.Fault.Effect;
import io.dezky.simulator.http.Faults;
import io.dezky.simulator.ocis.OcisSpace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What becomes of mail, files and people when a Tenant is deleted: with Retain nothing but the operator's marks goes,
 * with a confirmed Delete all that is the tenant's and nothing else, and a system that is away holds up nothing but its
 * own part, and that not for ever.
 */
class DeletionTest {

    private TenantFixture world;
    private String empty;

    @BeforeEach
    void aTenantWithMailAndFiles() {
        world = TenantFixture.empty();
        world.apply(
                "tenants",
                "umbrella",
                "2026-11-23T08:00:00Z",
                "mail: {domains: [{name: umbrella.test}]}, "
                        + "files: {spaces: [{name: Company, quota: 1Gi, members: Editor, admins: Editor}]}");
        world.settle();
        empty = withoutMarks();
        makeAcme();
    }

    private void makeAcme() {
        world.apply(TenantFixture.ACME.stripTrailing()
                + "\n  files: {spaces: [{name: Company, quota: 1Gi, members: Editor, admins: Manager}]}\n");
        world.settle();
        world.stalwart(
                "x:Account/set",
                "{\"create\": {\"a\": {\"@type\": \"User\", \"name\": \"eva\", \"domainId\": \"%s\"}}}"
                        .formatted(world.domainId("acme.test")));
    }

    @AfterEach
    void anotherTenantIsUntouched() {
        try (TenantFixture ended = world) {
            ended.world.clock.advance(Duration.ofMinutes(5));
            ended.pass();
            assertThat(TenantFixture.condition(ended.tenant("umbrella"), "Ready")
                            .status())
                    .isEqualTo("True");
        }
    }

    private void confirm() {
        world.change("/spec/deletionPolicy", "\"Delete\"");
        world.resource("tenants", "acme").edit(found -> {
            found.getMetadata().setAnnotations(java.util.Map.of(Annotations.CONFIRM_DELETE, "acme"));
            return found;
        });
        world.settle();
    }

    private void delete() {
        world.delete("acme");
        // The embedded API server has the machine's own time.
        Instant since = Instant.parse(world.tenant().getMetadata().getDeletionTimestamp());
        world.world.clock.advance(Duration.between(world.world.clock.instant(), since));
        for (int i = 0; i < 3; i++) {
            world.pass();
        }
    }

    /** All that there is, whosever it is. */
    private String withoutMarks() {
        return EndState.of(world.world).replaceAll("dezky:[^ \"]*", "MARK").replaceAll("(?m)^kubernetes.*\n?", "");
    }

    private List<String> events() {
        return world.world.kubernetes.resources(Event.class).inAnyNamespace().list().getItems().stream()
                .map(Event::getReason)
                .toList();
    }

    private void allIsGone() {
        assertThat(world.tenant()).as("the Tenant").isNull();
        assertThat(withoutMarks()).isEqualTo(empty);
        assertThat(world.world.stalwart.accounts("acme.test")).isEmpty();
    }

    private void allIsThereWithoutOurMark() {
        assertThat(world.tenant()).as("the Tenant").isNull();
        assertThat(world.world.stalwart.accounts("acme.test")).hasSize(1);
        assertThat(world.world.stalwart.domain("acme.test").orElseThrow().description())
                .endsWith(":released");
        assertThat(space().description()).startsWith("No longer managed by Dezky");
        assertThat(world.authentik().application("tenant-acme").orElseThrow().open())
                .isFalse();
        assertThat(world.authentik()
                        .application("tenant-acme")
                        .orElseThrow()
                        .members()
                        .path("meta_publisher")
                        .asText())
                .endsWith(":released");
        assertThat(world.authentik()
                        .group("tenant-acme")
                        .orElseThrow()
                        .attributes()
                        .toString())
                .contains(":released");
        assertThat(world.authentik()
                        .brand("acme.dezky.test")
                        .orElseThrow()
                        .attributes()
                        .toString())
                .contains(":released");
    }

    private OcisSpace space() {
        return world.world.ocis.projectSpaces().stream()
                .filter(space -> space.alias().contains("-acme-"))
                .findFirst()
                .orElseThrow();
    }

    // ---- what goes and what stays

    @Test
    void withRetainAllStaysAndOnlyTheMarksGo() {
        delete();
        allIsThereWithoutOurMark();
        assertThat(events()).contains("Retained").doesNotContain("Deleted", "DeletionNotConfirmed");
    }

    @Test
    void withDeleteAndItsConfirmationAllGoes() {
        confirm();
        delete();
        allIsGone();
        assertThat(events()).contains("Deleted");
        assertThat(world.world.authentik.everOpen("tenant-acme")).isFalse();
    }

    @TestFactory
    Stream<DynamicTest> withoutItsConfirmationDeleteIsRetain() {
        return Stream.of("", "true", "Acme", "umbrella")
                .map(word -> dynamicTest("confirmed with \"" + word + "\"", () -> {
                    if (world.tenant() == null) {
                        close();
                        aTenantWithMailAndFiles();
                    }
                    world.change("/spec/deletionPolicy", "\"Delete\"");
                    world.resource("tenants", "acme").edit(found -> {
                        found.getMetadata().setAnnotations(java.util.Map.of(Annotations.CONFIRM_DELETE, word));
                        return found;
                    });
                    delete();
                    allIsThereWithoutOurMark();
                    assertThat(events()).contains("DeletionNotConfirmed", "Retained");
                }));
    }

    private void close() {
        world.close();
    }

    @Test
    void aConfirmationWithoutThePolicyDestroysNothing() {
        world.resource("tenants", "acme").edit(found -> {
            found.getMetadata().setAnnotations(java.util.Map.of(Annotations.CONFIRM_DELETE, "acme"));
            return found;
        });
        delete();
        allIsThereWithoutOurMark();
    }

    @Test
    void whatWasRetainedIsNotTakenByANamesakeAndStillThereForItsPeople() {
        delete();
        world.apply(TenantFixture.ACME);
        for (int i = 0; i < 3; i++) {
            world.pass();
        }
        assertThat(world.condition("Ready").reason()).isEqualTo("IdentityConflict");
        assertThat(world.condition("Ready").message()).contains("was retained");
        assertThat(world.world.stalwart.accounts("acme.test")).hasSize(1);
    }

    @Test
    void aNamesakeThatIsDeletedWithItsFilesLeavesTheGroupsOfThosePeopleWhoWereRetained() {
        delete();
        List<String> groups =
                world.world.ocis.groups().stream().map(Object::toString).toList();
        world.apply("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata:
                  name: namesake
                  namespace: elsewhere
                  annotations: {platform.dezky.io/confirm-delete: acme}
                spec:
                  displayName: Namesake
                  slug: acme
                  deletionPolicy: Delete
                  files: {spaces: [{name: Other, quota: 1Gi, members: Editor, admins: Manager}]}
                """);
        for (int i = 0; i < 3; i++) {
            world.pass();
        }
        assertThat(TenantFixture.condition(
                                world.resource("elsewhere", "namesake").get(), "Ready")
                        .reason())
                .isEqualTo("IdentityConflict");
        world.resource("elsewhere", "namesake").delete();
        world.pass();
        assertThat(world.resource("elsewhere", "namesake").get()).as("gone").isNull();
        assertThat(world.world.ocis.groups().stream().map(Object::toString)).containsExactlyElementsOf(groups);
    }

    @Test
    void withStatusLostItsDeletionFindsAllOfIt() {
        confirm();
        world.resource("tenants", "acme").editStatus(found -> {
            found.setStatus(null);
            return found;
        });
        delete();
        allIsGone();
    }

    @Test
    void aSpecThatBecameInvalidDoesNotHoldItUp() {
        confirm();
        world.change("/spec/identity/host", "\"-no-host-\"");
        world.change("/spec/mail/domains/0/name", "\"UPPER CASE\"");
        world.pass();
        assertThat(world.condition("Ready").reason()).isEqualTo("InvalidSpec");
        delete();
        allIsGone();
    }

    @Test
    void aSlugThatWasChangedBehindTheApiServersBackDestroysNothingOfAnothersAndAllOfItsOwn() {
        confirm();
        world.change("/spec/slug", "\"umbrella\"");
        world.resource("tenants", "acme").edit(found -> {
            found.getMetadata().setAnnotations(java.util.Map.of(Annotations.CONFIRM_DELETE, "umbrella"));
            return found;
        });
        world.pass();
        assertThat(world.condition("Ready").message()).contains("spec.slug is immutable", "\"acme\"");
        delete();
        allIsGone();
    }

    @Test
    void aTenantThatWasNeverWorkedOnGoesAtOnce() {
        String before = withoutMarks();
        Tenant tenant =
                world.apply("elsewhere", "fresh", "2026-11-23T08:50:00Z", "mail: {domains: [{name: fresh.test}]}");
        world.pass();
        assertThat(world.resource("elsewhere", "fresh").get().getStatus())
                .as("not worked on yet")
                .isNull();
        world.resource("elsewhere", tenant.getMetadata().getName()).delete();
        world.pass();
        assertThat(world.resource("elsewhere", "fresh").get()).isNull();
        assertThat(withoutMarks()).isEqualTo(before);
    }

    @Test
    void aPausedTenantIsNotTakenDown() {
        world.resource("tenants", "acme").edit(found -> {
            found.getMetadata().setAnnotations(java.util.Map.of(Annotations.PAUSED, "true"));
            return found;
        });
        world.pass();
        assertThat(world.condition("Paused").status()).isEqualTo("True");
        String before = EndState.of(world.world);
        delete();
        assertThat(world.tenant()).isNotNull();
        assertThat(EndState.of(world.world)).isEqualTo(before);
        world.resource("tenants", "acme").edit(found -> {
            found.getMetadata().setAnnotations(java.util.Map.of());
            return found;
        });
        world.pass();
        allIsThereWithoutOurMark();
    }

    // ---- while a system is away

    private Faults faults(String system) {
        return switch (system) {
            case "authentik" -> world.world.authentik.faults();
            case "stalwart" -> world.world.stalwart.faults();
            default -> world.world.ocis.faults();
        };
    }

    @TestFactory
    Stream<DynamicTest> whileASystemIsAwayTheOthersAreCleanedUpAndItGoesOnLater() {
        return Stream.of("authentik", "stalwart", "ocis")
                .map(system -> dynamicTest(system, () -> {
                    startAnew();
                    confirm();
                    faults(system).add(Fault.always(Fault.anyRequest(), new Effect.RefuseConnection()));
                    delete();
                    assertThat(world.tenant()).as("it waits").isNotNull();
                    assertThat(world.condition("Ready").reason()).isEqualTo("DeletionFailed");
                    assertThat(world.condition("Ready").message()).containsIgnoringCase(system);
                    assertThat(world.world.stalwart.domain("acme.test").isPresent())
                            .isEqualTo(system.equals("stalwart"));
                    faults(system).clear();
                    world.world.clock.advance(Duration.ofMinutes(5));
                    world.pass();
                    world.pass();
                    allIsGone();
                }));
    }

    @TestFactory
    Stream<DynamicTest> aSystemThatStaysAwayIsGivenUpWithAReceipt() {
        return Stream.of("authentik", "stalwart", "ocis")
                .map(system -> dynamicTest(system, () -> {
                    startAnew();
                    confirm();
                    faults(system).add(Fault.always(Fault.anyRequest(), new Effect.RefuseConnection()));
                    delete();
                    world.world.clock.advance(world.world
                            .config()
                            .kubernetes()
                            .deletionGiveUpAfter()
                            .minusHours(1));
                    world.pass();
                    assertThat(world.tenant()).as("not yet").isNotNull();
                    world.world.clock.advance(Duration.ofHours(2));
                    world.pass();
                    world.pass();
                    assertThat(world.tenant())
                            .as("no namespace is blocked for ever")
                            .isNull();
                    assertThat(events()).contains("LeftBehind");
                    List<ConfigMap> receipts = world.world
                            .kubernetes
                            .configMaps()
                            .inNamespace("tenants")
                            .list()
                            .getItems();
                    assertThat(receipts).hasSize(1);
                    assertThat(receipts.get(0).getData()).containsKey(system);
                    assertThat(receipts.get(0).getData().get(system)).contains("acme");
                    faults(system).clear();
                }));
    }

    private void startAnew() {
        close();
        aTenantWithMailAndFiles();
    }
}
