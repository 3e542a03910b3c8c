package io.dezky.simulator.stalwart.registry;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys as a caller sends them, and the public keys that belong to them as they stand in DNS: RSA as a
 * SubjectPublicKeyInfo, Ed25519 as its 32 bytes alone, both in base 64.
 */
final class DkimKeys {

    private static final Pattern RSA_PEM =
            Pattern.compile("-----BEGIN (RSA |)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);
    private static final Pattern ANY_PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final int SMALLEST_RSA = 2048;
    private static final int LARGEST_RSA = 4096;
    /** AlgorithmIdentifier of rsaEncryption with its NULL, behind the version number of a PKCS#8 key. */
    private static final byte[] PKCS8_RSA_HEAD = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    /** Why a key was refused, in the server's words. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    private DkimKeys() {}

    /** The public key for a PKCS#8 or PKCS#1 RSA key of 2048 to 4096 bits. */
    static String rsaPublicKey(String pem) throws Refused {
        Matcher found = RSA_PEM.matcher(pem);
        if (!found.find()) {
            throw rsaRefused("no items found");
        }
        byte[] der = decoded(found.group(2), "Failed to build RSA key");
        boolean pkcs1 = !found.group(1).isEmpty();
        RSAPrivateCrtKey key;
        try {
            key = (RSAPrivateCrtKey)
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs1 ? pkcs8(der) : der));
        } catch (GeneralSecurityException | ClassCastException noRsa) {
            throw rsaRefused("Cryptography layer error: " + (isSomeKey(der) ? "WrongAlgorithm" : "InvalidEncoding"));
        }
        int bits = key.getModulus().bitLength();
        if (bits < SMALLEST_RSA || bits > LARGEST_RSA) {
            throw rsaRefused("Cryptography layer error: " + (bits < SMALLEST_RSA ? "TooSmall" : "TooLarge"));
        }
        return rsaText(key.getModulus(), key.getPublicExponent());
    }

    /** The public key for a PKCS#8 Ed25519 key. */
    static String ed25519PublicKey(String pem) throws Refused {
        Matcher found = ANY_PEM.matcher(pem);
        if (!found.find()) {
            throw new Refused("reason = Failed to parse ED25519 private key PEM, details = Invalid PEM format");
        }
        byte[] der = decoded(found.group(2), "Failed to build ED25519 key");
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
            return ed25519Text(publicKeyOf((EdECPrivateKey) key));
        } catch (GeneralSecurityException noEd25519) {
            throw new Refused("reason = Cryptography layer error: "
                    + (isSomeKey(der) ? "WrongAlgorithm" : "InvalidEncoding")
                    + ", details = Failed to build ED25519 key");
        }
    }

    /** The public half of a new RSA key of 2048 bits; the private half is not kept, nobody can read it anyway. */
    static String newRsaPublicKey() {
        PublicKey key = newPair("RSA", SMALLEST_RSA).getPublic();
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    static String newEd25519PublicKey() {
        return ed25519Text(newPair("Ed25519", 0).getPublic());
    }

    private static KeyPair newPair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Refused rsaRefused(String reason) {
        return new Refused("reason = " + reason + ", details = Failed to build RSA key");
    }

    private static byte[] decoded(String base64, String details) throws Refused {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException noBase64) {
            throw new Refused("reason = Cryptography layer error: InvalidEncoding, details = " + details);
        }
    }

    private static boolean isSomeKey(byte[] der) {
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519", "X25519", "DSA"}) {
            try {
                KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
                return true;
            } catch (GeneralSecurityException notThisOne) {
                continue;
            }
        }
        return false;
    }

    private static String rsaText(BigInteger modulus, BigInteger exponent) {
        try {
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
            return Base64.getEncoder().encodeToString(key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The JDK has no way from a private Ed25519 key to its public one but to make a pair from the same secret: the
     * generator takes its 32 random bytes as the secret.
     */
    private static PublicKey publicKeyOf(EdECPrivateKey key) throws GeneralSecurityException {
        byte[] secret = key.getBytes().orElseThrow();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(secret, 0, bytes, 0, bytes.length);
            }
        });
        return generator.generateKeyPair().getPublic();
    }

    private static String ed25519Text(PublicKey key) {
        byte[] der = key.getEncoded();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(der, der.length - 32, der.length));
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(PKCS8_RSA_HEAD);
        inner.writeBytes(tagged(0x04, pkcs1));
        return tagged(0x30, inner.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        int length = content.length;
        if (length < 0x80) {
            der.write(length);
        } else if (length < 0x100) {
            der.write(0x81);
            der.write(length);
        } else {
            der.write(0x82);
            der.write(length >> 8);
            der.write(length);
        }
        der.writeBytes(content);
        return der.toByteArray();
    }
}
