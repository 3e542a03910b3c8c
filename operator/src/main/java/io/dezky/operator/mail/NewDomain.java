package io.dezky.operator.mail;

import java.util.List;

/**
 * What a new domain is made of.
 *
 * @param description the operator's mark
 * @param catchAll null for none
 * @param keys its first keys, all pending
 */
public record NewDomain(String name, String description, String catchAll, List<NewKey> keys) {

    public NewDomain {
        keys = List.copyOf(keys);
    }

    /** A key to be made; its private half is made when it is sent. */
    public record NewKey(String selector, DkimAlgorithm algorithm) {}
}
