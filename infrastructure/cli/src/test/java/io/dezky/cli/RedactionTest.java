package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What report takes out of a log, and what it leaves, whichever awk does it. */
class RedactionTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"busybox awk", "mawk", "gawk", "original-awk"})
    void noCanaryComesThrough(String awk) throws IOException {
        String log = logged(Tools.using(kubectl("""
                Authorization: Bearer plain-canary-bearer-1A
                authentik token=plain-canary-token refused
                {"msg":"sent","password":"plain \\"canary\\" word","user":"ada"}
                {"nested":"{\\"client_secret\\":\\"plain-canary-nested\\"}"}
                see https://auth.dezky.test/if/flow/recovery/?flow_token=plaincanaryflow now
                proxy http://robot:plain-canary-basic@proxy.dezky.test:3128/
                eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl-canary
                API_plaincanarykey used
                -----BEGIN PRIVATE KEY-----
                canaryMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQ
                -----END PRIVATE KEY-----
                one line -----BEGIN RSA PRIVATE KEY-----\\ncanarykey\\n-----END RSA PRIVATE KEY----- of it
                left k7Qm!x2PzR9#canaryB4t in a text
                hash 0123456789abcdef0123456789abcdef0123456789abcdefcanary01
                mail to canary.person@acme.test failed
                """), awk, folder));

        assertThat(log.toLowerCase()).doesNotContain("canary");
        assertThat(log)
                .contains("(somebody)@acme.test failed", "\"user\":\"ada\"", "authentik token=(removed) refused")
                .hasLineCount(13);
    }

    @Test
    void whatHelpsToFindAFaultStays() throws IOException {
        String helpful = """
                2026-11-23T04:02:39.484Z INFO audit Create Group tenant-acme in authentik uid=776fbe04-7720-460e-8f6a-b582142fc61a
                tenants/acme MailReady False DomainTaken: The domain acme.test belongs to another Tenant.
                https://acme.dezky.test/application/o/tenant-acme/ answered 503 after 1200 ms
                pulled dezky-operator@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
                io.dezky.operator.mail.DkimKeyGenerator dezky1-ed25519 dezky-operator-5f6d7c8b9-abcde
                """;

        assertThat(logged(kubectl(helpful))).isEqualTo(helpful);
    }

    private Plugin kubectl(String log) {
        return new FakeKubectl(folder)
                .answers("logs ", log)
                .answers("get --raw /version", "{\"gitVersion\": \"v1.36.3\"}")
                .answers(
                        "get pods -l",
                        String.join(
                                        FakeKubectl.FIELD,
                                        "dezky-system",
                                        "operator",
                                        "Running",
                                        "True",
                                        "0",
                                        "image:1",
                                        "dezky-operator",
                                        "2026-11-23T04:00:00Z",
                                        "")
                                + "\n")
                .answers("", "")
                .plugin();
    }

    private String logged(Plugin plugin) throws IOException {
        Plugin.Result result = plugin.run("report", "--file", "bundle");
        assertThat(result.exitCode()).as(result.err()).isZero();
        return Files.readString(folder.resolve("bundle/logs/operator.log"));
    }
}
