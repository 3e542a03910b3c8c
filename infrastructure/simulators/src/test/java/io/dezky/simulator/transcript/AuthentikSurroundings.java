package io.dezky.simulator.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.MovableClock;
import io.dezky.simulator.authentik.AuthentikSimulator;
import io.dezky.simulator.authentik.Availability;
import io.dezky.simulator.authentik.Human;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What happens around a simulated Authentik while a conversation is replayed: time passes, the server goes away and comes
 * back, and people do by the Java interface what the recorded ones did with a browser.
 */
final class AuthentikSurroundings implements Replay.World {

    private static final Map<String, Availability> OUTAGES = Map.of(
            "the server is started; its core is not ready yet", Availability.STARTING,
            "the data base is gone", Availability.WITHOUT_DATABASE,
            "the core behind the router has died", Availability.WITHOUT_CORE);

    private final String file;
    private final AuthentikSimulator simulator;
    private final MovableClock clock;
    private final Map<String, Human.OpenedLink> browsers = new HashMap<>();

    AuthentikSurroundings(String file, AuthentikSimulator simulator, MovableClock clock) {
        this.file = file;
        this.simulator = simulator;
        this.clock = clock;
    }

    @Override
    public boolean happen(JsonNode action) {
        switch (action.get("action").asText()) {
            case "sleep" ->
                clock.advance(Duration.ofSeconds(action.get("seconds").asLong()));
            case "outOfBand" ->
                simulator.availability(OUTAGES.getOrDefault(action.get("note").asText(), Availability.UP));
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public Map<String, JsonNode> instead(int step, Function<String, JsonNode> known) {
        return switch (file + " " + step) {
            case "06-application 130" -> signsIn("ann", "Throwaway-1");
            case "06-application 131" -> entersAcme("ann", "openid email profile", "code");
            case "06-application 143" -> signsIn("bob", "Throwaway-2");
            case "06-application 144", "07-deletion 31" -> isKeptOutOfAcme("bob");
            case "06-application 146" -> entersAcme("bob", "openid email profile", "code2");
            case "07-deletion 30" -> signsIn("bob", "Throwaway-2");
            case "07-deletion 37" -> entersAcme("bob", "openid email", "code");
            case "10-invitations-events-sessions 58", "10-invitations-events-sessions 64" ->
                signsIn("ann", "Throwaway-1");
            case "10-invitations-events-sessions 82" -> isKeptOut("ann", "Throwaway-9");
            case "10-invitations-events-sessions 90" -> signsIn("ann", "Throwaway-9");
            case "05b-acceptance 24" -> opens("token", known, "first browser");
            case "05b-acceptance 28" -> opens("token", known, "second browser");
            case "05b-acceptance 30" -> choosesInVain("second browser", "Throwaway-8");
            case "05b-acceptance 36" -> chooses("first browser", "Throwaway-1");
            case "05b-acceptance 48" -> signsIn("ann@example.com", "Throwaway-1");
            case "05b-acceptance 49" -> opens("token2", known, "third browser");
            case "05b-acceptance 51" -> chooses("third browser", "Throwaway-3");
            case "05b-acceptance 58" -> opens("short", known, "fourth browser");
            case "05b-acceptance 66" -> opens("carlToken", known, "fifth browser");
            case "05b-acceptance 69" -> chooses("fifth browser", "Throwaway-5");
            default -> Map.of();
        };
    }

    private Map<String, JsonNode> signsIn(String name, String password) {
        return done(simulator.human().signIn(name, password), name + " cannot sign in");
    }

    private Map<String, JsonNode> isKeptOut(String name, String password) {
        return done(!simulator.human().signIn(name, password), name + " can sign in");
    }

    private Map<String, JsonNode> entersAcme(String name, String scope, String captured) {
        String code = simulator.human().obtainsCode("acme", name, scope).orElseThrow();
        return Map.of(captured, TextNode.valueOf(code));
    }

    private Map<String, JsonNode> isKeptOutOfAcme(String name) {
        return done(simulator.human().obtainsCode("acme", name).isEmpty(), name + " is let in");
    }

    private Map<String, JsonNode> opens(String token, Function<String, JsonNode> known, String browser) {
        String link = simulator.url() + "/if/flow/operator-recovery/?flow_token="
                + known.apply(token).asText();
        browsers.put(browser, simulator.human().open(link));
        return Map.of();
    }

    private Map<String, JsonNode> chooses(String browser, String password) {
        return done(browsers.get(browser).choosePassword(password), browser + ": the link is good for nothing");
    }

    private Map<String, JsonNode> choosesInVain(String browser, String password) {
        return done(!browsers.get(browser).choosePassword(password), browser + ": the link works");
    }

    private static Map<String, JsonNode> done(boolean asExpected, String otherwise) {
        if (!asExpected) {
            throw new AssertionError(otherwise);
        }
        return Map.of();
    }
}
