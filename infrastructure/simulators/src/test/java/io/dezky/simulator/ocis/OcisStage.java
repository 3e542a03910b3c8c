package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.client.MovingClock;
import io.dezky.simulator.client.TestClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh instance with its operator, a space admin and two people, and shorthands for what tests do over and over. */
abstract class OcisStage {

    static final String DRIVES = "/graph/v1.0/drives";
    static final String MANAGER = SpaceRole.MANAGER.id();
    static final String EDITOR = SpaceRole.EDITOR.id();
    static final String VIEWER = SpaceRole.VIEWER.id();

    final MovingClock clock = new MovingClock();
    /** The identity provider: tests put tokens into it, and take them out. */
    final Map<String, ObjectNode> identityProvider = new HashMap<>();

    OcisSimulator ocis;
    TestClient operator;
    TestClient spaceAdmin;
    TestClient ada;
    TestClient boss;

    @BeforeEach
    void start() {
        identityProvider.put("op", claims("dezky-operator", "Dezky operator", "ocisAdmin", "dezky-operators"));
        identityProvider.put("reader", claims("dezky-reader", "Dezky reader", "ocisSpaceAdmin"));
        identityProvider.put("ada", claims("uuid-ada", "Ada", "ocisUser", "tenant-acme"));
        identityProvider.put("boss", claims("uuid-boss", "Boss", "ocisUser", "tenant-acme-admins"));
        OcisSeed seed = OcisSeed.platform(token -> Optional.ofNullable(identityProvider.get(token)));
        ocis = OcisSimulator.start(0, seed, clock);
        operator = TestClient.withToken(ocis, "op");
        spaceAdmin = TestClient.withToken(ocis, "reader");
        ada = TestClient.withToken(ocis, "ada");
        boss = TestClient.withToken(ocis, "boss");
        signedIn(operator);
    }

    @AfterEach
    void stop() {
        ocis.close();
    }

    static ObjectNode claims(String filesId, String name, String role, String... groups) {
        ObjectNode claims = new ObjectMapper().createObjectNode();
        claims.put("sub", "sub-of-" + filesId).put("files_id", filesId).put("name", name);
        claims.put("email", name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@acme.test");
        claims.putArray("roles").add(role);
        for (String group : groups) {
            claims.withArray("groups").add(group);
        }
        return claims;
    }

    /** A space of the operator's; its drive id. */
    String space(String name) {
        return operator.post(DRIVES, "{\"name\": \"" + name + "\"}")
                .json()
                .get("id")
                .asText();
    }

    static String drive(String id) {
        return DRIVES + "/" + id;
    }

    static String permissions(String id) {
        return "/graph/v1beta1/drives/" + id + "/root/permissions";
    }

    static String role(String id) {
        return "{\"roles\": [\"" + id + "\"]}";
    }

    static String encoded(String parameter) {
        return URLEncoder.encode(parameter, StandardCharsets.UTF_8).replace("+", "%20");
    }

    TestClient.Response invite(TestClient who, String drive, String kind, String id, String role) {
        return who.post(
                "/graph/v1beta1/drives/" + drive + "/root/invite",
                "{\"recipients\": [{\"objectId\": \"" + id + "\", \"@libre.graph.recipient.type\": \"" + kind
                        + "\"}], \"roles\": [\"" + role + "\"]}");
    }

    void inviteUser(String drive, String login, String role) {
        invite(operator, drive, "user", idOf(login), role);
    }

    String idOf(String login) {
        return ocis.user(login).orElseThrow().id();
    }

    /** Makes their accounts and lets the first request, which still runs without groups, be over. */
    void signedIn(TestClient... people) {
        for (TestClient person : people) {
            person.get("/graph/v1.0/me");
        }
    }

    OcisSpace only() {
        List<OcisSpace> spaces = ocis.projectSpaces();
        if (spaces.size() != 1) {
            throw new AssertionError("not one space: " + spaces);
        }
        return spaces.get(0);
    }
}
