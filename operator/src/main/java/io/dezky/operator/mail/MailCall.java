package io.dezky.operator.mail;

import java.util.List;
import java.util.Map;

/** One request to Stalwart for a tenant, as data. */
public sealed interface MailCall {

    record CreateDomain(NewDomain domain) implements MailCall {}

    record UpdateDomain(String id, Map<String, ?> properties) implements MailCall {}

    record CreateSignature(String domainId, NewDomain.NewKey key) implements MailCall {}

    record ChangeStage(String signatureId, DkimStage stage) implements MailCall {}

    record DestroySignature(String signatureId) implements MailCall {}

    /** Destroys what lives in a domain: mailing lists, accounts with their mail, groups. */
    record DestroyContents(Stalwart.Contents contents) implements MailCall {}

    record DestroyDomain(String id, List<String> signatureIds) implements MailCall {}
}
