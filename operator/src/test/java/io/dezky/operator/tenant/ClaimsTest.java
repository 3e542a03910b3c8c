package io.dezky.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.dezky.operator.world.EndState;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.FilesStatus;
import io.dezky.platform.v1alpha1.MailDomainStatus;
import io.dezky.platform.v1alpha1.SpaceStatus;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.platform.v1alpha1.TenantStatus;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.http.Fault.Effect;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What belongs to another Tenant, or to nobody that the operator knows, is not touched: whoever asks for it is told what
 * is in the way and what to do, and gets all the rest.
 */
class ClaimsTest {

    private static final String LATER = "2026-11-23T08:30:00Z";
    private static final String EARLIER = "2026-11-22T08:00:00Z";
    private static final String FILES =
            "files: {spaces: [{name: Company, quota: 10Gi, members: Editor, admins: Manager}]}";

    private TenantFixture world;

    @BeforeEach
    void acmeIsReady() {
        world = TenantFixture.empty();
        world.apply(TenantFixture.ACME.stripTrailing() + "\n  " + FILES + "\n");
        world.settle();
        assertThat(world.condition("Ready").status()).isEqualTo("True");
    }

    @AfterEach
    void acmeIsAsItWas() {
        try (TenantFixture ended = world) {
            ended.pass();
            assertThat(ended.condition("Ready").status()).isEqualTo("True");
        }
    }

    private static void stalls(Tenant tenant, String reason, String... words) {
        Condition ready = TenantFixture.condition(tenant, "Ready");
        assertThat(ready.status()).isEqualTo("False");
        assertThat(ready.reason()).as(ready.message()).isEqualTo(reason);
        assertThat(ready.message()).contains(words);
        assertThat(TenantFixture.condition(tenant, "Stalled").reason()).isEqualTo(reason);
    }

    // ---- another Tenant

    @Test
    void aSlugThatAnotherTenantHasIsRefusedAndNothingIsMade() {
        String before = EndState.of(world.world).replaceAll("(?m)^kubernetes.*\n?", "");
        Tenant other = world.apply("elsewhere", "acme", LATER, FILES);
        world.settle();
        stalls(world.resource("elsewhere", "acme").get(), "SlugTaken", "tenants/acme", "create a new Tenant");
        assertThat(EndState.of(world.world).replaceAll("(?m)^kubernetes.*\n?", ""))
                .isEqualTo(before);
        assertThat(other.getMetadata().getName()).isEqualTo("acme");
    }

    @Test
    void whoHasASlugKeepsItAlsoAgainstAnOlderObject() {
        world.apply("elsewhere", "acme", EARLIER, FILES);
        world.settle();
        stalls(world.resource("elsewhere", "acme").get(), "SlugTaken", "tenants/acme");
    }

    @TestFactory
    Stream<DynamicTest> aHostThatAnotherTenantHasIsRefusedAndTheRestIsMade() {
        world.change("/spec/identity/host", "\"portal.acme.org\"");
        world.settle();
        return Stream.of("portal.acme.org", "login.portal.acme.org", "acme.org")
                .map(host -> dynamicTest(host, () -> {
                    String name = "h" + host.length();
                    world.apply(
                            "tenants",
                            name,
                            LATER,
                            "identity: {host: %s}, mail: {domains: [{name: %s.test}]}".formatted(host, name));
                    passes();
                    Tenant other = world.tenant(name);
                    stalls(other, "HostTaken", "tenants/acme", "spec.identity.host");
                    assertThat(TenantFixture.condition(other, "MailReady").status())
                            .isEqualTo("True");
                    assertThat(world.world.stalwart.domain(name + ".test")).isPresent();
                }));
    }

    @TestFactory
    Stream<DynamicTest> aDomainThatAnotherTenantHasIsRefusedAndTheRestIsMade() {
        return Stream.of("acme.test", "sub.acme.test", "deep.sub.acme.test")
                .map(domain -> dynamicTest(domain, () -> isRefused(domain)));
    }

