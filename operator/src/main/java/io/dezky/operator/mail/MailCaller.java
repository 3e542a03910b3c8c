package io.dezky.operator.mail;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.plan.Caller;
import io.dezky.operator.plan.Obstacle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a tenant's requests to Stalwart, and keeps the domains that they bring forth. */
final class MailCaller implements Caller<MailCall> {

    private final Stalwart stalwart;
    private final Map<String, Domain> made = new LinkedHashMap<>();

    MailCaller(Stalwart stalwart) {
        this.stalwart = stalwart;
    }

    /** These domains, and those that were made since. */
    List<Domain> withMade(List<Domain> observed) {
        List<Domain> all = new ArrayList<>(observed);
        all.addAll(made.values());
        return all;
    }

    @Override
    public Outcome make(MailCall call) {
        if (call instanceof MailCall.CreateDomain create) {
            Optional<Domain> domain = made(create);
            domain.ifPresent(d -> made.put(d.name(), d));
            return domain.isPresent() ? Outcome.DONE : Outcome.EXISTS;
        }
        if (call instanceof MailCall.UpdateDomain update) {
            stalwart.updateDomain(update.id(), update.properties());
        } else if (call instanceof MailCall.CreateSignature create) {
            stalwart.createSignature(create.domainId(), create.key());
        } else if (call instanceof MailCall.ChangeStage change) {
            stalwart.changeStage(change.signatureId(), change.stage());
        } else if (call instanceof MailCall.DestroySignature destroy) {
            stalwart.destroySignature(destroy.signatureId());
        } else if (call instanceof MailCall.DestroyContents destroy) {
            stalwart.destroyContents(destroy.contents());
        } else if (call instanceof MailCall.DestroyDomain destroy) {
            stalwart.destroyDomain(destroy.id(), destroy.signatureIds());
        }
        return Outcome.DONE;
    }

    private Optional<Domain> made(MailCall.CreateDomain create) {
        try {
            return stalwart.createDomain(create.domain());
        } catch (ExternalException.Invalid refusal) {
            throw new Refused(create.domain().name(), refusal);
        }
    }

    /** Stalwart does not take a domain: its name, for one, may end in what is no public suffix. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String domain;
        private final ExternalException.Invalid refusal;

        Refused(String domain, ExternalException.Invalid refusal) {
            super(refusal);
            this.domain = domain;
            this.refusal = refusal;
        }

        String domain() {
            return domain;
        }

        Obstacle obstacle() {
            return Obstacle.conflict(
                    MailPlanner.target("Domain", domain), refusal.reason(), domain + ": " + refusal.getMessage());
        }
    }
}
