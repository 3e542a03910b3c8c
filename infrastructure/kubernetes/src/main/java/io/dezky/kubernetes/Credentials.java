package io.dezky.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** The tokens and keys of one API server, as files that nobody else can read. */
final class Credentials {

    private static final SecureRandom RANDOM = new SecureRandom();

    final String adminToken = token();
    final String controllerManagerToken = token();
    final Path tokens;
    final Path serviceAccountKey;
    final Path serviceAccountPublicKey;

    private Credentials(Path folder) {
        tokens = folder.resolve("tokens.csv");
        serviceAccountKey = folder.resolve("service-account.key");
        serviceAccountPublicKey = folder.resolve("service-account.pub");
    }

    static Credentials write(Path folder) {
        Credentials credentials = new Credentials(folder);
        KeyPair keys = keyPair();
        // The second name is the one that the API server's built-in role bindings give a controller manager's rights
        // to.
        writePrivately(credentials.tokens, """
                %s,admin,admin,system:masters
                %s,system:kube-controller-manager,system:kube-controller-manager
                """.formatted(credentials.adminToken, credentials.controllerManagerToken));
        writePrivately(credentials.serviceAccountKey, pem("PRIVATE KEY", keys.getPrivate()));
        writePrivately(credentials.serviceAccountPublicKey, pem("PUBLIC KEY", keys.getPublic()));
        return credentials;
    }

    /** Replaces the file; it is never readable by others, not even for a moment. */
    static void writePrivately(Path file, String text) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256, RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes P-256 keys", e);
        }
    }

    private static String pem(String type, Key key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type);
    }

    private static String token() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
