package io.dezky.simulator.authentik.oauth;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The few forms of DER that a certificate is made of. */
final class Der {

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return wrap(0x30, concat(parts));
    }

    static byte[] set(byte[]... parts) {
        return wrap(0x31, concat(parts));
    }

    static byte[] integer(BigInteger value) {
        return wrap(0x02, value.toByteArray());
    }

    /** Bits without unused ones at the end. */
    static byte[] bits(byte[] content) {
        return wrap(0x03, concat(new byte[] {0}, content));
    }

    static byte[] text(String text) {
        return wrap(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A time such as {@code 20271122224420Z}. */
    static byte[] time(String text) {
        return wrap(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] none() {
        return wrap(0x05, new byte[0]);
    }

    static byte[] objectIdentifier(int... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(parts[0] * 40 + parts[1]);
        for (int i = 2; i < parts.length; i++) {
            writeBase128(content, parts[i]);
        }
        return wrap(0x06, content.toByteArray());
    }

    private static void writeBase128(ByteArrayOutputStream out, int value) {
        int shift = 28;
        while (shift > 0 && value >>> shift == 0) {
            shift -= 7;
        }
        for (; shift > 0; shift -= 7) {
            out.write(value >>> shift & 0x7f | 0x80);
        }
        out.write(value & 0x7f);
    }

    private static byte[] wrap(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int zeros = length[0] == 0 ? 1 : 0;
            out.write(0x80 | length.length - zeros);
            out.write(length, zeros, length.length - zeros);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
