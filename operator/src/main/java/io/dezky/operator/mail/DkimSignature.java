package io.dezky.operator.mail;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A DKIM key in Stalwart, without its private half.
 *
 * @param id made by Stalwart
 * @param algorithm empty for a kind that the operator does not make
 * @param publicKey base64, as it stands in the DNS record
 */
public record DkimSignature(
        String id, Optional<DkimAlgorithm> algorithm, String selector, DkimStage stage, String publicKey) {

    private static final Pattern OURS = Pattern.compile("dezky(\\d{1,6})-(rsa|ed25519)");

    /** The selector of the operator's key with this number. */
    static String selector(int serial, DkimAlgorithm algorithm) {
        return "dezky" + serial + "-" + algorithm.word();
    }

    /** The number in a selector of the operator's; empty for a key that somebody else made. */
    Optional<Integer> serial() {
        return serial(selector);
    }

    /** The number in such a selector; empty for any other. */
    public static Optional<Integer> serial(String selector) {
        Matcher matcher = OURS.matcher(selector);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /** Whether it signs, or will when DNS shows it. */
    boolean isLive() {
        return stage == DkimStage.PENDING || stage == DkimStage.ACTIVE;
    }

    /** The value of the TXT record at {@code <selector>._domainkey.<domain>}. */
    String recordValue() {
        String word = algorithm.map(DkimAlgorithm::word).orElse("rsa");
        return "v=DKIM1; k=" + word + "; h=sha256; p=" + publicKey;
    }
}
