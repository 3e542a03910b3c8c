package io.dezky.simulator.stalwart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dezky.simulator.stalwart.schema.SchemaViolation;
import io.dezky.simulator.stalwart.schema.StalwartSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Conversations judged by Stalwart's own description of its objects. */
class StalwartSchemaTest {

    private static StalwartSchema schema;

    private final StalwartSimulator simulator =
            StalwartSimulator.start(0, StalwartSeed.platform("API_test"), Clock.systemUTC());
    private final JmapClient operator = new JmapClient(simulator, "operator");

    @BeforeAll
    static void readSchema() {
        Path file = Path.of(
                        System.getProperty("project.root", "../.."),
                        "..",
                        "shared",
                        "contracts",
                        "stalwart-schema-subset.json")
                .normalize();
        assumeTrue(Files.isRegularFile(file), "no description of Stalwart's objects at " + file);
        schema = StalwartSchema.read(file);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void the_operators_whole_work_with_a_tenant_is_as_described() {
        operator.calls(
                "x:Domain/set",
                "{'create': {'dom1': {'name': 'acme.test', 'description': 'dezky k3s-1 tenants/acme',"
                        + " 'catchAllAddress': 'postmaster@acme.test', 'dkimManagement': {'@type': 'Manual'},"
                        + " 'dnsManagement': {'@type': 'Manual'}, 'certificateManagement': {'@type': 'Manual'}}}}",
                "x:DkimSignature/set",
                "{'create': {'rsa': %s, 'ed': %s}}"
                        .formatted(
                                TestKeys.rsa(2048).signature("#dom1", "dz1r", "pending"),
                                TestKeys.ed25519().signature("#dom1", "dz1e", "pending")),
                "x:Domain/get",
                "{'ids': ['#dom1']}",
                "x:DkimSignature/get",
                "{'ids': ['#rsa', '#ed']}");
        String acme = simulator.domain("acme.test").orElseThrow().id();
        List<SignatureView> keys = simulator.signatures("acme.test");
        operator.update("x:DkimSignature", keys.get(0).id(), "{'stage': 'active'}");
        String role = operator.create("x:Role", "{'description': 'tenant acme'}");
        String alice = operator.create(
                "x:Account",
                ("{'@type': 'User', 'name': 'alice', 'domainId': '%s', 'description': 'Alice', 'credentials': {},"
                                + " 'roles': {'@type': 'Custom', 'roleIds': {'b': true, '%s': true}},"
                                + " 'quotas': {'maxDiskQuota': 5368709120},"
                                + " 'aliases': {'0': {'name': 'a', 'domainId': '%s'}}}")
                        .formatted(acme, role, acme));
        operator.update("x:Account", alice, "{'quotas/maxDiskQuota': 1048576, 'aliases': {}}");
        operator.call("x:Account/query", "{'filter': {'domainId': '%s', '@type': 'User'}}".formatted(acme));
        operator.get("x:Account", alice);
        operator.update("x:Role", role, "{'disabledPermissions': {'authenticate': true, 'emailReceive': true}}");
        operator.get("x:Role", role);
        operator.update("x:Role", role, "{'disabledPermissions': {}}");
        operator.calls(
                "x:Account/set", "{'destroy': ['" + alice + "']}",
                "x:DkimSignature/set",
                        "{'destroy': ['%s', '%s']}"
                                .formatted(keys.get(0).id(), keys.get(1).id()),
                "x:Domain/set", "{'destroy': ['" + acme + "']}");

        assertThat(simulator.domain("acme.test")).isEmpty();
        assertThat(schema.violations(simulator.requests())).isEmpty();
    }

    @Test
    void what_a_caller_sends_wrongly_is_named_with_its_place() {
        operator.call(
                "x:Domain/set",
                "{'create': {'d': {'name': 7, 'nothing': 1, 'createdAt': '2026-01-01T00:00:00Z',"
                        + " 'aliases': ['a.test'], 'dkimManagement': {'@type': 'Sometimes'}}},"
                        + " 'update': {'zz': {'nothing/x': 1, 'aliases/a.test': true}}}");
        operator.call("x:DkimSignature/set", "{'create': {'k': {'selector': 's', 'stage': 'Active'}}}");
        operator.call("x:Domain/query", "{'filter': {'colour': 'red'}}");
        operator.call("x:Domain/get", "{'ids': [], 'properties': ['colour']}");

        assertThat(schema.violations(simulator.requests()))
                .extracting(SchemaViolation::toString)
                .containsExactlyInAnyOrder(
                        "SENT x:Domain/set d/name: no text",
                        "SENT x:Domain/set d/nothing: no such property",
                        "SENT x:Domain/set d/createdAt: only the server writes it",
                        "SENT x:Domain/set d/aliases: a set is written as {\"member\": true}",
                        "SENT x:Domain/set d/dkimManagement: no or no known @type",
                        "SENT x:Domain/set zz/nothing/x: no such property",
                        "SENT x:DkimSignature/set k: no or no known @type",
                        "SENT x:DkimSignature/set k/stage: no word of its list",
                        "SENT x:Domain/query filter: no property colour",
                        "SENT x:Domain/get properties: no property colour");
    }
}
