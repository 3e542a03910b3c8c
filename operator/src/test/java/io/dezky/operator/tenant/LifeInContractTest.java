package io.dezky.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.simulator.authentik.AuthentikDeviations;
import io.dezky.simulator.contract.Contract;
import io.dezky.simulator.stalwart.schema.StalwartSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A whole life of a Tenant, every request and answer of it held against the systems' own descriptions of their APIs.
 * These descriptions are no part of the project.
 */
class LifeInContractTest {

    private static TenantFixture world;

    @BeforeAll
    static void aWholeLife() {
        world = TenantFixture.withAcme();
        world.change(
                "/spec/files",
                "{\"spaces\": [{\"name\": \"Company\", \"quota\": \"1Gi\", \"members\": \"Editor\", \"admins\": \"Manager\","
                        + " \"folders\": [\"HR/Payroll\"]}]}");
        world.change("/spec/admins", "[{\"email\": \"it@acme.test\", \"name\": \"Acme IT\"}]");
        world.publishEverything();
        world.settle();
        world.change("/spec/displayName", "\"Acme SE\"");
        world.change("/spec/identity/redirectUris", "[]");
        world.change("/spec/identity/host", "\"login.acme.test\"");
        world.change("/spec/mail/domains", "[{\"name\": \"acme.test\", \"dkim\": {\"algorithms\": [\"RSA2048\"]}}]");
        world.change("/spec/files/spaces/0/admins", "\"Editor\"");
        world.change("/spec/files/spaces/0/quota", "\"2Gi\"");
        world.settle();
        world.remove("/spec/admins");
        world.settle();
        world.change("/spec/deletionPolicy", "\"Delete\"");
        world.resource("tenants", "acme").edit(found -> {
            found.getMetadata().setAnnotations(Map.of(Annotations.CONFIRM_DELETE, "acme"));
            return found;
        });
        world.settle();
        world.delete("acme");
        world.settle();
        assertThat(world.tenant()).isNull();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static Path contract(String name) {
        Path file = Path.of(System.getProperty("project.root"), "..", "shared", "contracts", name);
        assumeTrue(Files.exists(file), "needs " + name + " beside the project");
        return file;
    }

    @Test
    void authentikIsAskedAsItsOpenApiSays() {
        Contract contract = AuthentikDeviations.contract(contract("authentik-openapi.yaml"));
        assertThat(contract.violations(world.world.authentik.requests().all())).isEmpty();
    }

    @Test
    void stalwartIsAskedAsItsSchemaSays() {
        StalwartSchema schema = StalwartSchema.read(contract("stalwart-schema-subset.json"));
        assertThat(schema.violations(world.world.stalwart.requests())).isEmpty();
    }

    @Test
    void ocisIsAskedAsItsOpenApiSays() {
        Contract contract = Contract.read(contract("ocis-libregraph-openapi.yaml"));
        assertThat(contract.violations(world.world.ocis.requests().all())).isEmpty();
    }
}
