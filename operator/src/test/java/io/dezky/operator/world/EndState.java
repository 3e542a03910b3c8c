package io.dezky.operator.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.simulator.authentik.AuthentikState;
import io.dezky.simulator.ocis.OcisSpace;
import io.dezky.simulator.stalwart.DomainView;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is everywhere when all is done, without what differs from run to run (ids, random secrets, times): two runs that
 * end alike have the same text. Duplicates and orphans show as lines too many.
 */
public final class EndState {

    private EndState() {}

    public static String of(World world) {
        List<String> lines = new ArrayList<>();
        authentik(world, lines);
        stalwart(world, lines);
        ocis(world, lines);
        kubernetes(world, lines);
        Collections.sort(lines);
        return String.join("\n", lines);
    }

    private static void authentik(World world, List<String> lines) {
        AuthentikState state = world.authentik.state();
        state.groups()
                .forEach(group ->
                        lines.add("authentik group " + group.name() + " parents " + new TreeSet<>(group.parents())
                                + " members " + new TreeSet<>(group.members()) + " " + mark(group.attributes())));
        state.applications()
                .forEach(app -> lines.add("authentik application " + app.slug() + " " + app.name() + " provider "
                        + app.provider() + " open " + app.open() + " bindings "
                        + app.bindings().stream()
                                .map(b -> b.group() + " " + b.enabled() + " " + b.negate())
                                .sorted()
                                .toList()
                        + " " + withoutUid(app.members().path("meta_publisher").asText())));
        state.providers()
                .forEach(provider -> lines.add("authentik provider " + provider.name() + " " + provider.clientId() + " "
                        + provider.redirectUris() + " " + new TreeSet<>(provider.scopes()) + " "
                        + provider.application()));
        state.brands()
                .forEach(brand -> lines.add("authentik brand " + brand.domain() + " " + brand.title() + " "
                        + new java.util.TreeMap<>(brand.flows()) + " " + mark(brand.attributes())));
        state.users()
                .forEach(user -> lines.add("authentik user " + user.username() + " " + user.name() + " " + user.email()
                        + " active " + user.active() + " password " + user.hasPassword() + " groups "
                        + new TreeSet<>(user.groups()) + " " + mark(user.attributes())));
        state.tokens().forEach(token -> lines.add("authentik token of " + token.user() + " " + token.intent()));
    }

    private static String mark(JsonNode attributes) {
        return withoutUid(attributes.toString());
    }

    private static String withoutUid(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID");
    }

    private static void stalwart(World world, List<String> lines) {
        for (DomainView domain : world.stalwart.domains()) {
            String keys = world.stalwart.signatures(domain.name()).stream()
                    .map(key -> key.selector() + " " + key.stage())
                    .sorted()
                    .collect(Collectors.joining(", "));
            lines.add("stalwart domain " + domain.name() + " " + withoutUid(String.valueOf(domain.description())) + " ["
                    + keys + "] accounts "
                    + world.stalwart.accounts(domain.name()).size());
        }
    }

    private static void ocis(World world, List<String> lines) {
        for (OcisSpace space : world.ocis.projectSpaces()) {
            List<String> grants = space.grants().stream()
                    .map(grant -> grant.name() + "=" + grant.role())
                    .sorted()
                    .toList();
            lines.add("ocis space " + space.name() + " " + space.alias() + " " + withoutUid(space.description()) + " "
                    + space.quota() + " disabled " + space.disabled() + " " + grants + " "
                    + new TreeSet<>(space.folders()));
        }
        world.ocis.groups().forEach(group -> lines.add("ocis group " + group.displayName()));
    }

    private static void kubernetes(World world, List<String> lines) {
        for (Tenant tenant :
                world.kubernetes.resources(Tenant.class).inAnyNamespace().list().getItems()) {
            lines.add("kubernetes Tenant " + tenant.getMetadata().getName() + " "
                    + conditions(
                            tenant.getStatus() == null
                                    ? List.of()
                                    : tenant.getStatus().conditions()));
        }
        world.kubernetes
                .resources(OperatorInvite.class)
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(invite -> lines.add(invite(invite)));
        world.kubernetes
                .resources(TenantInvite.class)
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(invite -> lines.add(invite(invite)));
        world.kubernetes
                .secrets()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(secret ->
                        lines.add("kubernetes Secret " + secret.getMetadata().getName() + " "
                                + new TreeSet<>(secret.getData().keySet()) + " serial "
                                + (secret.getMetadata().getAnnotations() == null
                                        ? ""
                                        : secret.getMetadata().getAnnotations().get("platform.dezky.io/serial"))));
    }

    private static String invite(CustomResource<?, InviteStatus> invite) {
        InviteStatus status = invite.getStatus();
        if (status == null) {
            return "kubernetes " + invite.getKind() + " " + invite.getMetadata().getName() + " no status";
        }
        String handoff = status.handoff() == null
                ? "none"
                : status.handoff().method() + " " + status.handoff().serial() + " "
                        + status.handoff().secretRef().name();
        return "kubernetes " + invite.getKind() + " " + invite.getMetadata().getName() + " " + status.state()
                + " handoff " + handoff + " " + conditions(status.conditions());
    }

    private static List<String> conditions(List<Condition> conditions) {
        return conditions.stream()
                .map(condition -> condition.type() + "=" + condition.status() + "/" + condition.reason())
                .sorted()
                .toList();
    }
}
