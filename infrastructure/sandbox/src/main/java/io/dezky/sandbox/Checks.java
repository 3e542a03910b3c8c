package io.dezky.sandbox;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.DkimStage;
import io.dezky.platform.v1alpha1.Tenant;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold when all went well. */
final class Checks {

    private final Watched watched;
    private final KubernetesClient client;
    private final boolean serverChecks;
    private final boolean dnsIsOurs;

    /**
     * Checks.
     *
     * @param serverChecks whether the API server refuses wrong objects itself
     * @param dnsIsOurs whether records could be published
     */
    Checks(Watched watched, KubernetesClient client, boolean serverChecks, boolean dnsIsOurs) {
        this.watched = watched;
        this.client = client;
        this.serverChecks = serverChecks;
        this.dnsIsOurs = dnsIsOurs;
    }

    /** Whether all that can be decided now is as it should be. */
    boolean allHold(List<Samples.Refused> refused) {
        return run(refused).values().stream().allMatch(Boolean::booleanValue);
    }

    Map<String, Boolean> run(List<Samples.Refused> refused) {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        for (String tenant : List.of("acme", "globex")) {
            checks.put("tenant/" + tenant + " is Ready", holds("tenant/" + tenant, ConditionTypes.READY));
            checks.put(
                    "the Secret " + tenant + "-oidc has issuer, client-id and client-secret",
                    keys("tenants", tenant + "-oidc").equals(Set.of("issuer", "client-id", "client-secret")));
        }
        if (dnsIsOurs) {
            checks.put(
                    "DNS of acme is verified once the snippet is published",
                    holds("tenant/acme", ConditionTypes.DNS_VERIFIED));
            checks.put("acme's DKIM keys sign, now that DNS shows them", allKeysSign());
        }
        checks.put(
                "tenant/copycat is told that acme.test is taken",
                reason("tenant/copycat", ConditionTypes.MAIL_READY).equals("DomainTaken"));
        checks.put("tenant/broken is refused", brokenIsRefused(refused));
        checks.put("operatorinvite/ada is handed over by a recovery link", handedOver("ada", "recovery-link"));
        checks.put(
                "operatorinvite/grace is handed over by a temporary password",
                handedOver("grace", "temporary-password"));
        checks.put("tenantinvite/eva is handed over", holds("tenantinvite/eva", ConditionTypes.READY));
        checks.put("the admin of acme is invited", adminIsInvited());
        return checks;
    }

    private boolean holds(String object, String condition) {
        return watched.one(object).filter(shown -> shown.holds(condition)).isPresent();
    }

    private String reason(String object, String condition) {
        return watched.one(object)
                .flatMap(shown -> shown.condition(condition))
                .map(Condition::reason)
                .orElse("");
    }

    private Set<String> keys(String namespace, String name) {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        return secret == null ? Set.of() : secret.getData().keySet();
    }

    private boolean allKeysSign() {
        Optional<Tenant> acme = watched.tenant("acme");
        return acme.filter(tenant ->
                        tenant.getStatus() != null && tenant.getStatus().mail() != null)
                .filter(tenant -> tenant.getStatus().mail().domains().stream()
                        .flatMap(domain -> domain.dkim().stream())
                        .allMatch(key -> key.stage() == DkimStage.ACTIVE))
                .isPresent();
    }

    private boolean brokenIsRefused(List<Samples.Refused> refused) {
        return serverChecks
                ? refused.stream().anyMatch(one -> one.object().equals("tenant/broken"))
                : reason("tenant/broken", ConditionTypes.STALLED).equals("InvalidSpec");
    }

    private boolean handedOver(String name, String credential) {
        Set<String> keys = keys("dezky-system", name + "-credentials");
        long credentials = keys.stream()
                .filter(key -> key.equals("recovery-link") || key.equals("temporary-password"))
                .count();
        return holds("operatorinvite/" + name, ConditionTypes.READY) && credentials == 1 && keys.contains(credential);
    }

    private boolean adminIsInvited() {
        return watched.tenantInvites().stream()
                .filter(invite -> invite.getMetadata().getName().startsWith("acme-admin-"))
                .anyMatch(invite -> holds("tenantinvite/" + invite.getMetadata().getName(), ConditionTypes.READY));
    }
}
