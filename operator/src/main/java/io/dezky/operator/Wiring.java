package io.dezky.operator;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.operator.files.DriveCatalog;
import io.dezky.operator.files.HttpOcis;
import io.dezky.operator.files.MachineUserToken;
import io.dezky.operator.files.TenantFiles;
import io.dezky.operator.http.Credential;
import io.dezky.operator.http.FileCredential;
import io.dezky.operator.http.SystemHttp;
import io.dezky.operator.identity.Authentik;
import io.dezky.operator.identity.HttpAuthentik;
import io.dezky.operator.identity.PlatformObjects;
import io.dezky.operator.identity.RecoveryFlow;
import io.dezky.operator.identity.TenantIdentity;
import io.dezky.operator.invite.InviteReconciliation;
import io.dezky.operator.invite.Invites;
import io.dezky.operator.kubernetes.Backoff;
import io.dezky.operator.kubernetes.EventRecorder;
import io.dezky.operator.kubernetes.Receipts;
import io.dezky.operator.kubernetes.SecretStore;
import io.dezky.operator.kubernetes.StatusWriter;
import io.dezky.operator.mail.DkimKeyGenerator;
import io.dezky.operator.mail.DnsCheck;
import io.dezky.operator.mail.DnsResolver;
import io.dezky.operator.mail.HttpStalwart;
import io.dezky.operator.mail.TenantMail;
import io.dezky.operator.observability.AuditLog;
import io.dezky.operator.plan.PlanExecutor;
import io.dezky.operator.tenant.AdminInvites;
import io.dezky.operator.tenant.Claim;
import io.dezky.operator.tenant.TenantCleanup;
import io.dezky.operator.tenant.TenantReconciliation;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import okhttp3.OkHttpClient;

/** Puts the parts of the operator together, without the framework that runs them. */
public final class Wiring {

    /**
     * What the parts need from outside; tests put their own in.
     *
     * @param http from which the clients of the systems are made
     * @param process the name of this operator process
     */
    public record Outside(
            KubernetesClient kubernetes,
            OkHttpClient http,
            MeterRegistry metrics,
            Clock clock,
            SystemHttp.Pause pause,
            List<DnsResolver> resolvers,
            DkimKeyGenerator dkimKeys,
            SecureRandom random,
            String process) {}

    private static final int CLIENT_SECRET_BYTES = 48;

    private final TenantReconciliation tenants;
    private final TenantCleanup tenantCleanup;
    private final InviteReconciliation<OperatorInvite> operatorInvites;
    private final InviteReconciliation<TenantInvite> tenantInvites;

    /**
     * The parts.
     *
     * @param claims finds what Tenants claim
     */
    public Wiring(OperatorConfig config, Outside outside, Claim.Index claims) {
        SystemHttp.Surroundings surroundings =
                new SystemHttp.Surroundings(outside.http(), outside.metrics(), outside.clock(), outside.pause());
        AuditLog audit = new AuditLog(outside.metrics());
        PlanExecutor executor = new PlanExecutor(audit);
        SystemHttp authentikHttp = authentik(config, surroundings);
        Authentik authentik = new HttpAuthentik(authentikHttp, config.authHost());
        RecoveryFlow recoveryFlow =
                new RecoveryFlow(authentik, config.authentik().createRecoveryFlow());
        TenantReconciliation.Systems systems = new TenantReconciliation.Systems(
                new TenantIdentity(authentik, executor),
                platformObjects(config, authentik, recoveryFlow, outside.clock()),
                mail(config, surroundings, outside, executor),
                files(config, authentikHttp, surroundings, executor));
        EventRecorder events = new EventRecorder(outside.kubernetes(), outside.clock(), outside.process());
        TenantReconciliation.Cluster cluster = new TenantReconciliation.Cluster(
                new StatusWriter<>(outside.kubernetes(), Tenant.class),
                new SecretStore(outside.kubernetes()),
                events,
                new AdminInvites(outside.kubernetes()),
                claims);
        Backoff backoff = new Backoff(
                config.kubernetes().retryInitial(), config.kubernetes().retryMax(), outside.random()::nextDouble);
        this.tenants = new TenantReconciliation(
                config, systems, cluster, backoff, outside.clock(), () -> clientSecret(outside.random()));
        this.tenantCleanup = new TenantCleanup(
                config,
                systems,
                cluster,
                new Receipts(outside.kubernetes(), outside.clock()),
                backoff,
                outside.clock());
        Invites invites = new Invites(
                config,
                authentik,
                recoveryFlow,
                outside.kubernetes(),
                events,
                audit,
                backoff,
                outside.clock(),
                outside.random());
        this.operatorInvites = invites.forOperators();
        this.tenantInvites = invites.forTenants();
    }

