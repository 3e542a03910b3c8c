package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the plugin shows of objects that the operator looks after. */
@RealKubernetes
class StatusLiveTest {

    private static final Map<List<String>, Plugin.Result> USUAL = new HashMap<>();

    private static Platform platform;

    @BeforeAll
    static void start(KubernetesApi api) {
        platform = Platform.on(api);
    }

    @Test
    void whoeverMayViewTheNamespaceSeesTenantsAndInvitesInOneTable() {
        Plugin.Result result = platform.as("viewer").run("status", "-n", Platform.TENANTS);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines().toList())
                .anyMatch(line -> line.matches("OBJECT +READY +REASON +AGE +NOTE"))
                .anyMatch(line -> line.matches("tenant/acme +True +Reconciled +\\d+[smh]"))
                .anyMatch(line -> line.matches(
                        "tenantinvite/acme-admin-[0-9a-f]+ +True +Delivered +\\d+[smh] +usable until \\S+Z"));
    }

    @Test
    void theTableOfAllNamespacesNamesThemAndNeedsTheRight() {
        Plugin.Result all = platform.as("admin").run("status", "-A");
        Plugin.Result refused = platform.as("viewer").run("status", "-A");

        assertThat(all.exitCode()).isZero();
        assertThat(all.out()).startsWith("NAMESPACE  ").containsPattern("\ntenants +tenant/acme +True");
        assertThat(refused)
                .isEqualTo(
                        new Plugin.Result(
                                4,
                                "",
                                "error: you may not list tenants.platform.dezky.io, operatorinvites.platform.dezky.io, tenantinvites.platform.dezky.io in all namespaces: ask your administrator for a role that allows it\n"));
    }

    @Test
    void aTenantThatIsReadyIsShownWithAllThatItHas() {
        Plugin.Result result = platform.as("viewer").run("status", "tenant/acme", "-n", Platform.TENANTS);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith("tenant/acme in tenants\n")
                .contains(
                        "Sign-in at:   acme.dezky.test\n",
                        "OIDC Secret:  acme-oidc\n",
                        "Mail:         acme.test (DKIM ")
                .contains("Files:        Company 50Gi http")
                .containsPattern("Ready +True +Reconciled, for \\d+")
                .endsWith("\nNothing is to be done.\n");
    }

    @Test
    void aTenantThatIsNotReadySaysWhyAndWhatToDo() {
        platform.apply(Platform.TENANTS, """
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: copycat}
                spec: {displayName: Copycat Ltd, mail: {domains: [{name: acme.test}]}}
                """);
        await().atMost(Platform.PATIENCE).untilAsserted(() -> assertThat(platform.as("viewer")
                        .run("status", "dzt/copycat", "-n", Platform.TENANTS)
                        .out())
                .containsPattern("Stalled +True +DomainTaken")
                .contains("\nNext:\n  - Remove the domain from spec.mail.domains"));

        assertThat(platform.as("viewer")
                        .run("status", "tenant/copycat", "-n", Platform.TENANTS)
                        .exitCode())
                .isEqualTo(3);
        assertThat(platform.as("viewer").run("status", "-n", Platform.TENANTS).out())
                .endsWith("\nWhy, and what to do: kubectl dezky status tenant/copycat -n tenants\n");
    }

    @Test
    void statusCanBeHadAsJson() {
        JsonNode one =
                Platform.json(platform.as("viewer").run("status", "tenant/acme", "-n", Platform.TENANTS, "-o", "json"));
        JsonNode all = Platform.json(platform.as("viewer").run("status", "-n", Platform.TENANTS, "-ojson"));

        assertThat(one.at("/ready").asText()).isEqualTo("True");
        assertThat(one.at("/host").asText()).isEqualTo("acme.dezky.test");
        assertThat(one.at("/observedGeneration").asInt())
                .isEqualTo(one.at("/generation").asInt());
        assertThat(one.at("/conditions").findValuesAsText("type")).contains("Ready", "MailReady", "DnsVerified");
        assertThat(all.at("/items").findValuesAsText("name")).contains("acme", "globex");
    }

    /** Else somebody reads a reason that the plugin can't explain. */
    @Test
    void everyReasonThatTheOperatorGaveIsOneThatThePluginExplains() {
        List<String> explained = Platform.json(platform.as("nobody").run("explain", "-o", "json"))
                .at("/reasons")
                .findValuesAsText("reason");
        String given = platform.reasons()
                + " "
                + platform.kubectl(
                        "get",
                        "events.events.k8s.io",
                        "-A",
                        "-o",
                        "jsonpath={.items[?(@.reportingController==\"platform.dezky.io/dezky-operator\")].reason}");

        assertThat(explained).contains(given.trim().split(" +"));
        assertThat(given).contains("Reconciled").contains("InviteDelivered");
    }

    @Test
    void theZoneSnippetSaysWhatDnsShows() {
        Plugin.Result result = platform.as("viewer").run("dns", "acme", "-n", Platform.TENANTS);

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.out().lines().toList()).first().isEqualTo("; acme.test");
        assertThat(result.out())
                .contains("acme.test. IN MX 10 mail.dezky.test. ; Mx, seen\n")
                .containsPattern("_domainkey\\.acme\\.test\\. IN TXT \\( \"v=DKIM1; .*\" \"");
        assertThat(platform.as("viewer")
                        .run("dns", "tenant/acme", "--missing", "-n", Platform.TENANTS)
                        .out())
                .startsWith("; nothing is missing");
        assertThat(platform.as("viewer").run("dns", "globex", "-n", Platform.TENANTS))
                .isEqualTo(
                        new Plugin.Result(0, "; the tenant has no mail domain, so nothing is to be published\n", ""));
    }

    @Test
    void theRecordsCanBeHadAsJson() {
        JsonNode zone =
                Platform.json(platform.as("viewer").run("dns", "acme", "-n", Platform.TENANTS, "--output=json"));

        assertThat(zone.at("/complete").asBoolean()).isTrue();
        assertThat(zone.at("/records")).isNotEmpty().allSatisfy(record -> assertThat(
                        record.at("/verified").asBoolean())
                .isTrue());
    }

    @Test
    void theVersionsAreThoseOfTheChart() {
        Plugin.Result text = platform.as("admin").run("version");
        JsonNode json = Platform.json(platform.as("admin").run("version", "-o", "json"));

        assertThat(text.out())
                .containsPattern("plugin +" + json.at("/plugin").asText() + "\n")
                .containsPattern("API served +v1alpha1\n");
        assertThat(json.at("/crds").asText()).isNotEmpty();
        assertThat(json.at("/operator").asText())
                .endsWith("dezky-operator:" + json.at("/crds").asText());
        assertThat(json.at("/server").asText()).startsWith("v1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox sh", "bash --posix", "mawk", "gawk", "original-awk"})
    void everyShellAndEveryAwkGivesTheSameOfRealObjects(String program, @TempDir Path folder) {
        Plugin usual = platform.as("viewer");
        Plugin other = Tools.using(usual, program, folder);

        for (List<String> arguments : List.of(
                List.of("status", "tenant/acme", "-n", Platform.TENANTS, "-o", "json"),
                List.of("dns", "acme", "-n", Platform.TENANTS))) {
            String[] words = arguments.toArray(String[]::new);
            Plugin.Result same = USUAL.computeIfAbsent(arguments, key -> usual.run(words));
            assertThat(other.run(words)).as("%s with %s", arguments, program).isEqualTo(same);
        }
    }

    /** An empty last word, for which all is offered, stands as two quotes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cre                               | credential",
                "status -n tenants tenant/         | tenant/acme",
                "dns -n tenants ''                 | acme",
                "credential --namespace tenants acme-adm | acme-admin-",
                "dns -n ten                        | tenants",
                "doctor --context ''               | dezky",
                "invite x x@y.test --handoff ''    | TemporaryPassword",
                "explain Domain                    | DomainTaken",
                "revoke --                         | --kubeconfig"
            })
    void completionKnowsWhatIsThere(String line, String expected) {
        List<String> command = new ArrayList<>(
                List.of("sh", ProjectFiles.COMPLETION.toAbsolutePath().toString()));
        Stream.of(line.trim().split(" +"))
                .map(word -> word.equals("''") ? "" : word)
                .forEach(command::add);

        List<String> offered = platform.as("admin").run(command).out().lines().toList();

        assertThat(offered).anyMatch(word -> word.startsWith(expected)).last().isEqualTo(":4");
        assertThat(offered.subList(0, offered.size() - 1))
                .allMatch(word -> word.startsWith(command.get(command.size() - 1)));
    }
}
