package io.dezky.operator.tenant;

import io.dezky.operator.mail.DkimStage;
import io.dezky.operator.mail.TenantMail;

/** Says in a sentence how a tenant's mail stands. */
final class MailSummary {

    private MailSummary() {}

    /** Keys that wait for DNS are as desired: publishing their records is the customer's work. */
    static Part ready(TenantMail.Result mail) {
        if (mail.domains().isEmpty()) {
            return Part.ready("NotWanted", "The tenant has no mail domain.");
        }
        long pending = mail.domains().stream()
                .flatMap(domain -> domain.keys().stream())
                .filter(key -> key.stage() == DkimStage.PENDING)
                .count();
        String domains = mail.domains().size() + " domain(s) are in place";
        return pending == 0
                ? Part.ready("Synced", domains + "; their DKIM keys sign.")
                : Part.ready(
                        "DkimPending",
                        domains + "; " + pending + " DKIM key(s) wait until DNS shows them, and do not sign before.");
    }
}
