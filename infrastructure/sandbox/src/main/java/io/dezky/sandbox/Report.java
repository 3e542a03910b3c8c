package io.dezky.sandbox;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.Tenant;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables at the end. */
final class Report {

    private final Terminal terminal;
    private final Watched watched;
    private final Optional<Path> kubeconfig;

    Report(Terminal terminal, Watched watched, Optional<Path> kubeconfig) {
        this.terminal = terminal;
        this.watched = watched;
        this.kubeconfig = kubeconfig;
    }

    void conditions() {
        terminal.title("Conditions");
        List<List<String>> rows = new ArrayList<>();
        for (Watched.Shown shown : watched.all()) {
            for (Condition condition : shown.conditions()) {
                rows.add(List.of(
                        shown.name(), condition.type(), condition.status(), condition.reason(), condition.message()));
            }
        }
        terminal.table(List.of("OBJECT", "CONDITION", "STATUS", "REASON", "MESSAGE"), rows);
    }

    void refused(List<Samples.Refused> refused) {
        if (refused.isEmpty()) {
            return;
        }
        terminal.title("Refused by the API server");
        refused.forEach(one -> terminal.line(one.object() + ": " + one.message()));
    }

    void dns(String tenantName) {
        Optional<Tenant> tenant = watched.tenant(tenantName);
        String snippet = tenant.map(ZoneSnippet::of).orElse("");
        if (snippet.isEmpty()) {
            return;
        }
        terminal.title("DNS records of tenant/" + tenantName + ", as a zone snippet");
        terminal.line(snippet.stripTrailing());
    }

    void invites() {
        terminal.title("Invites");
        List<List<String>> rows = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        watched.operatorInvites().forEach(invite -> tell("operatorinvite", invite, rows, commands));
        watched.tenantInvites().forEach(invite -> tell("tenantinvite", invite, rows, commands));
        terminal.table(List.of("INVITE", "STATE", "METHOD", "SECRET", "EXPIRES"), rows);
        terminal.line("");
        terminal.line("To read a credential:");
        commands.forEach(command -> terminal.line("  " + command));
    }

    private void tell(
            String kind, CustomResource<?, InviteStatus> invite, List<List<String>> rows, List<String> commands) {
        InviteStatus status = invite.getStatus();
        String name = kind + "/" + invite.getMetadata().getName();
        if (status == null || status.handoff() == null) {
            rows.add(List.of(name, status == null ? "" : word(status.state()), "", "", ""));
            return;
        }
        String namespace = invite.getMetadata().getNamespace();
        String secret = status.handoff().secretRef().name();
        rows.add(List.of(
                name,
                word(status.state()),
                word(status.handoff().method()),
                namespace + "/" + secret,
                String.valueOf(status.handoff().expiresAt())));
        String key =
                switch (status.handoff().method()) {
                    case RECOVERY_LINK -> "recovery-link";
                    case TEMPORARY_PASSWORD -> "temporary-password";
                    case EMAIL -> "method";
                };
        commands.add(
                kubeconfig.isPresent()
                        ? "kubectl -n " + namespace + " get secret " + secret + " -o go-template='{{index .data \""
                                + key + "\" | base64decode}}{{\"\\n\"}}'"
                        : "Secret " + namespace + "/" + secret + ", key " + key
                                + " (no kubectl on the embedded server)");
    }

    /** {@code RECOVERY_LINK} as it stands in YAML. */
    private static String word(Enum<?> value) {
        if (value == null) {
            return "";
        }
        StringBuilder word = new StringBuilder();
        for (String part : value.name().split("_")) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return word.toString();
    }

    void whereThingsAre(Systems systems, int port, Path log) {
        terminal.title("Where things are");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("metrics of the operator", "http://127.0.0.1:" + port + "/metrics"));
        rows.add(List.of("health of the operator", "http://127.0.0.1:" + port + "/readyz"));
        systems.simulators()
                .forEach(simulator -> rows.add(
                        List.of("simulator " + simulator.system(), simulator.url() + "  (log: /_simulator/requests)")));
        systems.dns()
                .ifPresent(dns -> rows.add(List.of(
                        "DNS simulator", dns.nameserver() + "  (zone: " + dns.controlUrl() + "/_simulator/zone)")));
        rows.add(List.of("log of the operator", log.toString()));
        kubeconfig.ifPresent(file -> rows.add(List.of("kubectl", "export KUBECONFIG=" + file)));
        terminal.table(List.of("WHAT", "WHERE"), rows);
    }

    /** The result of each check. */
    void checks(Map<String, Boolean> checks) {
        terminal.title("Checks");
        checks.forEach((what, holds) -> terminal.line((holds ? "  ok      " : "  FAILED  ") + what));
    }
}
