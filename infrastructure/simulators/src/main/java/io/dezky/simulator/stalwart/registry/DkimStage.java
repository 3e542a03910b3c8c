package io.dezky.simulator.stalwart.registry;

import java.util.Locale;

/**
 * How far a DKIM key is. Only an active one signs; all of them stand in the zone text until they are destroyed. Any
 * stage may follow any other.
 */
public enum DkimStage {
    ACTIVE,
    PENDING,
    RETIRING,
    RETIRED;

    /** The word in an object. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage that a word stands for. */
    public static DkimStage of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