    @Test
    void aDomainAboveAnotherTenantsIsRefused() {
        world.apply("tenants", "below", LATER, "mail: {domains: [{name: mail.umbrella.test}]}");
        world.settle();
        isRefused("umbrella.test");
    }

    private void isRefused(String domain) {
        String name = "o" + domain.length();
        String others = name + ".org";
        world.apply("elsewhere", name, LATER, "mail: {domains: [{name: %s}, {name: %s}]}".formatted(domain, others));
        passes();
        Tenant other = world.resource("elsewhere", name).get();
        stalls(other, "DomainTaken", "The domain " + domain, "tenants/", "Remove it from spec.mail.domains");
        assertThat(TenantFixture.condition(other, "IdentityReady").status()).isEqualTo("True");
        assertThat(world.world.stalwart.domain(others)).as("its other domain").isPresent();
        assertThat(TenantFixture.condition(other, "MailReady").status()).isEqualTo("False");
    }

    @Test
    void whatIsGivenUpTheNextOneGets() {
        world.apply("elsewhere", "umbrella", LATER, "mail: {domains: [{name: shop.test}]}");
        world.apply("elsewhere", "third", "2026-11-23T08:40:00Z", "mail: {domains: [{name: shop.test}]}");
        world.settle();
        Tenant third = world.resource("elsewhere", "third").get();
        stalls(third, "DomainTaken", "elsewhere/umbrella");
        assertThat(TenantFixture.condition(third, "DnsVerified").reason())
                .as("nothing of its domain was looked up")
                .isEqualTo("NotLookedUp");
        world.resource("elsewhere", "umbrella").edit(found -> {
            found.getMetadata().setAnnotations(Map.of(Annotations.CONFIRM_DELETE, "umbrella"));
            return found;
        });
        world.patch(
                "elsewhere",
                "umbrella",
                "[{\"op\": \"replace\", \"path\": \"/spec/deletionPolicy\", \"value\": \"Delete\"}]");
        world.settle();
        world.resource("elsewhere", "umbrella").delete();
        world.settle();
        assertThat(TenantFixture.condition(world.resource("elsewhere", "third").get(), "Ready")
                        .status())
                .isEqualTo("True");
    }

    @Test
    void whoseSlugAnOlderTenantWantsIsToldOfItAlsoWhileAuthentikIsAway() {
        world.world.authentik.faults().add(Fault.always(Fault.anyRequest(), new Effect.RefuseConnection()));
        world.apply("elsewhere", "first", EARLIER, "slug: twice");
        world.apply("tenants", "second", LATER, "slug: twice");
        passes();
        world.world.authentik.faults().clear();
        Condition ready = TenantFixture.condition(world.tenant("second"), "Ready");
        assertThat(ready.reason()).isEqualTo("AuthentikUnavailable");
        assertThat(TenantFixture.condition(world.tenant("second"), "Reconciling")
                        .status())
                .isEqualTo("True");
        world.world.clock.advance(Duration.ofMinutes(5));
        passes();
        stalls(world.tenant("second"), "SlugTaken", "elsewhere/first");
    }

    @Test
    void whoIsNoLongerAdminIsRemovedAlsoAfterTheTenantWasRefusedForAWhile() {
        world.change("/spec/admins", "[{\"email\": \"it@acme.test\", \"name\": \"Acme IT\"}]");
        world.settle();
        assertThat(invites()).hasSize(1);
        world.world.set("DEZKY_PLATFORM_RESERVED_SLUGS", "acme");
        world.restart();
        world.remove("/spec/admins");
        world.pass();
        assertThat(world.condition("Ready").reason()).isEqualTo("InvalidSpec");
        world.world.set("DEZKY_PLATFORM_RESERVED_SLUGS", "nobody");
        world.restart();
        world.settle();
        assertThat(invites()).isEmpty();
    }

    private List<TenantInvite> invites() {
        return world.world
                .kubernetes
                .resources(TenantInvite.class)
                .inAnyNamespace()
                .list()
                .getItems();
    }

    // ---- what nobody's mark is on