    private static SystemHttp authentik(OperatorConfig config, SystemHttp.Surroundings surroundings) {
        Credential token = FileCredential.bearer("authentik", config.authentik().tokenFile(), surroundings.clock());
        return new SystemHttp(config.authentik().settings(), token, HttpAuthentik::refusesCredential, surroundings);
    }

    private static PlatformObjects platformObjects(
            OperatorConfig config, Authentik authentik, RecoveryFlow recoveryFlow, Clock clock) {
        PlatformObjects.Names names = new PlatformObjects.Names(
                config.authentik().tenantsGroup(),
                config.authentik().signingKey(),
                config.authentik().authorizationFlow(),
                config.authentik().invalidationFlow());
        return new PlatformObjects(
                authentik, recoveryFlow, names, clock, config.kubernetes().resyncInterval());
    }

    private static TenantMail mail(
            OperatorConfig config, SystemHttp.Surroundings surroundings, Outside outside, PlanExecutor executor) {
        Credential key = FileCredential.bearer("stalwart", config.stalwart().tokenFile(), surroundings.clock());
        SystemHttp http = new SystemHttp(config.stalwart().settings(), key, surroundings);
        return new TenantMail(
                new HttpStalwart(http, outside.dkimKeys()),
                new DnsCheck(outside.resolvers(), outside.clock()),
                executor);
    }

    private static TenantFiles files(
            OperatorConfig config, SystemHttp authentik, SystemHttp.Surroundings surroundings, PlanExecutor executor) {
        Credential credential = ocisCredential(config, authentik, surroundings.clock());
        SystemHttp http = new SystemHttp(config.ocis().settings(), credential, surroundings);
        HttpOcis ocis = new HttpOcis(http, config.ocis().purgeTimeout());
        // Half a resync, so that what somebody changed in oCIS is seen within one.
        DriveCatalog catalog = new DriveCatalog(
                ocis, surroundings.clock(), config.kubernetes().resyncInterval().dividedBy(2));
        return new TenantFiles(ocis, catalog, executor);
    }

    private static Credential ocisCredential(OperatorConfig config, SystemHttp authentik, Clock clock) {
        OperatorConfig.Ocis ocis = config.ocis();
        return switch (ocis.signIn()) {
            case Token -> FileCredential.bearer("ocis", ocis.passwordFile(), clock);
            case Basic -> FileCredential.basic("ocis", ocis.userName(), ocis.passwordFile(), clock);
            case MachineUser ->
                new MachineUserToken(
                        authentik.withoutCredential(),
                        new MachineUserToken.Account(
                                ocis.clientId(), ocis.userName(), ocis.passwordFile(), ocis.scope(), config.authHost()),
                        clock);
        };
    }

    private static String clientSecret(SecureRandom random) {
        byte[] bytes = new byte[CLIENT_SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public TenantReconciliation tenants() {
        return tenants;
    }

    public TenantCleanup tenantCleanup() {
        return tenantCleanup;
    }

    public InviteReconciliation<OperatorInvite> operatorInvites() {
        return operatorInvites;
    }

    public InviteReconciliation<TenantInvite> tenantInvites() {
        return tenantInvites;
    }
}
