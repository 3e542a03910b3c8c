package io.dezky.simulator.stalwart;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;

/** Keys of the JDK, as a caller sends them and as they belong into DNS. */
record TestKeys(String pem, String publicKey) {

    static TestKeys rsa(int bits) {
        KeyPair pair = pair("RSA", bits);
        return new TestKeys(pem(pair), base64(pair.getPublic().getEncoded()));
    }

    static TestKeys ed25519() {
        KeyPair pair = pair("Ed25519", 255);
        byte[] encoded = pair.getPublic().getEncoded();
        return new TestKeys(pem(pair), base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The body of a DkimSignature with this key. */
    String signature(String domainId, String selector, String stage) {
        String type = publicKey.length() < 100 ? "Dkim1Ed25519Sha256" : "Dkim1RsaSha256";
        return "{'@type': '%s', 'domainId': '%s', 'selector': '%s', 'privateKey': {'@type': 'Text', 'secret': '%s'}%s}"
                .formatted(
                        type,
                        domainId,
                        selector,
                        pem.replace("\n", "\\n"),
                        stage == null ? "" : ", 'stage': '" + stage + "'");
    }
}
