package io.dezky.operator.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.operator.world.OperatorUnderTest;
import io.dezky.operator.world.Wire;
import io.dezky.operator.world.World;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.DnsRecordStatus;
import io.dezky.platform.v1alpha1.MailDomainStatus;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.simulator.authentik.AuthentikState;
import io.dezky.simulator.authentik.PlatformSeed;
import io.dezky.simulator.http.RequestLog;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A world with Tenants in it, and what people do there: users with kubectl, administrators of the systems, customers. */
final class TenantFixture implements AutoCloseable {

    static final String ACME = """
            apiVersion: platform.dezky.io/v1alpha1
            kind: Tenant
            metadata: {name: acme, namespace: tenants, creationTimestamp: "2026-11-23T08:00:00Z"}
            spec:
              displayName: Acme GmbH
              deletionPolicy: Retain
              identity:
                branding: {title: Acme, logo: "https://cdn.test/acme.svg"}
                redirectUris: ["https://acme.dezky.test/auth/callback"]
              mail:
                domains:
                  - {name: acme.test, dkim: {algorithms: [RSA2048, Ed25519]}, catchAll: postmaster@acme.test}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final World world;
    OperatorUnderTest operator;

    private TenantFixture(World world) {
        this.world = world;
        this.operator = world.operator();
    }

    /** A world without Tenants. */
    static TenantFixture empty() {
        return new TenantFixture(World.create());
    }

    /** A world without Tenants, Authentik prepared in another way. */
    static TenantFixture empty(UnaryOperator<PlatformSeed> identity) {
        return new TenantFixture(World.create(identity));
    }

    /** A world in which the Tenant acme is ready. */
    static TenantFixture withAcme() {
        TenantFixture fixture = empty();
        fixture.apply(ACME);
        fixture.settle();
        return fixture;
    }

    // ---- users with kubectl

    Tenant apply(String yaml) {
        return world.kubernetes
                .resource(Serialization.unmarshal(yaml, Tenant.class))
                .create();
    }

    /** Another Tenant, as small as can be. */
    Tenant apply(String namespace, String name, String created, String spec) {
        return apply("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: %s, namespace: %s, creationTimestamp: "%s"}
                spec: {displayName: %s, deletionPolicy: Retain, %s}
                """.formatted(name, namespace, created, name, spec));
    }

    Resource<Tenant> resource(String namespace, String name) {
        return world.kubernetes.resources(Tenant.class).inNamespace(namespace).withName(name);
    }

    Tenant tenant() {
        return tenant("acme");
    }

    Tenant tenant(String name) {
        return resource("tenants", name).get();
    }

    /** Changes one field of acme, the value in JSON. */
    void change(String pointer, String json) {
        patch("[{\"op\": \"add\", \"path\": \"" + pointer + "\", \"value\": " + json + "}]");
    }

    /** Takes one field of acme away. */
    void remove(String pointer) {
        patch("[{\"op\": \"remove\", \"path\": \"" + pointer + "\"}]");
    }

    private void patch(String patch) {
        patch("tenants", "acme", patch);
    }

    void patch(String namespace, String name, String patch) {
        resource(namespace, name).patch(PatchContext.of(PatchType.JSON), patch);
    }

    void annotate(String name, String value) {
        resource("tenants", "acme").edit(found -> {
            found.getMetadata().getAnnotations().put(name, value);
            return found;
        });
    }

    void delete(String name) {
        resource("tenants", name).delete();
    }

    static Condition condition(Tenant tenant, String type) {
        return tenant.getStatus().conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no condition " + type + " in " + tenant.getStatus().conditions()));
    }

    Condition condition(String type) {
        return condition(tenant(), type);
    }

    // ---- the operator

    void settle() {
        operator.settle();
    }

    void pass() {
        operator.pass();
    }

    /** A new process of the operator: what the old one remembered is gone. */
    void restart() {
        operator = world.operator();
    }

    /** All that the operator writes while it works on everything once. */
    List<String> writesOfOnePass() {
        Wire wire = Wire.whole();
        OperatorUnderTest fresh = world.operator(wire);
        int authentik = authentikWrites().size();
        int stalwart = world.stalwart.writes().size();
        int ocis = ocisWrites().size();
        fresh.pass();
        List<String> writes = new ArrayList<>();
        authentikWrites().stream().skip(authentik).forEach(exchange -> writes.add("authentik " + exchange.request()));
        world.stalwart.writes().stream()
                .skip(stalwart)
                .forEach(exchange -> writes.add("stalwart " + exchange.request()));
        ocisWrites().stream().skip(ocis).forEach(exchange -> writes.add("ocis " + exchange.request()));
        wire.points().stream().filter(point -> point.startsWith("kubernetes ")).forEach(writes::add);
        return writes;
    }

    private List<RequestLog.Exchange> authentikWrites() {
        return world.authentik.requests().all().stream()
                .filter(RequestLog.Exchange::isWrite)
                .filter(exchange -> !exchange.request().path().endsWith("/token/"))
                .toList();
    }

    private List<RequestLog.Exchange> ocisWrites() {
        return world.ocis.requests().all().stream()
                .filter(RequestLog.Exchange::isWrite)
                .toList();
    }

    // ---- administrators of Authentik and Stalwart

    AuthentikState authentik() {
        return world.authentik.state();
    }

    /** Something that an administrator of Authentik does by its API. */
    JsonNode authentik(String method, String path, String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(world.authentik.url() + "/api/v3" + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json == null ? "" : json));
        world.authentik.actors().get("admin").forEach(request::header);
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String groupPk(String name) {
        return authentik().group(name).orElseThrow().pk();
    }

    /** Something that an administrator of Stalwart does. */
    JsonNode stalwart(String method, String json) {
        try {
            JsonNode answer = world.stalwart.behindTheBack(method, JSON.readTree(json));
            for (String refusal : List.of("notCreated", "notUpdated", "notDestroyed")) {
                if (answer.has(refusal)) {
                    throw new AssertionError(method + ": " + answer);
                }
            }
            return answer;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    String domainId(String name) {
        return world.stalwart.domain(name).orElseThrow().id();
    }

    // ---- customers

    /** All records of the status as a zone text: what the customer copies. */
    String zoneOfStatus(Tenant tenant) {
        StringBuilder zone = new StringBuilder();
        for (MailDomainStatus domain : tenant.getStatus().mail().domains()) {
            domain.dnsRecords().forEach(record -> zone.append(line(record)).append('\n'));
        }
        return zone.toString();
    }

    static String line(DnsRecordStatus record) {
        String value = record.type().equals("TXT") ? quoted(record.value()) : record.value();
        return record.name() + ". IN " + record.type() + " " + value;
    }

    /** A character string of a TXT record holds 255 octets at most. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (int from = 0; from < text.length(); from += 255) {
            quoted.append('"')
                    .append(text, from, Math.min(text.length(), from + 255))
                    .append("\" ");
        }
        return quoted.toString();
    }

    /** The customer publishes all that status asks for. */
    void publishEverything() {
        world.dns.publish(zoneOfStatus(tenant()));
    }

    Map<String, String> secret(String namespace, String name) {
        return world.kubernetes
                .secrets()
                .inNamespace(namespace)
                .withName(name)
                .get()
                .getData();
    }

    @Override
    public void close() {
        world.close();
    }
}
