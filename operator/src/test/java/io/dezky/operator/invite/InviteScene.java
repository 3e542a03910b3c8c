package io.dezky.operator.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.world.OperatorUnderTest;
import io.dezky.operator.world.World;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.InviteState;
import io.dezky.platform.v1alpha1.InviteStatus;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.simulator.authentik.AuthentikState;
import io.dezky.simulator.authentik.PlatformSeed;
import io.dezky.simulator.http.RequestLog.Exchange;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A world in which people are invited: the invites of operators in the namespace {@code dezky-system}, those of the
 * tenant acme in {@code tenants}.
 */
final class InviteScene implements AutoCloseable {

    static final String ADA = "ada@dezky.test";
    static final String EVA = "eva@acme.test";
    static final String OPERATORS = "dezky-system";
    static final String TENANTS = "tenants";
    static final String PLATFORM_ADMINS = "dezky-platform-admins";
    static final String MAIL_STAGE = "invitation";
    static final String CHOSEN = "Chosen-by-the-person-1843";

    private static final String ACME = """
            apiVersion: platform.dezky.io/v1alpha1
            kind: Tenant
            metadata: {name: acme, namespace: tenants, creationTimestamp: "2026-11-23T08:00:00Z"}
            spec: {displayName: Acme GmbH, deletionPolicy: Retain}
            """;

    final World world;
    private OperatorUnderTest operator;

    private InviteScene(World world) {
        this.world = world;
        this.operator = world.operator();
    }

    // ---- settings

    /** Authentik has a recovery flow. */
    static InviteScene withLinks() {
        return in(seed -> seed);
    }

    /** Authentik has none. */
    static InviteScene withPasswords() {
        return in(seed -> seed.recoveryFlow(false));
    }

    /** Authentik has a recovery flow, and a stage that mails links. */
    static InviteScene withMail() {
        World world = World.create(seed -> seed.emailStage(MAIL_STAGE));
        return new InviteScene(world.set("DEZKY_AUTHENTIK_EMAIL_STAGE", MAIL_STAGE));
    }

    static InviteScene in(UnaryOperator<PlatformSeed> platform) {
        return new InviteScene(World.create(platform));
    }

    /** With a tenant acme that is ready. */
    InviteScene withTenant() {
        tenant();
        return settle();
    }

    Tenant tenant() {
        return world.kubernetes
                .resource(Serialization.unmarshal(ACME, Tenant.class))
                .create();
    }

    /** Another configuration from now on, by environment variables; the operator is started anew. */
    InviteScene set(String variable, String value) {
        world.set(variable, value);
        return restart();
    }

    // ---- what users do

    /** Invites an operator of the platform, and lets the operator work. */
    InviteScene invite(Wish wish) {
        create("ada", wish);
        return settle();
    }

    /** Invites an operator of the platform while something hinders that. */
    InviteScene inviteInVain(Wish wish) {
        create("ada", wish);
        return attempt();
    }

    OperatorInvite create(String name, Wish wish) {
        OperatorInvite invite = new OperatorInvite();
        describe(invite, OPERATORS, name);
        invite.setSpec(wish.operator());
        return world.kubernetes.resource(invite).create();
    }

    /** Invites somebody to acme, and lets the operator work. */
    InviteScene inviteToAcme(Wish wish) {
        createForAcme("eva", wish);
        return settle();
    }

    TenantInvite createForAcme(String name, Wish wish) {
        TenantInvite invite = new TenantInvite();
        describe(invite, TENANTS, name);
        invite.setSpec(wish.member("acme"));
        return world.kubernetes.resource(invite).create();
    }

    private static void describe(HasMetadata object, String namespace, String name) {
        object.getMetadata().setNamespace(namespace);
        object.getMetadata().setName(name);
        object.getMetadata().setCreationTimestamp("2026-11-23T08:00:00Z");
    }

    /** Changes Ada's invite, and lets the operator work. */
    InviteScene change(Wish wish) {
        ada().edit(found -> {
            found.setSpec(wish.operator());
            return found;
        });
        return settle();
    }

    /** Changes Eva's invite, and lets the operator work. */
    InviteScene changeForAcme(Wish wish) {
        eva().edit(found -> {
            found.setSpec(wish.member("acme"));
            return found;
        });
        return settle();
    }

    /** Annotates Ada's invite, and lets the operator work. */
    InviteScene annotate(String annotation, String value) {
        annotate(ada(), annotation, value);
        return settle();
    }

    static <R extends HasMetadata> void annotate(Resource<R> resource, String annotation, String value) {
        resource.edit(found -> {
            Map<String, String> annotations = new LinkedHashMap<>();
            annotations.putAll(
                    Optional.ofNullable(found.getMetadata().getAnnotations()).orElse(Map.of()));
            annotations.put(annotation, value);
            found.getMetadata().setAnnotations(annotations);
            return found;
        });
    }

    /** Asks for another credential for Ada. */
    InviteScene resend(String value) {
        return annotate(Annotations.RESEND, value);
    }

    /** Deletes Ada's invite, and lets the operator work. What Kubernetes collects then goes too. */
    InviteScene delete() {
        ada().delete();
        settle();
        if (ada().get() == null) {
            world.kubernetes
                    .secrets()
                    .inNamespace(OPERATORS)
                    .withName("ada-credentials")
                    .delete();
        }
        return this;
    }

    Resource<OperatorInvite> ada() {
        return world.kubernetes
                .resources(OperatorInvite.class)
                .inNamespace(OPERATORS)
                .withName("ada");
    }

    Resource<TenantInvite> eva() {
        return world.kubernetes
                .resources(TenantInvite.class)
                .inNamespace(TENANTS)
                .withName("eva");
    }