    @TestFactory
    Stream<DynamicTest> whatSomebodyMadeByHandIsNotTaken() {
        Map<String, Foreign> things = new LinkedHashMap<>();
        things.put(
                "a group",
                new Foreign(
                        "IdentityReady",
                        "IdentityConflict",
                        "Group \"tenant-%s\"",
                        slug -> world.authentik("POST", "/core/groups/", "{\"name\": \"tenant-" + slug + "\"}")));
        things.put(
                "an admins' group",
                new Foreign(
                        "IdentityReady",
                        "IdentityConflict",
                        "Group \"tenant-%s-admins\"",
                        slug -> world.authentik(
                                "POST", "/core/groups/", "{\"name\": \"tenant-" + slug + "-admins\"}")));
        things.put(
                "an application",
                new Foreign(
                        "IdentityReady",
                        "IdentityConflict",
                        "Application \"tenant-%s\"",
                        slug -> world.authentik(
                                "POST",
                                "/core/applications/",
                                "{\"name\": \"x\", \"slug\": \"tenant-" + slug + "\"}")));
        things.put(
                "a brand",
                new Foreign(
                        "IdentityReady",
                        "IdentityConflict",
                        "Brand \"%s.dezky.test\"",
                        slug -> world.authentik("POST", "/core/brands/", "{\"domain\": \"" + slug + ".dezky.test\"}")));
        things.put(
                "a domain",
                new Foreign(
                        "MailReady",
                        "DomainTaken",
                        "%s.test",
                        slug -> world.stalwart(
                                "x:Domain/set", "{\"create\": {\"d\": {\"name\": \"" + slug + ".test\"}}}")));
        things.put(
                "an alias of a domain",
                new Foreign(
                        "MailReady",
                        "DomainTaken",
                        "%s.test",
                        slug -> world.stalwart(
                                "x:Domain/set",
                                "{\"create\": {\"d\": {\"name\": \"" + slug + ".org\", \"aliases\": {\"" + slug
                                        + ".test\": true}}}}")));
        int[] number = {0};
        return things.entrySet().stream()
                .map(thing -> dynamicTest(thing.getKey(), () -> isNotTaken("hand" + number[0]++, thing.getValue())));
    }

    private record Foreign(String condition, String reason, String named, Function<String, Object> maker) {}

    private static List<String> linesOfOcis(String state) {
        return state.lines().filter(line -> line.startsWith("ocis")).toList();
    }

    private void isNotTaken(String slug, Foreign foreign) {
        foreign.maker().apply(slug);
        String made = EndState.of(world.world);
        world.apply("tenants", slug, LATER, "mail: {domains: [{name: " + slug + ".test}]}, " + FILES);
        passes();
        Tenant tenant = world.tenant(slug);
        Condition told = TenantFixture.condition(tenant, foreign.condition());
        assertThat(told.reason()).as(told.message()).isEqualTo(foreign.reason());
        assertThat(told.message()).contains(foreign.named().formatted(slug));
        stalls(tenant, foreign.reason(), foreign.condition());
        boolean group = foreign.named().startsWith("Group");
        List<String> rest = Stream.of("IdentityReady", "MailReady", "FilesReady")
                .filter(type -> !type.equals(foreign.condition()) && !(group && type.equals("FilesReady")))
                .toList();
        assertThat(rest)
                .allMatch(type -> TenantFixture.condition(tenant, type).status().equals("True"));
        String before = EndState.of(world.world);
        if (group) {
            assertThat(TenantFixture.condition(tenant, "FilesReady").reason()).isEqualTo("WaitingForIdentity");
            assertThat(linesOfOcis(before))
                    .as("nobody of that group gets into a space")
                    .isEqualTo(linesOfOcis(made));
        }
        world.pass();
        assertThat(EndState.of(world.world)).isEqualTo(before);
        assertThat(before.lines())
                .as("what was there is as it was")
                .containsAll(made.lines().filter(line -> line.contains(slug)).toList());
    }

    /** A Tenant that stalls tries its creates again each time, so nothing ever settles. */
    private void passes() {
        for (int i = 0; i < 4; i++) {
            world.pass();
        }
    }

