package io.dezky.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.operator.mail.DkimAlgorithm;
import io.dezky.operator.mail.DkimKeyGenerator;
import io.dezky.simulator.authentik.AuthentikState;
import io.dezky.simulator.authentik.PlatformSeed;
import io.dezky.simulator.stalwart.DomainView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever somebody changes behind the operator's back is as it was after one pass, and then nothing is written any more.
 */
class DriftTest {

    private static TenantFixture acme;

    @BeforeAll
    static void aTenantThatIsReadyAndWhoseRecordsArePublished() {
        acme = TenantFixture.empty(seed -> seed.grant(List.of("authentik_core.disable_group_superuser")));
        acme.apply(TenantFixture.ACME);
        acme.settle();
        acme.publishEverything();
        acme.settle();
        acme.authentik("POST", "/core/groups/", "{\"name\": \"strangers\"}");
        acme.authentik("POST", "/rbac/roles/", "{\"name\": \"powerful\"}");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    @TestFactory
    Stream<DynamicTest> inAuthentik() {
        Map<String, Runnable> drifts = new LinkedHashMap<>();
        groups(drifts);
        application(drifts);
        provider(drifts);
        bindings(drifts);
        brand(drifts);
        return tests(drifts);
    }

    @TestFactory
    Stream<DynamicTest> inStalwart() {
        Map<String, Runnable> drifts = new LinkedHashMap<>();
        domain(drifts);
        keys(drifts);
        return tests(drifts);
    }

    private static Stream<DynamicTest> tests(Map<String, Runnable> drifts) {
        return drifts.entrySet().stream()
                .map(drift -> dynamicTest(drift.getKey(), () -> isRepairedInOnePass(drift.getValue())));
    }

    private static void isRepairedInOnePass(Runnable drift) {
        List<String> before = picture();
        drift.run();
        assertThat(picture()).as("somebody changed something").isNotEqualTo(before);
        acme.pass();
        assertThat(picture()).containsExactlyElementsOf(before);
        assertThat(acme.condition("Ready").status()).isEqualTo("True");
        assertThat(acme.writesOfOnePass()).as("what a second pass writes").isEmpty();
    }

    // ---- Authentik: groups

    private static void groups(Map<String, Runnable> drifts) {
        for (String name : List.of("tenant-acme", "tenant-acme-admins")) {
            drifts.put("the group " + name + " is renamed", () -> patchGroup(name, "{\"name\": \"mine now\"}"));
            drifts.put(
                    "the group " + name + " is deleted",
                    () -> acme.authentik("DELETE", "/core/groups/" + acme.groupPk(name) + "/", null));
            drifts.put("the group " + name + " loses its parent", () -> patchGroup(name, "{\"parents\": []}"));
            drifts.put(
                    "the group " + name + " gets one more parent",
                    () -> patchGroup(
                            name,
                            "{\"parents\": [\"%s\", \"%s\"]}"
                                    .formatted(acme.groupPk(parentOf(name)), acme.groupPk("strangers"))));
            drifts.put(
                    "the group " + name + " gets another parent",
                    () -> patchGroup(name, "{\"parents\": [\"%s\"]}".formatted(acme.groupPk("dezky-operators"))));
            drifts.put(
                    "the group " + name + " becomes one of superusers",
                    () -> patchGroup(name, "{\"is_superuser\": true}"));
            drifts.put(
                    "the group " + name + " gets a role",
                    () -> patchGroup(name, "{\"roles\": [\"%s\"]}".formatted(role("powerful"))));
            drifts.put("the group " + name + " loses its mark", () -> patchGroup(name, "{\"attributes\": {}}"));
        }
    }

    private static String parentOf(String group) {
        return group.equals("tenant-acme") ? PlatformSeed.TENANTS : "tenant-acme";
    }

    private static void patchGroup(String name, String json) {
        acme.authentik("PATCH", "/core/groups/" + acme.groupPk(name) + "/", json);
    }

    private static String role(String name) {
        return acme.authentik("GET", "/rbac/roles/?name=" + name, null)
                .at("/results/0/pk")
                .asText();
    }

    // ---- Authentik: application

    private static void application(Map<String, Runnable> drifts) {
        drifts.put("the application is renamed", () -> patchApplication("{\"name\": \"Mine\"}"));
        drifts.put("the application gets another slug", () -> patchApplication("{\"slug\": \"mine\"}"));
        drifts.put(
                "the application leads elsewhere",
                () -> patchApplication("{\"meta_launch_url\": \"https://evil.test/\"}"));
        drifts.put("the application loses its mark", () -> patchApplication("{\"meta_publisher\": \"\"}"));
        drifts.put(
                "the application asks for all policies", () -> patchApplication("{\"policy_engine_mode\": \"all\"}"));
        drifts.put("the application loses its provider", () -> patchApplication("{\"provider\": null}"));
        drifts.put("the application gets another's provider", DriftTest::attachAnothersProvider);
        drifts.put(
                "the application is deleted", () -> acme.authentik("DELETE", "/core/applications/tenant-acme/", null));
    }

    private static void patchApplication(String json) {
        acme.authentik("PATCH", "/core/applications/tenant-acme/", json);
    }

    private static void attachAnothersProvider() {
        JsonNode ours = acme.authentik("GET", "/providers/oauth2/" + provider().pk() + "/", null);
        int anothers = acme.authentik(
                        "POST",
                        "/providers/oauth2/",
                        "{\"name\": \"anothers\", \"redirect_uris\": [], \"authorization_flow\": %s, \"invalidation_flow\": %s}"
                                .formatted(ours.get("authorization_flow"), ours.get("invalidation_flow")))
                .get("pk")
                .asInt();
        patchApplication("{\"provider\": " + anothers + "}");
    }

    // ---- Authentik: provider

    private static void provider(Map<String, Runnable> drifts) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", "\"mine\"");
        fields.put("client_id", "\"mine\"");
        fields.put("client_type", "\"public\"");
        fields.put("signing_key", "null");
        fields.put("property_mappings", "[]");
        fields.put("redirect_uris", "[{\"matching_mode\": \"regex\", \"url\": \".*\"}]");
        fields.put("sub_mode", "\"user_email\"");
        fields.put("issuer_mode", "\"global\"");
        fields.put("include_claims_in_id_token", "false");
        fields.put("access_code_validity", "\"hours=1\"");
        fields.put("access_token_validity", "\"days=365\"");
        fields.put("refresh_token_validity", "\"days=3650\"");
        fields.forEach((field, value) -> drifts.put(
                "the provider gets another " + field, () -> patchProvider("{\"" + field + "\": " + value + "}")));
        for (String flow : List.of("authorization_flow", "invalidation_flow")) {
            drifts.put(
                    "the provider gets another " + flow,
                    () -> patchProvider("{\"" + flow + "\": \"" + flow("default-authentication-flow") + "\"}"));
        }
        drifts.put(
                "the provider gets one more place to redirect to",
                () -> patchProvider("{\"redirect_uris\": [{\"matching_mode\": \"strict\", \"url\":"
                        + " \"https://acme.dezky.test/auth/callback\"}, {\"matching_mode\": \"strict\", \"url\":"
                        + " \"https://evil.test/\"}]}"));
        drifts.put("the provider is renamed and detached", () -> {
            patchProvider("{\"name\": \"mine\"}");
            patchApplication("{\"provider\": null}");
        });
        drifts.put(
                "the provider is deleted",
                () -> acme.authentik("DELETE", "/providers/oauth2/" + provider().pk() + "/", null));
    }

    private static AuthentikState.Provider provider() {
        return acme.authentik().providers().stream()
                .filter(provider ->
                        provider.application().filter("tenant-acme"::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static void patchProvider(String json) {
        acme.authentik("PATCH", "/providers/oauth2/" + provider().pk() + "/", json);
    }

    private static String flow(String slug) {
        return acme.authentik("GET", "/flows/instances/" + slug + "/", null)
                .get("pk")
                .asText();
    }

    // ---- Authentik: bindings

    private static void bindings(Map<String, Runnable> drifts) {
        drifts.put("the binding is deleted", () -> acme.authentik("DELETE", binding(), null));
        drifts.put("the binding is switched off", () -> patchBinding("\"enabled\": false, " + ofAcme()));
        drifts.put("the binding is negated", () -> patchBinding("\"negate\": true, " + ofAcme()));
        drifts.put(
                "the binding is given to another group",
                () -> patchBinding("\"group\": \"" + acme.groupPk("strangers") + "\""));
        drifts.put("the binding is doubled", () -> bind(ofAcme()));
        drifts.put("another group is let in too", () -> bind("\"group\": \"" + acme.groupPk("strangers") + "\""));
        drifts.put(
                "a single person is let in too",
                () -> bind("\"user\": "
                        + acme.authentik().user("akadmin").orElseThrow().pk()));
    }

    private static String ofAcme() {
        return "\"group\": \"" + acme.groupPk("tenant-acme") + "\"";
    }

    private static AuthentikState.Application applicationNow() {
        return acme.authentik().application("tenant-acme").orElseThrow();
    }

    private static String binding() {
        return "/policies/bindings/" + applicationNow().bindings().get(0).pk() + "/";
    }

    private static void patchBinding(String field) {
        acme.authentik(
                "PATCH", binding(), "{\"target\": \"" + applicationNow().pk() + "\", \"order\": 7, " + field + "}");
    }

    private static void bind(String whom) {
        acme.authentik(
                "POST",
                "/policies/bindings/",
                "{\"target\": \"" + applicationNow().pk() + "\", \"order\": 9, " + whom + "}");
    }

    // ---- Authentik: brand

    private static void brand(Map<String, Runnable> drifts) {
        drifts.put("the brand gets another title", () -> patchBrand("{\"branding_title\": \"Evil\"}"));
        drifts.put("the brand gets another logo", () -> patchBrand("{\"branding_logo\": \"https://evil.test/l\"}"));
        drifts.put(
                "the brand gets another favicon", () -> patchBrand("{\"branding_favicon\": \"https://evil.test/f\"}"));
        drifts.put("the brand loses its recovery flow", () -> patchBrand("{\"flow_recovery\": null}"));
        drifts.put(
                "the brand gets another sign-in flow",
                () -> patchBrand("{\"flow_authentication\": \"" + flow("default-invalidation-flow") + "\"}"));
        drifts.put("the brand serves another domain", () -> patchBrand("{\"domain\": \"evil.test\"}"));
        drifts.put("the brand loses its mark", () -> patchBrand("{\"attributes\": {}}"));
        drifts.put("the brand is deleted", () -> acme.authentik("DELETE", brandPath(), null));
    }

    private static String brandPath() {
        return "/core/brands/"
                + acme.authentik().brand("acme.dezky.test").orElseThrow().uuid() + "/";
    }

    private static void patchBrand(String json) {
        acme.authentik("PATCH", brandPath(), json);
    }

    // ---- Stalwart

    private static void domain(Map<String, Runnable> drifts) {
        drifts.put("the domain's description is emptied", () -> updateDomain("\"description\": null"));
        drifts.put(
                "the domain gets another description",
                () -> updateDomain("\"description\": \"sold to somebody else\""));
        drifts.put("the domain is renamed", () -> updateDomain("\"name\": \"renamed.test\""));
        drifts.put("the catch-all address is changed", () -> updateDomain("\"catchAllAddress\": \"spy@evil.test\""));
        drifts.put("the catch-all address is removed", () -> updateDomain("\"catchAllAddress\": null"));
        drifts.put(
                "Stalwart manages the DKIM keys by itself",
                () -> updateDomain("\"dkimManagement\": {\"@type\": \"Automatic\"}"));
    }

    private static void updateDomain(String property) {
        acme.stalwart("x:Domain/set", "{\"update\": {\"" + acme.domainId("acme.test") + "\": {" + property + "}}}");
    }

    private static void keys(Map<String, Runnable> drifts) {
        drifts.put("a key is retired", () -> updateKey("dezky1-rsa", "\"stage\": \"retired\""));
        drifts.put("a key is retiring", () -> updateKey("dezky1-rsa", "\"stage\": \"retiring\""));
        drifts.put("a key waits again", () -> updateKey("dezky1-ed25519", "\"stage\": \"pending\""));
        drifts.put("a key is there twice, the second one waiting", () -> doubleKey("pending"));
        drifts.put("a key is there twice, the second one signing", () -> doubleKey("active"));
    }

    private static String keyId(String selector) {
        return acme.world.stalwart.signatures("acme.test").stream()
                .filter(key -> key.selector().equals(selector))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static void updateKey(String selector, String property) {
        acme.stalwart("x:DkimSignature/set", "{\"update\": {\"" + keyId(selector) + "\": {" + property + "}}}");
    }

    private static void doubleKey(String stage) {
        acme.stalwart(
                "x:DkimSignature/set",
                "{\"create\": {\"k\": {\"@type\": \"Dkim1Ed25519Sha256\", \"domainId\": \"%s\", \"selector\": \"dezky1-ed25519\", \"stage\": \"%s\", \"privateKey\": {\"@type\": \"Text\", \"secret\": \"%s\"}}}}"
                        .formatted(
                                acme.domainId("acme.test"),
                                stage,
                                DkimKeyGenerator.secure()
                                        .generate(DkimAlgorithm.ED25519)
                                        .replace("\n", "\\n")));
    }

    // ---- all that the operator answers for, without the ids that change when something is made anew

    private static List<String> picture() {
        List<String> lines = new ArrayList<>();
        AuthentikState state = acme.authentik();
        Map<String, String> names = new LinkedHashMap<>();
        JsonNode groups =
                acme.authentik("GET", "/core/groups/?page_size=100", null).path("results");
        groups.forEach(
                group -> names.put(group.get("pk").asText(), group.get("name").asText()));
        groups.forEach(group -> lines.add(group(group, names)));
        state.applications()
                .forEach(app -> lines.add("application " + app.slug() + " provider " + app.provider() + " open "
                        + app.open() + " " + withoutIds(app.members()) + bindings(app)));
        state.providers().stream()
                .filter(provider -> !provider.name().equals("anothers"))
                .forEach(provider -> lines.add("provider " + provider.name() + " of " + provider.application() + " "
                        + withoutIds(provider.members())));
        state.brands()
                .forEach(brand -> lines.add("brand " + brand.domain() + " " + brand.title() + " " + brand.logo() + " "
                        + brand.favicon() + " " + brand.flows() + " " + brand.isDefault() + " " + brand.attributes()));
        acme.world.stalwart.domains().forEach(domain -> lines.add(domain(domain)));
        Collections.sort(lines);
        return lines;
    }

    private static String group(JsonNode group, Map<String, String> names) {
        List<String> parents = new ArrayList<>();
        group.get("parents").forEach(parent -> parents.add(names.get(parent.asText())));
        return "group " + group.get("name") + " superuser " + group.get("is_superuser") + " parents " + parents
                + " roles " + group.get("roles") + " " + group.get("attributes");
    }

    private static List<String> bindings(AuthentikState.Application app) {
        return app.bindings().stream()
                .map(binding -> " group " + binding.group() + " user " + binding.user() + " " + binding.enabled() + " "
                        + binding.negate())
                .toList();
    }

    /** Of what is made anew, also the secret is another one. */
    private static JsonNode withoutIds(JsonNode members) {
        return ((ObjectNode) members.deepCopy())
                .without(List.of("pk", "provider", "client_secret", "num_pk", "policybindingmodel_ptr_id", "pbm_uuid"));
    }

    private static String domain(DomainView domain) {
        List<String> keys = acme.world.stalwart.signatures(domain.name()).stream()
                .map(key -> key.selector() + " " + key.stage())
                .sorted()
                .toList();
        return "domain " + domain.name() + " " + domain.description() + " " + domain.catchAllAddress() + " "
                + domain.dkimManagement() + " " + keys;
    }
}
