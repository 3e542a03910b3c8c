package io.dezky.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.world.EndState;
import io.dezky.platform.v1alpha1.TenantStatus;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is ready stays untouched: looked at again, it costs no write anywhere. */
class SecondReconcileTest {

    private static final String ONE_OF_EVERYTHING = """
            apiVersion: platform.dezky.io/v1alpha1
            kind: Tenant
            metadata: {name: acme, namespace: tenants, creationTimestamp: "2026-11-23T08:00:00Z"}
            spec:
              displayName: Acme GmbH
              deletionPolicy: Retain
              identity:
                host: login.acme.test
                branding: {title: Acme, logo: "https://cdn.test/acme.svg", favicon: "https://cdn.test/acme.ico"}
                redirectUris: ["https://acme.dezky.test/auth/callback", "http://localhost:8080/callback"]
              mail:
                domains:
                  - {name: acme.test, dkim: {algorithms: [RSA2048, Ed25519]}, catchAll: postmaster@acme.test}
                  - {name: xn--mller-kva.test}
              files:
                spaces:
                  - {name: Company, quota: 50Gi, members: Editor, admins: Manager, folders: [Contracts, HR/Payroll]}
                  - {name: Board, members: Viewer, admins: Editor}
              admins:
                - {email: it@acme.test, name: Acme IT}
            """;

    private static TenantFixture acme;

    @BeforeAll
    static void aTenantThatIsReady() {
        acme = TenantFixture.empty();
        acme.apply(ONE_OF_EVERYTHING);
        acme.settle();
        assertThat(acme.condition("Ready").status()).isEqualTo("True");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    @Test
    void aSecondReconcileWritesNothing() {
        int before = acme.operator.wire().points().size();
        acme.pass();
        assertThat(acme.operator.wire().points().stream().skip(before))
                .noneMatch(point -> point.startsWith("kubernetes "));
        assertThat(acme.writesOfOnePass()).isEmpty();
    }

    @Test
    void aNewProcessThatRemembersNothingWritesNothing() {
        assertThat(acme.writesOfOnePass()).isEmpty();
        assertThat(acme.writesOfOnePass()).as("and another one").isEmpty();
    }

    /** Names come before ids: it tries to create and is told that all is there. */
    @Test
    void aStatusThatWasLostIsWrittenAgainAndNothingIsMadeTwice() {
        TenantStatus before = acme.tenant().getStatus();
        String world = EndState.of(acme.world);
        wipeStatus();
        List<String> writes = acme.writesOfOnePass();
        assertThat(writes)
                .filteredOn(write -> write.startsWith("kubernetes ") && !write.endsWith("/events"))
                .containsExactly(
                        "kubernetes PATCH /apis/platform.dezky.io/v1alpha1/namespaces/tenants/tenants/acme/status");
        assertThat(writes)
                .filteredOn(write -> !write.startsWith("kubernetes "))
                .allMatch(write -> write.matches("authentik POST .*/groups/|stalwart POST /jmap|ocis MKCOL .*"));
        assertThat(EndState.of(acme.world)).isEqualTo(world);
        TenantStatus after = acme.tenant().getStatus();
        assertThat(after.identity()).isEqualTo(before.identity());
        assertThat(after.mail()).isEqualTo(before.mail());
        assertThat(after.files()).isEqualTo(before.files());
        assertThat(acme.writesOfOnePass()).isEmpty();
    }

    @Test
    void aStatusThatIsRestoredFromABackupCostsNothing() {
        TenantStatus before = acme.tenant().getStatus();
        wipeStatus();
        acme.resource("tenants", "acme").editStatus(found -> {
            found.setStatus(before);
            return found;
        });
        assertThat(acme.writesOfOnePass()).isEmpty();
    }

    private static void wipeStatus() {
        acme.resource("tenants", "acme").editStatus(found -> {
            found.setStatus(null);
            return found;
        });
        assertThat(acme.tenant().getStatus()).isNull();
    }
}
