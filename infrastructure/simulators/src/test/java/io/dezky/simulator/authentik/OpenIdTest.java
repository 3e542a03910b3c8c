package io.dezky.simulator.authentik;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class OpenIdTest extends WithPlatform {

    private static final String TOKEN = "/application/o/token/";
    private static final String FORM = "grant_type=client_credentials&client_id=dezky-files&username=dezky-operator"
            + "&password=operator-files-password&scope=openid%20profile%20email";

    @Test
    void theOperatorGetsATokenByItsAppPasswordWithTheClaimsThatTheFilesNeed() {
        Caller.Reply reply = nobody.at(HOST).form(TOKEN, FORM);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().get("expires_in").asInt()).isEqualTo(600);
        assertThat(reply.body().has("refresh_token")).isFalse();
        JsonNode claims = simulator.claimsOf(reply.text("/access_token")).orElseThrow();
        assertThat(claims.get("iss").asText()).isEqualTo(simulator.issuer());
        assertThat(claims.get("aud").asText()).isEqualTo("dezky-files");
        assertThat(claims.get("files_id").asText()).isEqualTo("dezky-operator");
        assertThat(claims.get("name").asText()).isEqualTo("Dezky operator");
        assertThat(claims.get("groups")).hasToString("[\"dezky-operators\"]");
        assertThat(claims.get("roles")).hasToString("[\"ocisAdmin\"]");
        assertThat(claims.get("email_verified").asBoolean()).isTrue();
    }

    @Test
    void aRequestWithoutThePublicHostGetsTheIssuerOfAnotherHost() {
        String token = nobody.form(TOKEN, FORM).text("/access_token");

        assertThat(simulator.claimsOf(token).orElseThrow().get("iss").asText())
                .isEqualTo(simulator.url() + "/application/o/dezky-files/");
    }

    @Test
    void aWrongPasswordAndAnAccountThatIsNotLetInAreToldInTheSameWords() {
        Caller.Reply wrong = nobody.form(TOKEN, FORM.replace("files-password", "nonsense"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("/error")).isEqualTo("invalid_grant");

        String operators = operator.get("/core/groups/?name=dezky-operators").text("/results/0/pk");
        operator.post(
                "/core/groups/" + operators + "/remove_user/",
                "{'pk':" + simulator.variables().get("operator") + "}");
        Caller.Reply unbound = nobody.form(TOKEN, FORM);
        assertThat(unbound.text("/error_description")).isEqualTo(wrong.text("/error_description"));
    }

    @Test
    void anUnknownClientIsRefused() {
        assertThat(nobody.form(TOKEN, FORM.replace("dezky-files", "nobody")).text("/error"))
                .isEqualTo("invalid_client");
    }

    @Test
    void withoutAScopeTheTokenHasNoClaims() {
        Caller.Reply reply = nobody.form(TOKEN, FORM.replaceFirst("&scope=.*", ""));

        assertThat(reply.text("/scope")).isEmpty();
        assertThat(simulator.claimsOf(reply.text("/access_token")).orElseThrow().has("files_id"))
                .isFalse();
    }

    @Test
    void aTokenEndsAtItsTimeAndWithItsUserAndIsUnknownWhileTheServerIsAway() {
        String token = nobody.form(TOKEN, FORM).text("/access_token");
        simulator.availability(Availability.WITHOUT_CORE);
        assertThat(simulator.claimsOf(token)).isEmpty();
        simulator.availability(Availability.UP);
        assertThat(simulator.claimsOf(token)).isPresent();

        clock.advance(Duration.ofMinutes(10));
        assertThat(simulator.claimsOf(token)).isEmpty();

        String second = nobody.form(TOKEN, FORM).text("/access_token");
        admin.patch("/core/users/" + simulator.variables().get("operator") + "/", "{'is_active':false}");
        assertThat(simulator.claimsOf(second)).isEmpty();
        assertThat(userInfo(second).status()).isEqualTo(401);
    }

    @Test
    void theClaimsOfAPersonFollowItsGroupsWithTheirParents() {
        String tenants = operator.get("/core/groups/?name=dezky-tenants").text("/results/0/pk");
        String acme = operator.post("/core/groups/", "{'name':'tenant-acme','parents':['" + tenants + "']}")
                .text("/pk");
        String admins = operator.post("/core/groups/", "{'name':'tenant-acme-admins','parents':['" + acme + "']}")
                .text("/pk");
        int ada = user("ada");
        assertThat(simulator.human().obtainsAccessToken("dezky-files", "ada")).isEmpty();
        operator.post("/core/groups/" + admins + "/add_user/", "{'pk':" + ada + "}");

        String token =
                simulator.human().obtainsAccessToken("dezky-files", "ada").orElseThrow();
        JsonNode claims = simulator.claimsOf(token).orElseThrow();
        assertThat(claims.get("groups")).hasToString("[\"tenant-acme\",\"tenant-acme-admins\"]");
        assertThat(claims.get("roles")).hasToString("[\"ocisUser\"]");
        assertThat(claims.get("files_id").asText())
                .isEqualTo(simulator.state().user("ada").orElseThrow().uuid());

        operator.post("/core/groups/" + admins + "/remove_user/", "{'pk':" + ada + "}");
        assertThat(userInfo(token).body().get("groups")).isEmpty();
    }

    @Test
    void aTokenIsSignedWithTheKeyThatIsPublished() throws Exception {
        String token = nobody.form(TOKEN, FORM).text("/access_token");
        JsonNode key = nobody.send("GET", "/application/o/dezky-files/jwks/", null)
                .body()
                .at("/keys/0");
        String[] parts = token.split("\\.");
        assertThat(new ObjectMapper().readTree(decoded(parts[0])).get("kid")).isEqualTo(key.get("kid"));

        RSAPublicKeySpec spec = new RSAPublicKeySpec(number(key.get("n")), number(key.get("e")));
        PublicKey published = KeyFactory.getInstance("RSA").generatePublic(spec);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(published);
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(decoded(parts[2]))).isTrue();

        byte[] certificate = Base64.getDecoder().decode(key.at("/x5c/0").asText());
        X509Certificate parsed = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        parsed.verify(published);
        assertThat(parsed.getSubjectX500Principal().getName()).contains("CN=authentik Self-signed Certificate");
    }

    @Test
    void discoveryFollowsTheHostAndIsAPageWhereThereIsNoProvider() {
        String path = "/.well-known/openid-configuration";

        assertThat(nobody.at("acme.dezky.test")
                        .send("GET", "/application/o/dezky-files" + path, null)
                        .text("/issuer"))
                .isEqualTo("https://acme.dezky.test/application/o/dezky-files/");
        assertThat(nobody.send("GET", "/application/o/absent" + path, null).status())
                .isEqualTo(404);
    }

    private Caller.Reply userInfo(String token) {
        return nobody.with("Authorization", "Bearer " + token).send("GET", "/application/o/userinfo/", null);
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static BigInteger number(JsonNode text) {
        return new BigInteger(1, decoded(text.asText()));
    }
}
