package io.dezky.operator.mail;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Makes private keys. The operator makes them itself, because a key that Stalwart makes signs at once, before the
 * customer's DNS shows it (docs/systems/stalwart.md, Automatic keys sign too early). It sends the key and forgets it.
 */
@FunctionalInterface
public interface DkimKeyGenerator {

    /** A new private key, PEM with PKCS#8. */
    String generate(DkimAlgorithm algorithm);

    /** Keys of the JDK's secure random. */
    static DkimKeyGenerator secure() {
        return algorithm -> {
            try {
                KeyPairGenerator generator =
                        KeyPairGenerator.getInstance(algorithm == DkimAlgorithm.RSA2048 ? "RSA" : "Ed25519");
                if (algorithm == DkimAlgorithm.RSA2048) {
                    generator.initialize(2048);
                }
                return pem(generator.generateKeyPair().getPrivate().getEncoded());
            } catch (NoSuchAlgorithmException everyJdkHasThem) {
                throw new IllegalStateException(everyJdkHasThem);
            }
        };
    }

    private static String pem(byte[] pkcs8) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(pkcs8);
        return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
    }
}
