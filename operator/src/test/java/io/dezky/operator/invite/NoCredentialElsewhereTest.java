package io.dezky.operator.invite;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.operator.http.Json;
import io.dezky.platform.v1alpha1.Handoff;
import io.dezky.platform.v1alpha1.OnDelete;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.http.RequestLog.Exchange;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.Meter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/**
 * No credential is anywhere but in its Secret: every one that was ever made or used in a run is searched for in all that
 * the operator writes and says.
 */
@Isolated("it listens to what the whole process logs, at the lowest level")
class NoCredentialElsewhereTest {

    private static final List<String> LOGGERS = List.of(Logger.ROOT_LOGGER_NAME, "io.dezky", "audit");

    private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Set<String> credentials = new LinkedHashSet<>();
    private final Set<String> said = new LinkedHashSet<>();
    private InviteScene scene;

    @BeforeEach
    void listen() {
        logged.setContext(logging);
        logged.start();
        LOGGERS.forEach(name -> logging.getLogger(name).setLevel(Level.TRACE));
        Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
        root.getAppender("console").stop();
        root.addAppender(logged);
    }

    @AfterEach
    void close() {
        Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAppender(logged);
        root.getAppender("console").start();
        root.setLevel(Level.WARN);
        logging.getLogger("io.dezky").setLevel(null);
        logging.getLogger("audit").setLevel(null);
        if (scene != null) {
            scene.close();
        }
    }

    @Test
    void ofAnInviteByLinkThroughItsWholeLife() {
        scene = InviteScene.withLinks();
        scene.invite(Wish.ADA);
        look();
        scene.resend("1").change(Wish.ADA.expiresAfter("48h"));
        look();
        scene.after(Duration.ofHours(49));
        look();
        scene.resend("2").accept();
        look();
        scene.delete();
        look();

        assertThat(credentials)
                .as("links, the tokens in them, and the operator's own")
                .hasSizeGreaterThan(6);
        nothingWasSaid();
    }

    @Test
    void ofAnInviteByPasswordThroughItsWholeLife() {
        scene = InviteScene.withPasswords();
        scene.invite(Wish.ADA);
        look();
        scene.resend("1");
        look();
        scene.after(Duration.ofHours(25));
        look();
        scene.resend("2");
        assertThat(scene.canSignIn(scene.password())).isTrue();
        scene.settle();
        look();
        scene.delete();
        look();

        nothingWasSaid();
    }

    @Test
    void ofAnInviteIntoATenantAndOfTheTenantItself() {
        scene = InviteScene.withLinks().withTenant();
        scene.inviteToAcme(Wish.EVA);
        look();
        scene.eva().delete();
        scene.settle();
        look();

        assertThat(scene.world
                        .kubernetes
                        .secrets()
                        .inNamespace("tenants")
                        .withName("acme-oidc")
                        .get())
                .isNotNull();
        nothingWasSaid();
    }

    @Test
    void whenAuthentikFailsInEveryWayWhileACredentialIsUnderWay() {
        scene = InviteScene.withLinks();
        List<Fault.Effect> effects = List.of(
                new Fault.Effect.RefuseConnection(),
                new Fault.Effect.DropAnswer(),
                new Fault.Effect.CutAnswer(),
                new Fault.Effect.GarbleAnswer(),
                new Fault.Effect.AnswerAfterActing(Answer.empty(405)),
                new Fault.Effect.AnswerInstead(Answer.text(500, "text/html", "<h1>Server Error</h1>")),
                new Fault.Effect.AnswerInstead(Answer.json(429, Map.of("detail", "slow down"))));
        for (Fault.Effect effect : effects) {
            scene.world.authentik.faults().add(new Fault(Fault.on("POST", ".*/(recovery|set_password)/"), effect, 3));
        }

        scene.inviteInVain(Wish.ADA);
        for (int i = 0; i < 4; i++) {
            scene.world.clock.advance(Duration.ofMinutes(1));
            scene.attempt();
            look();
        }
        scene.change(Wish.ADA.handoff(Handoff.TEMPORARY_PASSWORD));
        look();

        assertThat(scene.world.authentik.faults().waiting()).as("all befell").isZero();
        nothingWasSaid();
    }

    @Test
    void whenAuthentikRepeatsThePasswordInItsComplaint() {
        scene = InviteScene.withPasswords();
        Fault.Effect noAnswer = new Fault.Effect.AnswerInstead(Answer.empty(405));
        scene.world.authentik.faults().add(Fault.always(Fault.on("POST", ".*/set_password/"), noAnswer));
        scene.inviteInVain(Wish.ADA);
        String password = scene.password();
        scene.world.authentik.faults().clear();
        Answer complaint = Answer.json(400, Map.of("password", List.of("\"" + password + "\" was used before")));
        scene.world
                .authentik
                .faults()
                .add(Fault.always(Fault.on("POST", ".*/set_password/"), new Fault.Effect.AnswerInstead(complaint)));

        scene.attempt();
        look();

        assertThat(scene.standing()).isEqualTo("Failed/AuthentikRefused");
        assertThat(scene.message()).contains("password", "policy", "spec.handoff");
        nothingWasSaid();
    }

