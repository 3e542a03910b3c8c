package io.dezky.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.simulator.client.TestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: what it prints, and how it ends. */
@Timeout(30)
class SimulatorsMainTest {

    private final List<Process> processes = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void itPrintsOneLineForEachSystemAndEndsWithoutFailureWhenItIsAskedTo() throws Exception {
        Process process = start("--ocis", "0", "--dns", "0");
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        JsonNode ocis = new ObjectMapper().readTree(out.readLine());
        JsonNode dns = new ObjectMapper().readTree(out.readLine());
        assertThat(ocis.fieldNames()).toIterable().containsExactly("system", "url", "actors", "variables");
        assertThat(ocis.get("system").asText()).isEqualTo("ocis");
        assertThat(dns.get("system").asText()).isEqualTo("dns");
        assertThat(dns.at("/variables/nameserver").asText()).matches("127\\.0\\.0\\.1:\\d+");
        String authorization = ocis.at("/actors/operator/Authorization").asText();
        TestClient.Response me = TestClient.at(URI.create(ocis.get("url").asText()))
                .send("GET", "/graph/v1.0/me", null, "Authorization", authorization);
        assertThat(me.status()).isEqualTo(200);
        // Not Process.destroy: that closes the stream that is still to be looked at.
        process.toHandle().destroy();
        assertThat(out.readLine()).as("nothing else on standard output").isNull();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void withoutOptionsAllStartAndOcisTrustsTheTokensOfAuthentik() throws Exception {
        BufferedReader out = start().inputReader(StandardCharsets.UTF_8);
        Map<String, JsonNode> lines = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            JsonNode line = new ObjectMapper().readTree(out.readLine());
            lines.put(line.get("system").asText(), line);
        }
        assertThat(lines).containsOnlyKeys("authentik", "stalwart", "ocis", "dns");
        JsonNode authentik = lines.get("authentik");
        String form = "grant_type=client_credentials&scope=openid%20profile%20email&client_id="
                + authentik.at("/variables/filesClientId").asText() + "&username="
                + authentik.at("/variables/filesUser").asText() + "&password="
                + authentik.at("/variables/filesPassword").asText();
        // The issuer of a token is the host at which it was asked for.
        JsonNode token = at(authentik)
                .send(
                        "POST",
                        "/application/o/token/",
                        form,
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "X-Forwarded-Host",
                        "auth.dezky.test",
                        "X-Forwarded-Proto",
                        "https")
                .json();
        TestClient.Response me = at(lines.get("ocis"))
                .send(
                        "GET",
                        "/graph/v1.0/me",
                        null,
                        "Authorization",
                        "Bearer " + token.get("access_token").asText());
        assertThat(me.json().path("onPremisesSamAccountName").asText()).isEqualTo("dezky-operator");
    }

    private static TestClient at(JsonNode line) {
        return TestClient.at(URI.create(line.get("url").asText()));
    }

    @Test
    void aRecordedConversationNamesItsSystemAndItsActors() throws Exception {
        Path file = Files.createDirectories(folder.resolve("ocis")).resolve("some.json");
        Files.writeString(file, """
                {"server": "OpenCloud of some day", "actors": {"mary": "Space Admin role", "nobody": "no header"},
                 "precondition": {"groups": [], "projectSpaces": [],
                   "users": [{"login": "mary", "displayName": "Mary", "role": "Space Admin"}]},
                 "steps": []}
                """);
        Process process = start("--seed", file.toString());
        JsonNode line = new ObjectMapper()
                .readTree(process.inputReader(StandardCharsets.UTF_8).readLine());
        assertThat(line.get("system").asText()).isEqualTo("ocis");
        assertThat(line.get("actors").fieldNames()).toIterable().containsExactlyInAnyOrder("mary", "nobody");
        assertThat(line.at("/actors/nobody")).isEmpty();
        TestClient.Response me = TestClient.at(URI.create(line.get("url").asText()))
                .send(
                        "GET",
                        "/graph/v1.0/me",
                        null,
                        "Authorization",
                        line.at("/actors/mary/Authorization").asText());
        assertThat(me.json().get("displayName").asText()).isEqualTo("Mary");
    }

    @Test
    void wrongArgumentsEndItWithTwoAndTheUsage() throws Exception {
        Process process = start("--nonsense", "1");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("unknown option --nonsense")
                .contains("usage: run");
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
    }

    @Test
    void aSeedThatIsNoConversationIsAWrongArgument() throws Exception {
        Path file = Files.writeString(folder.resolve("x.json"), "{}");
        Process process = start("--seed", file.toString());
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
    }

    @Test
    void aPortThatIsTakenEndsItWithOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            Process process = start("--dns", "0", "--ocis", String.valueOf(taken.getLocalPort()));
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("127.0.0.1:" + taken.getLocalPort());
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SimulatorsMain.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }
}
