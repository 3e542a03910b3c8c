package io.dezky.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.AuthentikSimulator;
import io.dezky.simulator.ocis.OcisSeed;
import io.dezky.simulator.ocis.OcisSimulator;
import io.dezky.simulator.ocis.TokenVerifier;
import java.time.Clock;

/** Starts oCIS. It trusts the tokens of a simulated Authentik that runs beside it. */
final class OcisStarter implements SystemStarter {

    @Override
    public String system() {
        return "ocis";
    }

    @Override
    public boolean recorded(Recording recording) {
        return recording.isOf(system(), "opencloud", "ocis");
    }

    @Override
    public Started start(int port, Running others) {
        OcisSeed seed = others.find(AuthentikSimulator.class)
                .map(authentik -> OcisSeed.platform(authentik::claimsOf).withIssuer(authentik.issuer()))
                .orElseGet(() -> OcisSeed.platform(TokenVerifier.NONE));
        return Started.of(OcisSimulator.start(port, withActors(seed), Clock.systemUTC()));
    }

    @Override
    public Started startFor(JsonNode transcript, int port) {
        return Started.of(OcisSimulator.start(port, OcisSeed.fromTranscript(transcript), Clock.systemUTC()));
    }

    /** Tokens that never end, so that a person can look around with curl: of the operator itself, and of a space admin. */
    private static OcisSeed withActors(OcisSeed seed) {
        return seed.withToken(
                        "operator",
                        "ocis-operator-token",
                        claims("dezky-operator", "Dezky operator", "ocisAdmin", "dezky-operators"))
                .withToken(
                        "space-admin",
                        "ocis-space-admin-token",
                        claims("platform-admin", "Platform admin", "ocisSpaceAdmin", "dezky-platform-admins"));
    }

    private static ObjectNode claims(String filesId, String name, String role, String group) {
        ObjectNode claims = new ObjectMapper().createObjectNode();
        claims.put("sub", filesId).put("files_id", filesId).put("name", name).put("email", filesId + "@dezky.test");
        claims.putArray("roles").add(role);
        claims.putArray("groups").add(group);
        return claims;
    }
}
