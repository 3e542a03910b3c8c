package io.dezky.simulator.authentik.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signed JSON Web Tokens. */
final class Jwt {

    private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

    private Jwt() {}

    /** By the key if there is one, else by the client's secret, which only the client can check. */
    static String signed(JsonNode claims, Optional<SigningKey> key, String clientSecret) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("alg", key.isPresent() ? "RS256" : "HS256");
        key.ifPresent(present -> header.put("kid", present.keyId()));
        header.put("typ", "JWT");
        String content = part(header) + "." + part(claims);
        UnaryOperator<byte[]> signature =
                bytes -> key.map(present -> present.sign(bytes)).orElseGet(() -> hmac(clientSecret, bytes));
        byte[] signed = signature.apply(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + URL_SAFE.encodeToString(signed);
    }

    private static String part(JsonNode node) {
        return URL_SAFE.encodeToString(node.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(String secret, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
