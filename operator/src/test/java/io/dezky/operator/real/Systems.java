package io.dezky.operator.real;

import io.dezky.operator.mail.DesiredMail;
import io.dezky.operator.plan.Mark;
import io.dezky.simulator.Simulator;
import io.dezky.simulator.authentik.AuthentikSeed;
import io.dezky.simulator.authentik.AuthentikSimulator;
import io.dezky.simulator.dns.DnsSimulator;
import io.dezky.simulator.ocis.OcisSeed;
import io.dezky.simulator.ocis.OcisSimulator;
import io.dezky.simulator.stalwart.StalwartSeed;
import io.dezky.simulator.stalwart.StalwartSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The three systems and DNS of one test, over real HTTP, in real time. */
final class Systems implements AutoCloseable {

    private static final String TOKEN = "authentik-token-of-the-tests";
    private static final String FILES_PASSWORD = "files-password-of-the-tests";
    private static final String STALWART_KEY = "API_stalwart-key-of-the-tests";

    final AuthentikSimulator authentik = AuthentikSimulator.start(
            0,
            AuthentikSeed.platform("auth.dezky.test").operatorToken(TOKEN).filesPassword(FILES_PASSWORD),
            Clock.systemUTC());
    final StalwartSimulator stalwart = StalwartSimulator.start(
            0,
            StalwartSeed.platform(STALWART_KEY)
                    .withOperatorPermissions("sysMailingListQuery", "sysMailingListGet", "sysMailingListDestroy"),
            Clock.systemUTC());
    final OcisSimulator ocis = OcisSimulator.start(
            0, OcisSeed.platform(authentik::claimsOf).withIssuer(authentik.issuer()), Clock.systemUTC());
    final DnsSimulator dns = DnsSimulator.start(0);
    private final Path folder;

    Systems() {
        try {
            folder = Files.createTempDirectory("dezky-real");
            Files.writeString(folder.resolve("authentik"), TOKEN);
            Files.writeString(folder.resolve("stalwart"), STALWART_KEY);
            Files.writeString(folder.resolve("ocis"), FILES_PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Simulator> simulators() {
        return List.of(authentik, stalwart, ocis);
    }

    /** A file of this test. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** The owner of a domain publishes what proves it. */
    void prove(String namespace, String tenant, String domain) {
        Mark mark = new Mark("dezky", "Tenant", namespace, tenant, "any");
        dns.publish("_dezky-challenge." + domain + ". IN TXT \"" + DesiredMail.challenge(mark, domain) + "\"\n");
    }

    /** All writes that were carried out so far, as text. */
    List<String> writes() {
        return simulators().stream()
                .flatMap(simulator -> simulator.requests().all().stream()
                        .filter(exchange -> exchange.acted()
                                && exchange.isWrite()
                                && !isQuestion(
                                        exchange.request().text(),
                                        exchange.request().path()))
                        .map(exchange -> simulator.system() + " " + exchange.request()))
                .toList();
    }

    /** Questions that come as POST: for a token, and to JMAP. */
    private static boolean isQuestion(String body, String path) {
        return path.endsWith("/token/") || (path.equals("/jmap") && !body.contains("/set\""));
    }

    /** The operator's settings for these systems, by environment variable; quick, and otherwise as by default. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("DEZKY_PLATFORM_BASE_DOMAIN", "dezky.test");
        settings.put("DEZKY_AUTHENTIK_URL", authentik.url().toString());
        settings.put("DEZKY_AUTHENTIK_TOKEN_FILE", file("authentik").toString());
        settings.put("DEZKY_STALWART_URL", stalwart.url().toString());
        settings.put("DEZKY_STALWART_TOKEN_FILE", file("stalwart").toString());
        settings.put("DEZKY_OCIS_URL", ocis.url().toString());
        settings.put("DEZKY_OCIS_PASSWORD_FILE", file("ocis").toString());
        settings.put("DEZKY_DNS_RESOLVERS", dns.nameserver());
        settings.put("DEZKY_DNS_CHECK_INTERVAL", "1s");
        settings.put("DEZKY_INVITES_ACCEPTANCE_CHECK_INTERVAL", "1s");
        settings.put("DEZKY_KUBERNETES_RETRY_INITIAL", "200ms");
        settings.put("DEZKY_KUBERNETES_RETRY_MAX", "2s");
        settings.put("DEZKY_KUBERNETES_LEASE_NAMESPACE", RealCluster.SYSTEM);
        settings.put("DEZKY_SERVER_ADDRESS", "127.0.0.1");
        settings.put("DEZKY_SERVER_PORT", "0");
        return settings;
    }

    @Override
    public void close() {
        simulators().forEach(Simulator::close);
        dns.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