    // ---- what a system does not take

    @Test
    void aDomainThatStalwartRefusesStopsNoOtherDomain() {
        // Stalwart takes only public suffixes and a few reserved ones, and .example is none of them.
        world.apply(
                "tenants",
                "refused",
                "2026-11-23T08:50:00Z",
                "mail: {domains: [{name: refused.example}, {name: refused.test}]}");
        for (int i = 0; i < 3; i++) {
            world.pass();
        }
        Tenant tenant = world.tenant("refused");
        assertThat(world.world.stalwart.domain("refused.test")).isPresent();
        Condition mail = TenantFixture.condition(tenant, "MailReady");
        assertThat(mail.reason()).isEqualTo("StalwartRefused");
        assertThat(mail.message()).contains("refused.example");
        assertThat(TenantFixture.condition(tenant, "DnsVerified").reason()).isEqualTo("RecordsMissing");
        assertThat(tenant.getStatus().mail().domains())
                .filteredOn(domain -> domain.id() != null)
                .extracting(MailDomainStatus::name)
                .containsExactly("refused.test");
    }

    // ---- claims that count for nothing

    @Test
    void whoAsksForTheHostOfThePlatformOrOfAnotherSlugBlocksNobodysHost() {
        world.apply("elsewhere", "squatter", EARLIER, "identity: {host: dezky.test}");
        world.apply("elsewhere", "nosy", EARLIER, "identity: {host: fresh.dezky.test}");
        world.apply("tenants", "fresh", LATER, "");
        passes();
        assertThat(TenantFixture.condition(world.tenant("fresh"), "IdentityReady")
                        .message())
                .contains("are in place at https://fresh.dezky.test");
        stalls(world.resource("elsewhere", "squatter").get(), "InvalidSpec", "the platform's");
        stalls(world.resource("elsewhere", "nosy").get(), "InvalidSpec", "the platform's");
    }

    @Test
    void whereProofIsRequiredAClaimThatNobodyProvedBlocksNobody() {
        world.world.set("DEZKY_MAIL_DOMAIN_PROOF", "Required");
        world.restart();
        world.apply("elsewhere", "squatter", EARLIER, "mail: {domains: [{name: fresh.test}]}");
        world.apply("tenants", "fresh", LATER, "mail: {domains: [{name: fresh.test}]}");
        passes();
        assertThat(TenantFixture.condition(world.tenant("fresh"), "MailReady").reason())
                .isEqualTo("OwnershipUnproven");
        world.world.dns.publish(world.zoneOfStatus(world.tenant("fresh")));
        passes();
        assertThat(TenantFixture.condition(world.tenant("fresh"), "MailReady").status())
                .isEqualTo("True");
        stalls(world.resource("elsewhere", "squatter").get(), "DomainTaken", "tenants/fresh");
    }

    @Test
    void aForgedStatusTakesNobodysDomainAway() {
        world.apply("elsewhere", "older", EARLIER, "");
        world.settle();
        world.apply("tenants", "victim", LATER, "mail: {domains: [{name: victim.test}]}");
        world.settle();
        // Paused, so that the operator does not write the truth again.
        world.resource("elsewhere", "older").edit(found -> {
            found.getMetadata().setAnnotations(Map.of(Annotations.PAUSED, "true"));
            return found;
        });
        world.patch(
                "elsewhere",
                "older",
                "[{\"op\": \"add\", \"path\": \"/spec/mail\", \"value\": {\"domains\": [{\"name\":"
                        + " \"victim.test\"}]}}]");
        world.resource("elsewhere", "older").editStatus(found -> {
            TenantStatus status = found.getStatus();
            found.setStatus(new TenantStatus(
                    status.observedGeneration(),
                    status.conditions(),
                    status.slug(),
                    status.host(),
                    status.identity(),
                    world.tenant("victim").getStatus().mail(),
                    status.files(),
                    null));
            return found;
        });
        world.pass();
        Condition mail = TenantFixture.condition(world.tenant("victim"), "MailReady");
        assertThat(mail.status()).as(mail.message()).isEqualTo("True");
    }

