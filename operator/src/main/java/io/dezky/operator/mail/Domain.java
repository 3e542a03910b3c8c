package io.dezky.operator.mail;

import java.util.List;

/**
 * A domain in Stalwart.
 *
 * @param id made by Stalwart
 * @param description holds the operator's mark
 * @param catchAll address that gets mail for addresses that do not exist; null for none
 * @param automatic which of certificates, DKIM keys and DNS records Stalwart manages by itself, by property name
 * @param zone the DNS records that Stalwart wants, as zone text
 * @param signatures all DKIM keys of the domain
 */
public record Domain(
        String id,
        String name,
        String description,
        String catchAll,
        List<String> automatic,
        String zone,
        List<DkimSignature> signatures) {

    public Domain {
        automatic = List.copyOf(automatic);
        signatures = List.copyOf(signatures);
    }
}