    Resource<Tenant> acme() {
        return world.kubernetes.resources(Tenant.class).inNamespace(TENANTS).withName("acme");
    }

    /** The status of Ada's invite is lost, as when it is applied to a new cluster. */
    InviteScene wipeStatusOfAda() {
        ada().editStatus(found -> {
            found.setStatus(null);
            return found;
        });
        return this;
    }

    // ---- the operator

    /** The operator works until nothing is left to do. */
    InviteScene settle() {
        operator.settle();
        return this;
    }

    /** The operator works a few times, though something hinders it and it tries again each time. */
    InviteScene attempt() {
        for (int i = 0; i < 4; i++) {
            operator.pass();
        }
        return this;
    }

    /** Time passes, and the operator works. */
    InviteScene after(Duration time) {
        world.clock.advance(time);
        return settle();
    }

    /** A new process. */
    InviteScene restart() {
        operator = world.operator();
        return this;
    }

    OperatorUnderTest operator() {
        return operator;
    }

    /** What a single further pass over everything sends, but for reads. */
    List<String> writesOfAnotherPass() {
        int before = operator.wire().points().size();
        operator.pass();
        List<String> points = operator.wire().points();
        return points.subList(before, points.size()).stream()
                .filter(point -> !point.contains(" GET ") && !point.endsWith("/jmap") && !point.endsWith("/o/token/"))
                .toList();
    }

    // ---- what is there

    InviteStatus status() {
        return status(ada().get());
    }

    /** Of another OperatorInvite than Ada's. */
    InviteStatus statusOf(String name) {
        return status(world.kubernetes
                .resources(OperatorInvite.class)
                .inNamespace(OPERATORS)
                .withName(name)
                .get());
    }

    InviteStatus statusOfEva() {
        return status(eva().get());
    }

    static InviteStatus status(CustomResource<?, InviteStatus> invite) {
        assertThat(invite.getStatus()).as("the invite has a status").isNotNull();
        return invite.getStatus();
    }

    static Optional<Condition> condition(InviteStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** State, and the reason of Ready: {@code Delivered/Delivered}. */
    String standing() {
        return standing(status());
    }

    static String standing(InviteStatus status) {
        return word(status.state())
                + "/"
                + condition(status, ConditionTypes.READY).map(Condition::reason).orElse("-");
    }

    private static String word(InviteState state) {
        return state == null
                ? "-"
                : state.name().charAt(0) + state.name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    String message() {
        return condition(status(), ConditionTypes.READY).orElseThrow().message();
    }

    Resource<Secret> secretResource() {
        return world.kubernetes.secrets().inNamespace(OPERATORS).withName("ada-credentials");
    }

    /** What Ada's Secret holds, decoded; empty when there is none. */
    Map<String, String> secret() {
        return decoded(secretResource().get());
    }

    Map<String, String> secretOfEva() {
        return decoded(world.kubernetes
                .secrets()
                .inNamespace(TENANTS)
                .withName("eva-credentials")
                .get());
    }

    static Map<String, String> decoded(Secret secret) {
        Map<String, String> data = new TreeMap<>();
        if (secret != null) {
            secret.getData()
                    .forEach((key, value) ->
                            data.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        return data;
    }

    static Map<String, String> encoded(Map<String, String> data) {
        Map<String, String> encoded = new TreeMap<>();
        data.forEach((key, value) ->
                encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return encoded;
    }

    String link() {
        return secret().get("recovery-link");
    }

    String password() {
        return secret().get("temporary-password");
    }

    AuthentikState.User user() {
        return world.authentik.state().user(ADA).orElseThrow();
    }

    boolean canOpen(String link) {
        return world.authentik.human().useRecoveryLink(link, CHOSEN);
    }

    boolean canSignIn(String password) {
        return world.authentik.human().signIn(ADA, password);
    }

    /** Ada opens her link and chooses a password, and the operator works. */
    InviteScene accept() {
        assertThat(canOpen(link())).as("the link works").isTrue();
        return settle();
    }

    // ---- behind the operator's back

    /** An administrator of Authentik changes something by the API. */
    void asAdmin(String method, String path, Object body) {
        new AdminOfAuthentik(world.authentik).send(method, path, body);
    }

    void asAdminChangeUser(Map<String, ?> fields) {
        asAdmin("PATCH", "/core/users/" + user().pk() + "/", fields);
    }

    // ---- what was done

    /** What Authentik was asked to change, as {@code POST /core/users/}, ids left out. */
    List<String> writesToAuthentik() {
        return world.authentik.requests().all().stream()
                .filter(Exchange::isWrite)
                .filter(InviteScene::isOperators)
                .map(exchange -> exchange.request().method() + " "
                        + exchange.request()
                                .path()
                                .replaceFirst("^/api/v3", "")
                                .replaceAll("[0-9a-f]{64}", "UID")
                                .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
                                .replaceAll("/\\d+/", "/ID/"))
                .toList();
    }

    private static boolean isOperators(Exchange exchange) {
        return exchange.request()
                .header("user-agent")
                .filter("dezky-operator"::equals)
                .isPresent();
    }

    /** Forgets what was done until now. */
    InviteScene forgetRequests() {
        world.authentik.requests().clear();
        return this;
    }

    List<Event> events() {
        return world.kubernetes.events().v1().events().inAnyNamespace().list().getItems();
    }

    List<String> eventReasons() {
        List<String> reasons = new ArrayList<>();
        events().forEach(event -> reasons.add(event.getReason()));
        return reasons;
    }

    /** Does something with this scene, in the middle of a sentence. */
    InviteScene and(Consumer<InviteScene> act) {
        act.accept(this);
        return this;
    }

    @Override
    public void close() {
        world.close();
    }
}
