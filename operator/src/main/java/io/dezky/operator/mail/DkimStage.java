package io.dezky.operator.mail;

import java.util.Locale;

/** Where a DKIM key stands. Only an active key signs: docs/systems/stalwart.md, Only active keys sign. */
public enum DkimStage {
    /** Made, not yet seen in DNS. */
    PENDING,
    /** Signs. */
    ACTIVE,
    /** Signs no more; its record must stay in DNS while mail is under way. */
    RETIRING,
    /** Signs no more and is no longer needed in DNS. */
    RETIRED;

    /** Stalwart's word. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** An unknown word is taken for a key that does not sign and is left alone. */
    static DkimStage of(String word) {
        for (DkimStage stage : values()) {
            if (stage.word().equals(word)) {
                return stage;
            }
        }
        return RETIRED;
    }
}