    @Test
    void aForgedStatusOpensNobodysSpaceToAQuota() {
        String id = world.tenant().getStatus().files().spaces().get(0).id();
        world.apply("elsewhere", "forger", LATER, FILES);
        passes();
        world.resource("elsewhere", "forger").editStatus(found -> {
            TenantStatus status = found.getStatus();
            SpaceStatus space = status.files().spaces().get(0);
            found.setStatus(new TenantStatus(
                    status.observedGeneration(),
                    status.conditions(),
                    status.slug(),
                    status.host(),
                    status.identity(),
                    status.mail(),
                    new FilesStatus(
                            null,
                            null,
                            List.of(new SpaceStatus(
                                    "Other",
                                    // oCIS finds a space by half of its id too, and no list shows it under that.
                                    id.substring(id.indexOf('$') + 1),
                                    space.state(),
                                    null,
                                    null,
                                    List.of()))),
                    null));
            return found;
        });
        world.patch(
                "elsewhere",
                "forger",
                "[{\"op\": \"replace\", \"path\": \"/spec/files/spaces\", \"value\": [{\"name\": \"Other\","
                        + " \"quota\": \"1Mi\", \"members\": \"Editor\", \"admins\": \"Editor\"}]}]");
        world.restart();
        world.operator.pass();
        assertThat(world.world.ocis.projectSpaces())
                .filteredOn(space -> space.id().equals(id))
                .singleElement()
                .satisfies(space -> assertThat(space.quota()).isEqualTo(10L << 30));
        passes();
        assertThat(TenantFixture.condition(world.resource("elsewhere", "forger").get(), "FilesReady")
                        .status())
                .isEqualTo("True");
    }

    // ---- deletion by somebody whose claims are another's

    @Test
    void whoForgesItsStatusDestroysNothingOfAnothers() {
        String before = systems();
        world.apply("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata:
                  name: thief
                  namespace: elsewhere
                  creationTimestamp: "%s"
                  annotations: {platform.dezky.io/confirm-delete: acme}
                spec: {displayName: Thief, slug: acme, deletionPolicy: Delete, %s}
                """.formatted(LATER, FILES));
        world.settle();
        world.resource("elsewhere", "thief").editStatus(found -> {
            found.setStatus(world.tenant().getStatus());
            return found;
        });
        world.resource("elsewhere", "thief").delete();
        world.operator.pass();
        assertThat(world.resource("elsewhere", "thief").get()).as("gone").isNull();
        assertThat(systems()).isEqualTo(before);
    }

    @TestFactory
    Stream<DynamicTest> whoNeverHadItDestroysNothingOfAnothers() {
        return Stream.of("acme", "acme-admins")
                .map(slug -> dynamicTest("a Tenant of the slug " + slug, () -> {
                    String before = systems();
                    world.apply("""
                    apiVersion: platform.dezky.io/v1alpha1
                    kind: Tenant
                    metadata:
                      name: thief
                      namespace: elsewhere
                      creationTimestamp: "%s"
                      annotations: {platform.dezky.io/confirm-delete: %s}
                    spec:
                      displayName: Thief
                      slug: %s
                      deletionPolicy: Delete
                      identity: {host: acme.dezky.test}
                      mail: {domains: [{name: acme.test}]}
                      %s
                    """.formatted(LATER, slug, slug, FILES));
                    world.settle();
                    assertThat(TenantFixture.condition(
                                            world.resource("elsewhere", "thief").get(), "Ready")
                                    .status())
                            .isEqualTo("False");
                    world.resource("elsewhere", "thief").delete();
                    world.settle();
                    assertThat(world.resource("elsewhere", "thief").get())
                            .as("gone")
                            .isNull();
                    assertThat(systems()).isEqualTo(before);
                }));
    }

    /** All that is in the systems, the Kubernetes objects left out. */
    private String systems() {
        return EndState.of(world.world).replaceAll("(?m)^(kubernetes|tenant|secret|Tenant|Secret).*\n?", "");
    }
}
