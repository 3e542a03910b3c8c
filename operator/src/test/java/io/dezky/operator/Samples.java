package io.dezky.operator;

import io.dezky.operator.world.World;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Objects as users write them. What the API server would default is written out: the embedded one does not. */
final class Samples {

    private Samples() {}

    static final String ACME = """
            apiVersion: platform.dezky.io/v1alpha1
            kind: Tenant
            metadata: {name: acme, namespace: tenants, creationTimestamp: "2026-11-23T08:00:00Z"}
            spec:
              displayName: Acme GmbH
              deletionPolicy: Retain
              identity:
                branding: {title: Acme}
                redirectUris: ["https://acme.dezky.test/auth/callback"]
              mail:
                domains:
                  - {name: acme.test, dkim: {algorithms: [RSA2048, Ed25519]}, catchAll: postmaster@acme.test}
              files:
                spaces:
                  - {name: Company, quota: 50Gi, members: Editor, admins: Manager, folders: [Contracts, HR/Payroll]}
            """;

    static final String ADA = """
            apiVersion: platform.dezky.io/v1alpha1
            kind: OperatorInvite
            metadata: {name: ada, namespace: dezky-system, creationTimestamp: "2026-11-23T08:00:00Z"}
            spec: {email: Ada@Dezky.test, name: Ada Lovelace, handoff: Auto, expiresAfter: 24h, onDelete: Deactivate}
            """;

    static final String EVA = """
            apiVersion: platform.dezky.io/v1alpha1
            kind: TenantInvite
            metadata: {name: eva, namespace: tenants, creationTimestamp: "2026-11-23T08:00:00Z"}
            spec:
              tenantRef: {name: acme}
              role: Member
              email: eva@acme.test
              name: Eva
              handoff: Auto
              expiresAfter: 24h
              onDelete: Deactivate
            """;

    static Tenant tenant(World world, String yaml) {
        return apply(world, Serialization.unmarshal(yaml, Tenant.class));
    }

    static OperatorInvite operatorInvite(World world, String yaml) {
        return apply(world, Serialization.unmarshal(yaml, OperatorInvite.class));
    }

    static TenantInvite tenantInvite(World world, String yaml) {
        return apply(world, Serialization.unmarshal(yaml, TenantInvite.class));
    }

    static <R extends HasMetadata> R apply(World world, R object) {
        return world.kubernetes.resource(object).create();
    }

    /** The object as it is now. */
    static <R extends HasMetadata> R now(World world, R object) {
        return world.kubernetes.resource(object).get();
    }
}
