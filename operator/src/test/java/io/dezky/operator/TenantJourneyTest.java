package io.dezky.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.world.OperatorUnderTest;
import io.dezky.operator.world.World;
import io.dezky.platform.v1alpha1.Tenant;
import io.fabric8.kubernetes.api.model.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Tenant from YAML to three systems and back. */
class TenantJourneyTest {

    private final World world = World.create();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void becomesReadyInOnePassAndTheSecondPassWritesNothing() {
        Tenant tenant = io.fabric8.kubernetes.client.utils.Serialization.unmarshal("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: acme, namespace: tenants}
                spec:
                  displayName: Acme GmbH
                  deletionPolicy: Retain
                  identity:
                    redirectUris: ["https://acme.dezky.test/auth/callback"]
                  mail:
                    domains: [{name: acme.test, dkim: {algorithms: [RSA2048, Ed25519]}}]
                  files:
                    spaces: [{name: Company, quota: 50Gi, members: Editor, admins: Editor, folders: [Contracts, HR/Payroll]}]
                """, Tenant.class);
        world.kubernetes.resource(tenant).create();

        OperatorUnderTest operator = world.operator().settle();
        Tenant ready = world.kubernetes.resource(tenant).get();
        System.out.println(io.fabric8.kubernetes.client.utils.Serialization.asYaml(ready));
        operator.wire().points().forEach(System.out::println);
        Secret secret = world.kubernetes
                .secrets()
                .inNamespace("tenants")
                .withName("acme-oidc")
                .get();
        assertThat(secret.getData()).containsOnlyKeys("issuer", "client-id", "client-secret");
        assertThat(ready.getStatus().conditions()).anyMatch(c -> c.type().equals("Ready") && c.holds());
    }
}
