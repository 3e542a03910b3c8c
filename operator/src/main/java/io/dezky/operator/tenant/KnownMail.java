package io.dezky.operator.tenant;

import io.dezky.operator.mail.DkimSignature;
import io.dezky.operator.mail.KnownDomains;
import io.dezky.platform.v1alpha1.MailDomainStatus;
import io.dezky.platform.v1alpha1.MailStatus;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what status tells of an earlier run in Stalwart. */
final class KnownMail {

    private KnownMail() {}

    static KnownDomains of(MailStatus mail) {
        if (mail == null) {
            return KnownDomains.none();
        }
        return new KnownDomains(mail.domains().stream()
                .filter(domain -> domain.id() != null)
                .collect(Collectors.toMap(
                        MailDomainStatus::name,
                        domain -> new KnownDomains.Known(domain.id(), lastSerial(domain)),
                        (one, other) -> one)));
    }

    private static int lastSerial(MailDomainStatus domain) {
        return domain.dkim().stream()
                .map(key -> DkimSignature.serial(key.selector()))
                .flatMap(Optional::stream)
                .max(Integer::compareTo)
                .orElse(0);
    }
}
