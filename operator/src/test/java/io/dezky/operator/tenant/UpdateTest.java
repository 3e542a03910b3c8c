package io.dezky.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.simulator.authentik.AuthentikState;
import io.dezky.simulator.ocis.OcisSpace;
import io.dezky.simulator.stalwart.registry.DkimStage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each field of a Tenant that may change: changed in the YAML, it is changed in the systems, the Tenant is Ready at the
 * new generation, and after that nothing is written any more.
 */
class UpdateTest {

    private static final String SPACES = """
            [{"name": "Company", "quota": "50Gi", "members": "Editor", "admins": "Manager", "folders": ["Contracts"]}]""";

    private static TenantFixture acme;

    @BeforeAll
    static void aTenantThatIsReady() {
        acme = TenantFixture.withAcme();
        acme.change("/spec/files", "{\"spaces\": " + SPACES + "}");
        acme.settle();
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    // ---- identity

    @TestFactory
    Stream<DynamicTest> identity() {
        return Stream.of(
                changed("displayName", "/spec/displayName", "\"Acme SE\"", () -> {
                    assertThat(application().name()).isEqualTo("Acme SE");
                    assertThat(brand().title())
                            .as("the branding has a title of its own")
                            .isEqualTo("Acme");
                }),
                changed("branding.title", "/spec/identity/branding/title", "\"Acme!\"", () -> assertThat(
                                brand().title())
                        .isEqualTo("Acme!")),
                removed("branding.title", "/spec/identity/branding/title", () -> assertThat(brand().title())
                        .isEqualTo("Acme SE")),
                changed(
                        "branding.logo",
                        "/spec/identity/branding/logo",
                        "\"https://cdn.test/new.svg\"",
                        () -> assertThat(brand().logo()).isEqualTo("https://cdn.test/new.svg")),
                changed(
                        "branding.favicon",
                        "/spec/identity/branding/favicon",
                        "\"https://cdn.test/f.ico\"",
                        () -> assertThat(brand().favicon()).isEqualTo("https://cdn.test/f.ico")),
                removed("branding", "/spec/identity/branding", () -> assertThat(brand().logo())
                        .isEqualTo(defaultBrand().logo())),
                changed(
                        "redirectUris, one more",
                        "/spec/identity/redirectUris",
                        "[\"https://acme.dezky.test/auth/callback\", \"http://localhost:3000/cb\"]",
                        () -> assertThat(provider().redirectUris()).hasSize(2)),
                changed(
                        "redirectUris, another one",
                        "/spec/identity/redirectUris",
                        "[\"https://app.acme.test/cb\"]",
                        () -> {
                            assertThat(provider().redirectUris())
                                    .singleElement()
                                    .asString()
                                    .contains("https://app.acme.test/cb");
                            assertThat(application()
                                            .members()
                                            .path("meta_launch_url")
                                            .asText())
                                    .isEqualTo("https://app.acme.test/");
                        }),
                changed("redirectUris, none", "/spec/identity/redirectUris", "[]", () -> assertThat(
                                provider().redirectUris())
                        .isEmpty()),
                changed("host", "/spec/identity/host", "\"login.acme.test\"", () -> {
                    assertThat(acme.authentik().brand("acme.dezky.test")).isEmpty();
                    assertThat(acme.authentik().brand("login.acme.test")).isPresent();
                    assertThat(acme.tenant().getStatus().identity().issuer())
                            .isEqualTo("https://login.acme.test/application/o/tenant-acme/");
                    assertThat(secret("issuer")).isEqualTo("https://login.acme.test/application/o/tenant-acme/");
                }),
                removed("host", "/spec/identity/host", () -> assertThat(
                                acme.authentik().brand("acme.dezky.test"))
                        .isPresent()));
    }

    private static AuthentikState.Application application() {
        return acme.authentik().application("tenant-acme").orElseThrow();
    }

    private static AuthentikState.Provider provider() {
        return acme.authentik().providers().stream()
                .filter(provider -> provider.name().equals("tenant-acme"))
                .findFirst()
                .orElseThrow();
    }

    private static AuthentikState.Brand brand() {
        return acme.authentik().brand("acme.dezky.test").orElseThrow();
    }

    private static AuthentikState.Brand defaultBrand() {
        return acme.authentik().brands().stream()
                .filter(AuthentikState.Brand::isDefault)
                .findFirst()
                .orElseThrow();
    }

    private static String secret(String key) {
        return new String(java.util.Base64.getDecoder()
                .decode(acme.secret("tenants", "acme-oidc").get(key)));
    }

    // ---- mail

    @TestFactory
    Stream<DynamicTest> mail() {
        return Stream.of(
                changed("catchAll", "/spec/mail/domains/0/catchAll", "\"info@acme.test\"", () -> assertThat(catchAll())
                        .isEqualTo("info@acme.test")),
                removed("catchAll", "/spec/mail/domains/0/catchAll", () -> assertThat(catchAll())
                        .isNull()),
                changed("domains, one more", "/spec/mail/domains/1", "{\"name\": \"acme.org\"}", () -> {
                    assertThat(acme.world.stalwart.domain("acme.org")).isPresent();
                    assertThat(keys("acme.org"))
                            .isEqualTo(Map.of("dezky1-rsa", DkimStage.PENDING, "dezky1-ed25519", DkimStage.PENDING));
                }),
                removed("domains, one less", "/spec/mail/domains/1", () -> {
                    assertThat(acme.world.stalwart.domain("acme.org"))
                            .as("Retain: it stays, and only the mark goes")
                            .hasValueSatisfying(
                                    domain -> assertThat(domain.description()).endsWith(":released"));
                    assertThat(acme.tenant().getStatus().mail().domains()).hasSize(1);
                }),
                changed("domains, taken back", "/spec/mail/domains/1", "{\"name\": \"acme.org\"}", () -> {
                    assertThat(acme.tenant().getStatus().mail().domains()).hasSize(2);
                    assertThat(keys("acme.org")).hasSize(2);
                }),
                changed(
                        "dkim.algorithms, one less",
                        "/spec/mail/domains/0/dkim/algorithms",
                        "[\"RSA2048\"]",
                        () -> assertThat(keys("acme.test")).isEqualTo(Map.of("dezky1-rsa", DkimStage.PENDING))),
                changed(
                        "dkim.algorithms, one more",
                        "/spec/mail/domains/0/dkim/algorithms",
                        "[\"RSA2048\", \"Ed25519\"]",
                        () -> assertThat(keys("acme.test"))
                                .as("a number is used once")
                                .isEqualTo(
                                        Map.of("dezky1-rsa", DkimStage.PENDING, "dezky2-ed25519", DkimStage.PENDING))),
                removed("dkim", "/spec/mail/domains/0/dkim", () -> assertThat(keys("acme.test"))
                        .hasSize(2)),
                removed("mail", "/spec/mail", () -> {
                    assertThat(acme.world.stalwart.domains())
                            .filteredOn(domain -> domain.name().startsWith("acme."))
                            .hasSize(2)
                            .allMatch(domain -> domain.description().endsWith(":released"));
                    assertThat(acme.tenant().getStatus().mail()).isNull();
                }));
    }

    private static String catchAll() {
        return acme.world.stalwart.domain("acme.test").orElseThrow().catchAllAddress();
    }

    private static Map<String, DkimStage> keys(String domain) {
        return acme.world.stalwart.signatures(domain).stream()
                .collect(
                        Collectors.toMap(key -> key.selector(), key -> key.stage(), (one, other) -> one, TreeMap::new));
    }

    // ---- files

    @TestFactory
    Stream<DynamicTest> files() {
        String space = "/spec/files/spaces/0";
        return Stream.of(
                changed("quota", space + "/quota", "\"60Gi\"", () -> {
                    assertThat(space("Company").quota()).isEqualTo(60L << 30);
                    assertThat(acme.tenant().getStatus().files().spaces().get(0).quota())
                            .isEqualTo("60Gi");
                }),
                removed(
                        "quota",
                        space + "/quota",
                        () -> assertThat(space("Company").quota()).isPositive().isNotEqualTo(60L << 30)),
                changed("members", space + "/members", "\"Viewer\"", () -> assertThat(roleOf("tenant-acme"))
                        .isEqualTo("VIEWER")),
                changed("admins", space + "/admins", "\"Editor\"", () -> assertThat(roleOf("tenant-acme-admins"))
                        .isEqualTo("EDITOR")),
                changed("admins as members", space + "/admins", "\"Viewer\"", () -> assertThat(
                                roleOf("tenant-acme-admins"))
                        .as("admins are members: they need no grant of their own")
                        .isEmpty()),
                changed("folders, more", space + "/folders", "[\"Contracts\", \"HR/Payroll\"]", () -> assertThat(
                                space("Company").folders())
                        .containsExactlyInAnyOrder("Contracts", "HR", "HR/Payroll")),
                changed("folders, less", space + "/folders", "[\"HR/Payroll\"]", () -> assertThat(
                                space("Company").folders())
                        .as("what is in a space belongs to its people")
                        .contains("Contracts")),
                changed("spaces, one more", "/spec/files/spaces/1", space("Board", "10Gi"), () -> assertThat(
                                space("Board").quota())
                        .isEqualTo(10L << 30)),
                changed("name, which makes another space", "/spec/files/spaces/1/name", "\"Council\"", () -> {
                    assertThat(space("Council").description()).startsWith("Managed by Dezky");
                    assertThat(space("Board").description()).startsWith("No longer managed by Dezky");
                }),
                removed("spaces, one less", "/spec/files/spaces/1", () -> {
                    assertThat(space("Council").description()).startsWith("No longer managed by Dezky");
                    assertThat(acme.tenant().getStatus().files().spaces()).hasSize(1);
                }),
                removed("files", "/spec/files", () -> {
                    assertThat(space("Company").description()).startsWith("No longer managed by Dezky");
                    assertThat(acme.tenant().getStatus().files()).isNull();
                }));
    }

    private static String space(String name, String quota) {
        return "{\"name\": \"%s\", \"quota\": \"%s\", \"members\": \"Editor\", \"admins\": \"Editor\"}"
                .formatted(name, quota);
    }

    private static OcisSpace space(String name) {
        List<OcisSpace> named = acme.world.ocis.projectSpaces().stream()
                .filter(space -> space.name().equals(name))
                .toList();
        assertThat(named).as("spaces named " + name).hasSize(1);
        return named.get(0);
    }

    private static String roleOf(String group) {
        return space("Company").grants().stream()
                .filter(grant -> grant.name().equals(group))
                .map(grant -> grant.role().name())
                .findFirst()
                .orElse("");
    }

    // ---- people, and what deleting does

    @TestFactory
    Stream<DynamicTest> adminsAndDeletion() {
        return Stream.of(
                changed(
                        "admins",
                        "/spec/admins",
                        "[{\"email\": \"it@acme.test\", \"name\": \"Acme IT\"}]",
                        () -> assertThat(inviteNames()).containsExactly("it@acme.test Acme IT")),
                changed("admins[].name", "/spec/admins/0/name", "\"Ines Thorn\"", () -> assertThat(inviteNames())
                        .containsExactly("it@acme.test Ines Thorn")),
                changed("admins[].email", "/spec/admins/0/email", "\"ines@acme.test\"", () -> assertThat(inviteNames())
                        .containsExactly("ines@acme.test Ines Thorn")),
                removed("admins", "/spec/admins", () -> {
                    assertThat(inviteNames()).isEmpty();
                    assertThat(acme.authentik().user("ines@acme.test"))
                            .as("nobody is lost, but nobody gets in any more")
                            .hasValueSatisfying(
                                    user -> assertThat(user.active()).isFalse());
                }),
                changed("deletionPolicy", "/spec/deletionPolicy", "\"Delete\"", () -> assertThat(acme.writesOfOnePass())
                        .isEmpty()));
    }

    /** An invite is an object of its own: it is worked on after the Tenant, and ends step by step. */
    private static List<String> inviteNames() {
        acme.settle();
        return acme.world.kubernetes.resources(TenantInvite.class).inAnyNamespace().list().getItems().stream()
                .map(invite -> invite.getSpec().email() + " " + invite.getSpec().name())
                .toList();
    }

    // ---- how a change goes

    private static DynamicTest changed(String field, String pointer, String json, Runnable check) {
        return dynamicTest(field + " = " + json, () -> take(() -> acme.change(pointer, json), check));
    }

    private static DynamicTest removed(String field, String pointer, Runnable check) {
        return dynamicTest(field + " removed", () -> take(() -> acme.remove(pointer), check));
    }

    private static void take(Runnable change, Runnable check) {
        long before = acme.tenant().getMetadata().getGeneration();
        change.run();
        acme.pass();
        check.run();
        Tenant now = acme.tenant();
        assertThat(now.getMetadata().getGeneration()).as("generation").isGreaterThan(before);
        assertThat(now.getStatus().observedGeneration())
                .isEqualTo(now.getMetadata().getGeneration());
        Condition ready = acme.condition("Ready");
        assertThat(ready.status()).as(ready.message()).isEqualTo("True");
        assertThat(ready.observedGeneration()).isEqualTo(now.getMetadata().getGeneration());
        assertThat(acme.writesOfOnePass()).as("what a second pass writes").isEmpty();
    }
}
