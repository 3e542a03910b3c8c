package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.k3s.Blueprint.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlueprintTest {

    private static final String PASSWORD_POLICY = "authentik_policies_password.passwordpolicy";

    /** Models, and the schema of the request that makes one by Authentik's API. */
    private static final Map<String, String> SCHEMAS = Map.ofEntries(
            Map.entry("authentik_core.group", "GroupRequest"),
            Map.entry("authentik_core.user", "UserRequest"),
            Map.entry("authentik_core.token", "TokenRequest"),
            Map.entry("authentik_core.application", "ApplicationRequest"),
            Map.entry("authentik_rbac.role", "RoleRequest"),
            Map.entry("authentik_brands.brand", "BrandRequest"),
            Map.entry("authentik_providers_oauth2.scopemapping", "ScopeMappingRequest"),
            Map.entry("authentik_providers_oauth2.oauth2provider", "OAuth2ProviderRequest"),
            Map.entry("authentik_policies.policybinding", "PolicyBindingRequest"),
            Map.entry("authentik_policies_expression.expressionpolicy", "ExpressionPolicyRequest"),
            Map.entry("authentik_stages_prompt.prompt", "PromptRequest"),
            Map.entry("authentik_stages_prompt.promptstage", "PromptStageRequest"),
            Map.entry("authentik_stages_user_write.userwritestage", "UserWriteStageRequest"),
            Map.entry("authentik_stages_user_login.userloginstage", "UserLoginStageRequest"),
            Map.entry("authentik_flows.flow", "FlowRequest"),
            Map.entry("authentik_flows.flowstagebinding", "FlowStageBindingRequest"));

    /** What a blueprint may set though the API has no such field: docs/systems/authentik.md. */
    private static final Set<String> IN_BLUEPRINTS_ONLY =
            Set.of("authentik_rbac.role permissions", "authentik_core.token key");

    private final Blueprint blueprint = Blueprint.of(Rendered.server().document("authentik/blueprint.yaml"));
    private final Blueprint chat = Blueprint.of(Rendered.server().document("authentik/blueprint-zulip.yaml"));

    @Test
    void everyModelAndFieldExistsInAuthentiksApiWithTheValuesItAllows() {
        JsonNode schemas = Rendered.documents(StackFiles.shared("contracts/authentik-openapi.yaml"))
                .get(0)
                .at("/components/schemas");
        List<String> problems = new ArrayList<>();
        for (Entry entry : all()) {
            if (entry.model().equals(PASSWORD_POLICY)) {
                continue; // its request is not in the excerpt of the API; held against the proven blueprint below
            }
            assertThat(SCHEMAS).as(entry.toString()).containsKey(entry.model());
            JsonNode schema = schemas.path(SCHEMAS.get(entry.model()));
            for (String field : entry.fields()) {
                if (!IN_BLUEPRINTS_ONLY.contains(entry.model() + " " + field)) {
                    problems.addAll(fieldProblems(schemas, schema, entry, field));
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void nothingThatAuthentikRequiresIsMissing() {
        JsonNode schemas = Rendered.documents(StackFiles.shared("contracts/authentik-openapi.yaml"))
                .get(0)
                .at("/components/schemas");
        for (Entry entry : all()) {
            if (SCHEMAS.containsKey(entry.model())) {
                schemas.path(SCHEMAS.get(entry.model())).path("required").forEach(field -> assertThat(entry.fields())
                        .as(entry.toString())
                        .contains(field.asText()));
            }
        }
    }

    @Test
    void theOperatorsRoleHasThePermissionsThatWereProvenAndNoOther() {
        Set<String> proven = new HashSet<>();
        proven(StackFiles.shared("contracts/federation.md"))
                .entry("authentik_rbac.role", "dezky-operator")
                .attrs()
                .path("permissions")
                .forEach(permission -> proven.add(permission.asText()));
        List<String> ours = new ArrayList<>();
        blueprint
                .entry("authentik_rbac.role", "dezky-operator")
                .attrs()
                .path("permissions")
                .forEach(permission -> ours.add(permission.asText()));

        assertThat(ours).hasSizeGreaterThan(30).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(proven);
    }

    /** Claims are compared by what they give, below; the client of mail is a setting. */
    @Test
    void everyEntryOfTheBlueprintThatWasProvenIsThereWithItsValues() {
        Set<String> others = Set.of("expression", "client_id", "redirect_uris", "meta_launch_url", "email");
        for (Entry proven : proven(StackFiles.shared("contracts/federation.md")).entries()) {
            if (proven.model().equals("authentik_policies.policybinding")
                    || proven.model().equals("authentik_flows.flowstagebinding")) {
                continue; // they refer to others by ids, which have other names here
            }
            Entry ours = blueprint.entry(
                    proven.model(), proven.identifiers().elements().next().asText());
            proven.attrs().properties().forEach(attribute -> {
                boolean isReference = attribute.getValue().toString().matches(".*\"(?:[a-z]+|pw)-[a-z]+\".*");
                if (!others.contains(attribute.getKey()) && !isReference) {
                    assertThat(ours.attrs().path(attribute.getKey()))
                            .as(ours + " " + attribute.getKey())
                            .hasToString(attribute.getValue().toString().replace("dezky.example", "dezky.example.org"));
                }
            });
        }
    }

    @Test
    void referencesPointToEntriesThatStandBefore() {
        for (String file : List.of("authentik/blueprint.yaml", "authentik/blueprint-zulip.yaml")) {
            Set<String> known = new HashSet<>();
            Matcher matcher = Pattern.compile("^    id: (\\S+)$|!KeyOf ([\\w-]+)", Pattern.MULTILINE)
                    .matcher(StackFiles.text(StackFiles.stack(file)));
            while (matcher.find()) {
                if (matcher.group(1) != null) {
                    assertThat(known.add(matcher.group(1))).as(matcher.group(1)).isTrue();
                } else {
                    assertThat(known).as(file).contains(matcher.group(2));
                }
            }
        }
    }

    @Test
    void everyApplicationIsBoundToAGroupSoNoneIsOpenToEverybody() {
        for (Entry application : all().stream()
                .filter(entry -> entry.model().equals("authentik_core.application"))
                .toList()) {
            String id = application.body().path("id").asText();
            assertThat(all().stream()
                            .filter(entry -> entry.model().equals("authentik_policies.policybinding"))
                            .filter(entry -> entry.field("target").asText().equals(id))
                            .filter(entry -> entry.identifiers().has("group"))
                            .filter(entry -> entry.attrs().path("enabled").asBoolean()
                                    && !entry.attrs().path("negate").asBoolean()))
                    .as(application.toString())
                    .isNotEmpty();
        }
    }

    @Test
    void theLauncherShowsFilesMailAndOfficeToTheMembersOfTenants() {
        for (String slug : List.of("dezky-files", "dezky-mail", "dezky-office")) {
            Entry application = blueprint.entry("authentik_core.application", slug);
            assertThat(application.attrs().path("meta_launch_url").asText()).startsWith("https://");
            assertThat(blueprint.entries())
                    .as(slug)
                    .anyMatch(entry -> entry.field("target")
                                    .asText()
                                    .equals(application.body().path("id").asText())
                            && entry.field("group").asText().equals("group-tenants"));
        }
    }

    @Test
    void mailNeverReceivesTheContactAddress() {
        JsonNode mappings = blueprint
                .entry("authentik_providers_oauth2.oauth2provider", "dezky-mail")
                .attrs()
                .path("property_mappings");

        assertThat(mappings.toString()).contains("claims-mailbox").doesNotContain("claims-email");
    }

    @Test
    void providersAreLeftOutUntilTheirKeyIsThere() {
        for (Entry entry : all()) {
            if (entry.model().equals("authentik_providers_oauth2.oauth2provider")) {
                assertThat(entry.body().path("conditions").toString())
                        .as(entry.toString())
                        .contains(entry.attrs().path("signing_key").get(1).toString());
            }
        }
    }

    @Test
    void everyCredentialComesFromTheEnvironmentThatBootstrapFills() {
        Set<String> variables = new HashSet<>();
        Matcher matcher = Pattern.compile("!Env (\\w+)")
                .matcher(StackFiles.text(StackFiles.stack("authentik/blueprint.yaml"))
                        + StackFiles.text(StackFiles.stack("authentik/blueprint-zulip.yaml")));
        while (matcher.find()) {
            variables.add(matcher.group(1));
        }
        assertThat(variables)
                .containsExactlyInAnyOrder("DEZKY_AUTHENTIK_TOKEN", "DEZKY_FILES_PASSWORD", "DEZKY_CHAT_SECRET");
        String bootstrap = StackFiles.text(StackFiles.stack("bootstrap"));
        variables.forEach(variable -> assertThat(bootstrap).contains(variable + "=copy:"));
    }

    /** The expressions are run as Authentik does it, with people made up here. */
    @Test
    void theClaimsSayWhoSomebodyIsAndNoMore(@TempDir Path temporary) throws IOException {
        String python = Shell.needs("python3", "apt-get install python3");
        StringBuilder expressions = new StringBuilder();
        for (String name : List.of("dezky files profile", "dezky email", "dezky mailbox")) {
            expressions
                    .append("def ")
                    .append(name.replace(' ', '_'))
                    .append("(request):\n")
                    .append(blueprint
                            .entry("authentik_providers_oauth2.scopemapping", name)
                            .attrs()
                            .path("expression")
                            .asText()
                            .indent(4));
        }
        Path file = temporary.resolve("claims.py");
        Files.writeString(file, expressions + StackFiles.text(StackFiles.RESOURCES.resolve("claims.py")));

        assertThat(new Shell().run(python, "-B", file.toString())).isEqualTo(new Shell.Result(0, "all claims right\n"));
    }

    private List<Entry> all() {
        return Stream.concat(blueprint.entries().stream(), chat.entries().stream())
                .toList();
    }

    private static Blueprint proven(Path federation) {
        String text = StackFiles.text(federation);
        int start = text.indexOf("```yaml\nversion: 1") + "```yaml\n".length();
        try {
            Path block = Files.createTempFile("federation", ".yaml");
            Files.writeString(block, text.substring(start, text.indexOf("```", start)));
            return Blueprint.of(Rendered.documents(block).get(0));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> fieldProblems(JsonNode schemas, JsonNode schema, Entry entry, String field) {
        JsonNode property = schema.path("properties").path(field);
        if (property.isMissingNode()) {
            return List.of(entry + ": there is no " + field);
        }
        List<String> problems = new ArrayList<>();
        JsonNode value = entry.field(field);
        Iterable<JsonNode> values = value.isArray() ? value : List.of(value);
        Set<String> allowed = allowed(schemas, property);
        for (JsonNode one : values) {
            if (!allowed.isEmpty() && !allowed.contains(one.asText())) {
                problems.add(entry + ": " + field + " can't be " + one);
            }
        }
        return problems;
    }

    /** Of an enumeration, however the schema refers to it; empty for anything else. */
    private static Set<String> allowed(JsonNode schemas, JsonNode property) {
        Set<String> allowed = new HashSet<>();
        for (JsonNode reference : property.findValues("$ref")) {
            String name = reference.asText().replaceAll(".*/", "");
            schemas.path(name).path("enum").forEach(value -> allowed.add(value.asText()));
        }
        property.path("enum").forEach(value -> allowed.add(value.asText()));
        return allowed;
    }
}
