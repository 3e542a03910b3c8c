package io.dezky.cli;

import io.dezky.simulator.Simulator;
import io.dezky.simulator.authentik.AuthentikSeed;
import io.dezky.simulator.authentik.AuthentikSimulator;
import io.dezky.simulator.dns.DnsSimulator;
import io.dezky.simulator.ocis.OcisSeed;
import io.dezky.simulator.ocis.OcisSimulator;
import io.dezky.simulator.stalwart.StalwartSeed;
import io.dezky.simulator.stalwart.StalwartSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Simulated Authentik, Stalwart, oCIS and DNS, with the configuration of an operator that works with them. */
final class Systems {

    private static final String AUTHENTIK_TOKEN = "test-authentik-token";
    private static final String FILES_PASSWORD = "test-files-password";
    private static final String STALWART_KEY = "API_test-stalwart-key";

    final AuthentikSimulator authentik;
    final StalwartSimulator stalwart;
    final OcisSimulator ocis;
    final DnsSimulator dns = DnsSimulator.start(0);

    Systems() {
        Clock clock = Clock.systemUTC();
        authentik = AuthentikSimulator.start(
                0,
                AuthentikSeed.platform("auth.dezky.test")
                        .operatorToken(AUTHENTIK_TOKEN)
                        .filesPassword(FILES_PASSWORD),
                clock);
        stalwart = StalwartSimulator.start(
                0,
                StalwartSeed.platform(STALWART_KEY)
                        .withOperatorPermissions("sysMailingListQuery", "sysMailingListGet", "sysMailingListDestroy"),
                clock);
        ocis = OcisSimulator.start(0, OcisSeed.platform(authentik::claimsOf).withIssuer(authentik.issuer()), clock);
    }

    /** Writes the operator's configuration, and the files with its credentials. */
    Path configuration(Path folder) throws IOException {
        return Files.writeString(folder.resolve("operator.yaml"), """
                platform: {baseDomain: dezky.test}
                authentik: {url: "%s", tokenFile: "%s"}
                stalwart: {url: "%s", tokenFile: "%s"}
                ocis: {url: "%s", passwordFile: "%s"}
                dns: {resolvers: ["%s"], checkInterval: 1s}
                invites: {acceptanceCheckInterval: 1s}
                kubernetes: {resyncInterval: 30s, retryInitial: 500ms, retryMax: 2s, leaseNamespace: dezky-system}
                server: {address: 127.0.0.1, port: 0}
                """.formatted(
                        authentik.url(),
                        file(folder, "authentik", AUTHENTIK_TOKEN),
                        stalwart.url(),
                        file(folder, "stalwart", STALWART_KEY),
                        ocis.url(),
                        file(folder, "ocis", FILES_PASSWORD),
                        dns.nameserver()));
    }

    private static Path file(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** What only the operator knows. */
    static List<String> credentials() {
        return List.of(AUTHENTIK_TOKEN, FILES_PASSWORD, STALWART_KEY);
    }

    List<Simulator> all() {
        return List.of(authentik, stalwart, ocis);
    }
}
