package io.dezky.operator.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.kubernetes.Kube;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantMetricsTest {

    private static final KubernetesSerialization YAML = Kube.serialization();

    private static final String ACME = """
            metadata: {name: acme, namespace: tenants, creationTimestamp: "2026-11-23T08:00:00Z"}
            status:
              conditions:
                - {type: Ready, status: "False", reason: StalwartUnavailable, message: x, lastTransitionTime: "2026-11-23T08:50:00Z"}
                - {type: IdentityReady, status: "True", reason: Synced, message: x, lastTransitionTime: "2026-11-23T08:10:00Z"}
                - {type: MailReady, status: Unknown, reason: NotLookedAt, message: x, lastTransitionTime: "2026-11-23T08:10:00Z"}
              mail:
                domains:
                  - name: acme.test
                    dnsRecords:
                      - {type: MX, name: acme.test, value: x, required: true, verified: true}
                      - {type: TXT, name: acme.test, value: x, required: true, verified: false}
                      - {type: TXT, name: acme.test, value: y, required: true}
                      - {type: SRV, name: acme.test, value: x, required: false, verified: false}
              files: {spaces: [{name: Company, quota: 50Gi}, {name: Board, quota: 10Gi}, {name: New}]}
            """;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Tenant> tenants = new ArrayList<>();
    private final List<TenantInvite> invites = new ArrayList<>();
    private final TenantMetrics metrics = new TenantMetrics(
            registry,
            tenants::stream,
            invites::stream,
            Clock.fixed(Instant.parse("2026-11-23T09:00:00Z"), ZoneOffset.UTC));

    @Test
    void aConditionIsOneZeroOrMinusOne() {
        tenant(ACME);

        assertThat(value("dezky.tenant.condition", "condition", "IdentityReady"))
                .isEqualTo(1);
        assertThat(value("dezky.tenant.condition", "condition", "Ready")).isZero();
        assertThat(value("dezky.tenant.condition", "condition", "MailReady")).isEqualTo(-1);
    }

    @Test
    void onlyAConditionThatIsNotTrueTellsItsReason() {
        tenant(ACME);

        assertThat(value("dezky.tenant.condition.reason", "condition", "Ready", "reason", "StalwartUnavailable"))
                .isEqualTo(1);
        assertThat(registry.find("dezky.tenant.condition.reason").gauges()).hasSize(2);
    }

    @Test
    void theTimeWithoutReadyCountsFromTheTransitionOrFromTheCreation() {
        tenant(ACME);
        assertThat(value("dezky.tenant.not.ready")).isEqualTo(600);

        tenants.clear();
        tenant("metadata: {name: acme, namespace: tenants, creationTimestamp: \"2026-11-23T08:00:00Z\"}");
        assertThat(value("dezky.tenant.not.ready")).isEqualTo(3600);

        tenants.clear();
        tenant(ACME.replace("\"False\", reason: StalwartUnavailable", "\"True\", reason: Reconciled"));
        assertThat(value("dezky.tenant.not.ready")).isZero();
    }

    @Test
    void requiredRecordsAreCountedByWhetherTheyWereSeen() {
        tenant(ACME);

        assertThat(value("dezky.tenant.dns.records", "verified", "true")).isEqualTo(1);
        assertThat(value("dezky.tenant.dns.records", "verified", "false")).isEqualTo(2);
    }

    @Test
    void quotasOfAllSpacesAreAddedInBytes() {
        tenant(ACME);

        assertThat(value("dezky.tenant.quota")).isEqualTo(60d * (1L << 30));
    }

    @Test
    void invitesAreCountedByTheirStateForTheTenantThatTheyName() {
        invites.add(invite("eva", "{state: Delivered}"));
        invites.add(invite("max", "{state: Delivered}"));
        invites.add(invite("new", "null"));
        tenant(ACME);

        assertThat(value("dezky.tenant.invites", "state", "Delivered")).isEqualTo(2);
        assertThat(value("dezky.tenant.invites", "state", "Pending")).isEqualTo(1);
    }

    /** As an object is read that was stored under another version of its CRD. */
    @Test
    void anInviteThatNamesNoTenantIsCountedForNoneAndKeepsNoOtherFromBeingCounted() {
        TenantInvite withoutSpec = invite("old", "{state: Delivered}");
        withoutSpec.setSpec(null);
        invites.add(withoutSpec);
        invites.add(invite("eva", "{state: Delivered}"));

        tenant(ACME);

        assertThat(value("dezky.tenant.invites", "state", "Delivered")).isEqualTo(1);
    }

    @Test
    void aTenantThatIsGoneIsNotShownAnyMore() {
        tenant(ACME);
        tenants.clear();

        metrics.update();

        assertThat(registry.getMeters()).isEmpty();
    }

    private void tenant(String yaml) {
        tenants.add(YAML.unmarshal("apiVersion: platform.dezky.io/v1alpha1\nkind: Tenant\n" + yaml, Tenant.class));
        metrics.update();
    }

    private static TenantInvite invite(String name, String status) {
        return YAML.unmarshal("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: TenantInvite
                metadata: {name: %s, namespace: tenants}
                spec: {tenantRef: {name: acme}}
                status: %s
                """.formatted(name, status), TenantInvite.class);
    }

    private double value(String name, String... tags) {
        return registry.get(name)
                .tags("tenant_namespace", "tenants", "tenant", "acme")
                .tags(tags)
                .gauge()
                .value();
    }
}
