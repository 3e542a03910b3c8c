package io.dezky.simulator.authentik;

import io.dezky.simulator.MovableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A simulator that holds the platform, and those who speak to it. */
abstract class WithPlatform {

    static final String HOST = "auth.dezky.test";

    final MovableClock clock = new MovableClock();
    AuthentikSimulator simulator;
    Caller operator;
    Caller admin;
    Caller nobody;

    @BeforeEach
    void start() {
        simulator = AuthentikSimulator.start(0, seed(), clock);
        operator = Caller.of(simulator, "operator");
        admin = Caller.of(simulator, "admin");
        nobody = Caller.of(simulator, "nobody");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    AuthentikSeed seed() {
        return AuthentikSeed.platform(HOST).emailStage("invitation");
    }

    /** A user by the operator's hand, with an address of that name. */
    int user(String username) {
        return operator.post(
                        "/core/users/",
                        "{'username':'" + username + "','name':'" + username + "','email':'" + username
                                + "@example.com'}")
                .body()
                .get("pk")
                .asInt();
    }

    String group(String name) {
        return operator.post("/core/groups/", "{'name':'" + name + "'}").text("/pk");
    }

    /** What every provider must say. */
    String providerMembers(String name) {
        return "'name':'" + name + "','authorization_flow':'" + flow("default-provider-authorization-implicit-consent")
                + "','invalidation_flow':'" + flow("default-provider-invalidation-flow")
                + "','redirect_uris':[{'matching_mode':'strict','url':'https://" + name + ".dezky.test/callback'}]";
    }

    int provider(String name) {
        return operator.post("/providers/oauth2/", "{" + providerMembers(name) + "}")
                .body()
                .get("pk")
                .asInt();
    }

    private String flow(String slug) {
        return operator.get("/flows/instances/" + slug + "/").text("/pk");
    }
}
