package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server holds when it starts, who may speak to it, and how it behaves where that can be chosen. A server always
 * has the four built-in roles and a default domain; whoever wants more asks for it over HTTP.
 */
public final class StalwartSeed {

    /** The permissions that the operator's role has besides what the role User gives: no one of them can be spared. */
    public static final List<String> OPERATOR_PERMISSIONS = leastPermissions();

    static final String PASSWORD = "Correct-Horse-7-Battery";
    private static final String RECOVERY_NAME = "admin";
    private static final String RECOVERY_PASSWORD = "admin-pass";

    /** What an account may do. */
    enum Standing {
        /** Everything. */
        ADMIN,
        /** What a person may. */
        USER,
        /** What a person may, and {@link #OPERATOR_PERMISSIONS} by a role of its own. */
        OPERATOR
    }

    /**
     * An account in the default domain.
     *
     * @param variable the name under which {@code variables()} tells its id
     * @param password null for none
     * @param apiKey null for none
     */
    record SeededAccount(String variable, String name, Standing standing, String password, String apiKey) {}

    private final String domain;
    private final String hostname;
    private final List<SeededAccount> accounts = new ArrayList<>();
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final List<String> operatorPermissions = new ArrayList<>(OPERATOR_PERMISSIONS);
    private boolean limits;
    private boolean shuffledZoneText;
    private Duration automaticDkimDelay = Duration.ofSeconds(2);

    private StalwartSeed(String domain, String hostname) {
        this.domain = domain;
        this.hostname = hostname;
        actors.put("recovery", new Actor.Basic(RECOVERY_NAME, RECOVERY_PASSWORD));
        actors.put("nobody", new Actor.Nobody());
    }

    private static List<String> leastPermissions() {
        List<String> permissions = new ArrayList<>();
        for (String object : List.of("Domain", "DkimSignature", "Account", "Role")) {
            for (String verb : List.of("Get", "Query", "Create", "Update", "Destroy")) {
                permissions.add("sys" + object + verb);
            }
        }
        return List.copyOf(permissions);
    }

    /**
     * The platform's server: the domain {@code dezky.test}, the host {@code mail.dezky.test}, and the service account
     * {@code operator} with this API key, the roles User and "dezky operator", and thus the least permissions that the
     * operator's work needs. Limits are on; the records of a zone text change their order from read to read.
     */
    public static StalwartSeed platform(String operatorApiKey) {
        return platform(operatorApiKey, Standing.OPERATOR);
    }

    /** As {@link #platform}, but the operator's account has the role Admin, which knows no limits. */
    public static StalwartSeed platformWithAdministrator(String operatorApiKey) {
        return platform(operatorApiKey, Standing.ADMIN);
    }

    private static StalwartSeed platform(String apiKey, Standing standing) {
        StalwartSeed seed = new StalwartSeed("dezky.test", "mail.dezky.test");
        seed.accounts.add(new SeededAccount("operatorId", "operator", standing, null, apiKey));
        seed.actors.put("operator", new Actor.Key(apiKey));
        return seed.withLimits(true).withShuffledZoneText(true);
    }

    /**
     * The precondition and the actors of a recorded conversation, which are the same for all but one of them.
     *
     * @param transcript the whole file
     */
    public static StalwartSeed fromTranscript(JsonNode transcript) {
        StalwartSeed seed = new StalwartSeed("dezky.test", "mail.dezky.test");
        String apiKey = "API_of-the-operator";
        seed.accounts.add(new SeededAccount("operatorId", "operator", Standing.ADMIN, null, apiKey));
        seed.accounts.add(new SeededAccount("postmasterId", "postmaster", Standing.ADMIN, PASSWORD, null));
        seed.accounts.add(new SeededAccount("plainId", "plain", Standing.USER, PASSWORD, null));
        seed.actors.put("operator", new Actor.Key(apiKey));
        transcript.path("actors").fieldNames().forEachRemaining(name -> TranscriptActors.find(name)
                .ifPresent(actor -> seed.actors.put(name, actor)));
        return seed;
    }

    /**
     * Whether requests are limited: 4 of an account at once, 1000 of an account and 100 anonymous ones in a minute, and a
     * ban after 100 wrong credentials. Off in transcripts, because the real server spares 127.0.0.1.
     */
    public StalwartSeed withLimits(boolean limits) {
        this.limits = limits;
        return this;
    }

    /** Whether the records of a zone text change their order from read to read. Off in transcripts. */
    public StalwartSeed withShuffledZoneText(boolean shuffled) {
        this.shuffledZoneText = shuffled;
        return this;
    }

    /** More permissions for the role of the operator, besides {@link #OPERATOR_PERMISSIONS}. */
    public StalwartSeed withOperatorPermissions(String... more) {
        operatorPermissions.addAll(List.of(more));
        return this;
    }

    /**
     * How long it takes, by the simulator's clock, until a domain with automatic DKIM has its keys. Two seconds, if nothing
     * else is said; zero: they are there at the next request.
     */
    public StalwartSeed withAutomaticDkimAfter(Duration delay) {
        this.automaticDkimDelay = delay;
        return this;
    }

    List<String> grantedToOperator() {
        return operatorPermissions;
    }

    String domain() {
        return domain;
    }

    String hostname() {
        return hostname;
    }

    List<SeededAccount> accounts() {
        return accounts;
    }

    Map<String, Actor> actors() {
        return actors;
    }

    boolean limits() {
        return limits;
    }

    boolean shuffledZoneText() {
        return shuffledZoneText;
    }

    Duration automaticDkimDelay() {
        return automaticDkimDelay;
    }

    /** Whether these are the recovery administrator's name and password. */
    static boolean isRecovery(String login, String password) {
        return login.equals(RECOVERY_NAME) && password.equals(RECOVERY_PASSWORD);
    }

    static String recoveryName() {
        return RECOVERY_NAME;
    }
}