    @Test
    void whenTheOperatorsOwnTokenIsWrong() {
        scene = InviteScene.in(seed -> seed.operatorToken("another-token-than-the-operators"));
        credentials.add("another-token-than-the-operators");

        scene.inviteInVain(Wish.ADA);
        look();

        assertThat(scene.standing()).isEqualTo("Pending/Unauthorized");
        nothingWasSaid();
    }

    @Test
    void whenALinkLeadsToAnotherHost() {
        scene = InviteScene.withLinks();
        String link = "https://elsewhere.test/if/flow/x/?flow_token=canary-in-a-link-84613";
        credentials.add("canary-in-a-link-84613");
        scene.world
                .authentik
                .faults()
                .add(Fault.always(
                        Fault.on("POST", ".*/recovery/"),
                        new Fault.Effect.AnswerAfterActing(Answer.json(200, Map.of("link", link)))));

        scene.inviteInVain(Wish.ADA.onDelete(OnDelete.DELETE));
        look();
        scene.delete();
        look();

        nothingWasSaid();
    }

    @Test
    void theSearchFindsWhatIsThere() {
        scene = InviteScene.withPasswords();
        scene.invite(Wish.ADA);
        look();
        LoggerFactory.getLogger("io.dezky.operator.invite").trace("told {}", scene.password());
        said.addAll(logs());

        assertThat(found()).isNotEmpty();
    }

    // ---- what is collected

    /** Takes down all credentials there are now, and all that the operator has written and said. */
    private void look() {
        collectCredentials();
        said.addAll(written());
        said.addAll(logs());
        said.addAll(measured());
    }

    private void nothingWasSaid() {
        assertThat(said).isNotEmpty();
        assertThat(logs()).as("something was logged").isNotEmpty();
        assertThat(found()).isEmpty();
    }

    private List<String> found() {
        List<String> found = new ArrayList<>();
        for (String credential : credentials) {
            for (String form : forms(credential)) {
                said.stream()
                        .filter(text -> text.contains(form))
                        .map(text -> credential + " in " + text)
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static Set<String> forms(String credential) {
        byte[] bytes = credential.getBytes(StandardCharsets.UTF_8);
        return new LinkedHashSet<>(List.of(
                credential,
                URLEncoder.encode(credential, StandardCharsets.UTF_8),
                Base64.getEncoder().withoutPadding().encodeToString(bytes)));
    }

    private void collectCredentials() {
        credentials.addAll(List.of("operator-api-token", "operator-files-password", "API_operator-key-of-the-tests"));
        for (Exchange exchange : scene.world.authentik.requests().all()) {
            exchange.request().json().ifPresent(this::collect);
            collect(Json.read(exchange.answer().body()));
            exchange.request()
                    .header("authorization")
                    .ifPresent(value -> credentials.add(value.replaceFirst(".* ", "")));
        }
        scene.world.ocis.requests().all().forEach(exchange -> exchange.request()
                .header("authorization")
                .ifPresent(value -> credentials.add(value.replaceFirst(".* ", ""))));
        for (Secret secret :
                scene.world.kubernetes.secrets().inAnyNamespace().list().getItems()) {
            InviteScene.decoded(secret).forEach(this::collect);
        }
    }

    private void collect(String key, String value) {
        if (Set.of("recovery-link", "temporary-password", "client-secret", "link", "password", "client_secret", "key")
                .contains(key)) {
            credentials.add(value);
            int token = value.indexOf("flow_token=");
            if (token >= 0) {
                credentials.add(value.substring(token + "flow_token=".length()));
            }
        }
    }

    private void collect(JsonNode node) {
        node.properties().forEach(member -> {
            if (member.getValue().isTextual() && !member.getValue().textValue().isEmpty()) {
                collect(member.getKey(), member.getValue().textValue());
            }
            collect(member.getValue());
        });
        if (node.isArray()) {
            node.forEach(this::collect);
        }
    }

    /** All objects in Kubernetes; of Secrets only what is around their data. */
    private List<String> written() {
        List<HasMetadata> objects = new ArrayList<>();
        var kubernetes = scene.world.kubernetes;
        objects.addAll(kubernetes
                .resources(OperatorInvite.class)
                .inAnyNamespace()
                .list()
                .getItems());
        objects.addAll(
                kubernetes.resources(TenantInvite.class).inAnyNamespace().list().getItems());
        objects.addAll(
                kubernetes.resources(Tenant.class).inAnyNamespace().list().getItems());
        objects.addAll(kubernetes.configMaps().inAnyNamespace().list().getItems());
        objects.addAll(scene.events());
        for (Secret secret : kubernetes.secrets().inAnyNamespace().list().getItems()) {
            secret.setData(null);
            objects.add(secret);
        }
        return objects.stream().map(Serialization::asJson).toList();
    }

    private List<String> logs() {
        return List.copyOf(logged.list).stream()
                .map(event -> event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .toList();
    }

    private List<String> measured() {
        return scene.operator().metrics().getMeters().stream()
                .map(Meter::getId)
                .map(Object::toString)
                .toList();
    }
}
