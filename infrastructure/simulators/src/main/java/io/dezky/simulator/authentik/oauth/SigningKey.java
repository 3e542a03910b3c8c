package io.dezky.simulator.authentik.oauth;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An RSA key with a certificate that it has signed itself.
 *
 * @param keys public and private
 * @param certificate in DER
 * @param subject as RFC 4514 writes it
 */
public record SigningKey(KeyPair keys, byte[] certificate, String subject) {

    private static final int BITS = 2048;
    private static final byte[] SHA256_WITH_RSA =
            Der.sequence(Der.objectIdentifier(1, 2, 840, 113549, 1, 1, 11), Der.none());
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

    /** Making a key takes long, and nobody cares whose it is. */
    private static final class Shared {
        private static final KeyPair KEYS = newKeys();
    }

    /** A certificate with the one key that all simulators of this process share. */
    public static SigningKey shared(String name, Instant from, Instant until) {
        return of(Shared.KEYS, name, from, until);
    }

    /** A certificate with a key of its own. */
    public static SigningKey fresh(String name, Instant from, Instant until) {
        return of(newKeys(), name, from, until);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SigningKey of(KeyPair keys, String name, Instant from, Instant until) {
        byte[] subject = Der.sequence(part(3, name), part(10, "authentik"), part(11, "Self-signed"));
        byte[] content = Der.sequence(
                Der.integer(BigInteger.valueOf(from.toEpochMilli())),
                SHA256_WITH_RSA,
                subject,
                Der.sequence(Der.time(TIME.format(from)), Der.time(TIME.format(until))),
                subject,
                keys.getPublic().getEncoded());
        byte[] certificate = Der.sequence(content, SHA256_WITH_RSA, Der.bits(sign(keys, content)));
        return new SigningKey(keys, certificate, "OU=Self-signed,O=authentik,CN=" + name);
    }

    /** One part of a name: 3 is the common name, 10 the organisation, 11 its unit. */
    private static byte[] part(int attribute, String value) {
        return Der.set(Der.sequence(Der.objectIdentifier(2, 5, 4, attribute), Der.text(value)));
    }

    /** A signature of the kind that the name RS256 stands for. */
    public byte[] sign(byte[] content) {
        return sign(keys, content);
    }

    private static byte[] sign(KeyPair keys, byte[] content) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A digest of the certificate, two digits between colons. */
    public String fingerprint(String algorithm) {
        return HexFormat.ofDelimiter(":").formatHex(digest(algorithm, certificate));
    }

    /** The name of the key. */
    public String keyId() {
        return URL_SAFE.encodeToString(digest("SHA-512", keys.getPublic().getEncoded()));
    }

    /** The key as a JSON Web Key. */
    public Map<String, Object> jwk() {
        RSAPublicKey rsa = (RSAPublicKey) keys.getPublic();
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("alg", "RS256");
        jwk.put("kid", keyId());
        jwk.put("kty", "RSA");
        jwk.put("use", "sig");
        jwk.put("n", number(rsa.getModulus()));
        jwk.put("e", number(rsa.getPublicExponent()));
        jwk.put("x5c", List.of(Base64.getEncoder().encodeToString(certificate)));
        jwk.put("x5t", URL_SAFE.encodeToString(digest("SHA-1", certificate)));
        jwk.put("x5t#S256", URL_SAFE.encodeToString(digest("SHA-256", certificate)));
        return jwk;
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return URL_SAFE.encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
