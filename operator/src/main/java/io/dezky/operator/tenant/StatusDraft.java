package io.dezky.operator.tenant;

import io.dezky.operator.files.TenantFiles;
import io.dezky.operator.identity.TenantIdentity;
import io.dezky.operator.mail.DkimSignature;
import io.dezky.operator.mail.TenantMail;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.DkimAlgorithm;
import io.dezky.platform.v1alpha1.DkimKeyStatus;
import io.dezky.platform.v1alpha1.DkimStage;
import io.dezky.platform.v1alpha1.DnsRecordStatus;
import io.dezky.platform.v1alpha1.FilesStatus;
import io.dezky.platform.v1alpha1.IdentityStatus;
import io.dezky.platform.v1alpha1.MailDomainStatus;
import io.dezky.platform.v1alpha1.MailStatus;
import io.dezky.platform.v1alpha1.SecretReference;
import io.dezky.platform.v1alpha1.SpaceState;
import io.dezky.platform.v1alpha1.SpaceStatus;
import io.dezky.platform.v1alpha1.TenantStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The status of a Tenant, being written. What a run does not come to is kept as it was: a system that is away takes
 * nothing that is known of it.
 */
final class StatusDraft {

    private Long observedGeneration;
    private List<Condition> conditions;
    private String slug;
    private String host;
    private IdentityStatus identity;
    private MailStatus mail;
    private FilesStatus files;
    private String lastHandledReconcileAt;

    StatusDraft(TenantStatus before) {
        this.observedGeneration = before.observedGeneration();
        this.conditions = before.conditions();
        this.slug = before.slug();
        this.host = before.host();
        this.identity = before.identity();
        this.mail = before.mail();
        this.files = before.files();
        this.lastHandledReconcileAt = before.lastHandledReconcileAt();
    }

    TenantStatus status() {
        return new TenantStatus(
                observedGeneration, conditions, slug, host, identity, mail, files, lastHandledReconcileAt);
    }

    /** The status as it was, but for the spaces that are about to be created. */
    TenantStatus announcement(TenantStatus before) {
        return new TenantStatus(
                before.observedGeneration(),
                before.conditions(),
                before.slug(),
                before.host(),
                before.identity(),
                before.mail(),
                files,
                before.lastHandledReconcileAt());
    }

    void observed(long generation, String reconcileAt) {
        observedGeneration = generation;
        lastHandledReconcileAt = reconcileAt;
    }

    void conditions(List<Condition> conditions) {
        this.conditions = conditions;
    }

    /** The conditions, with one put in or replaced. */
    static List<Condition> with(List<Condition> conditions, Condition one) {
        List<Condition> all = new ArrayList<>(conditions);
        all.removeIf(condition -> condition.type().equals(one.type()));
        all.add(one);
        return all;
    }

    void slug(String slug) {
        this.slug = slug;
    }

    // ---- identity

    void identity(TenantIdentity.Ids ids, String host, String issuer) {
        this.host = host;
        SecretReference secret = identity == null ? null : identity.clientSecretRef();
        identity = new IdentityStatus(
                ids.groupId(),
                ids.adminsGroupId(),
                ids.applicationId(),
                ids.applicationSlug(),
                ids.providerId(),
                ids.brandId(),
                ids.clientId(),
                issuer,
                secret);
    }

    void clientSecretRef(String name) {
        identity = new IdentityStatus(
                identity.groupId(),
                identity.adminsGroupId(),
                identity.applicationId(),
                identity.applicationSlug(),
                identity.providerId(),
                identity.brandId(),
                identity.clientId(),
                identity.issuer(),
                new SecretReference(name));
    }

    // ---- mail

    void mail(TenantMail.Result result) {
        mail = result.domains().isEmpty()
                ? null
                : new MailStatus(
                        result.domains().stream().map(StatusDraft::domain).toList());
    }

    private static MailDomainStatus domain(TenantMail.DomainResult domain) {
        return new MailDomainStatus(
                domain.name(),
                domain.id(),
                domain.keys().stream().map(StatusDraft::key).toList(),
                domain.records().stream().map(StatusDraft::record).toList());
    }

    private static DkimKeyStatus key(DkimSignature key) {
        DkimAlgorithm algorithm = key.algorithm()
                .map(known -> switch (known) {
                    case RSA2048 -> DkimAlgorithm.RSA2048;
                    case ED25519 -> DkimAlgorithm.ED25519;
                })
                .orElse(null);
        DkimStage stage =
                switch (key.stage()) {
                    case PENDING -> DkimStage.PENDING;
                    case ACTIVE -> DkimStage.ACTIVE;
                    case RETIRING -> DkimStage.RETIRING;
                    case RETIRED -> DkimStage.RETIRED;
                };
        return new DkimKeyStatus(key.selector(), algorithm, stage, key.id());
    }

    private static DnsRecordStatus record(TenantMail.RecordResult result) {
        return new DnsRecordStatus(
                result.record().type(),
                result.record().name(),
                result.record().value(),
                result.record().purpose().name(),
                result.record().required(),
                result.verified());
    }

    // ---- files

    void files(TenantFiles.Result result) {
        if (result.groupId() == null && result.spaces().isEmpty()) {
            files = null;
            return;
        }
        List<SpaceStatus> spaces = result.spaces().stream().map(this::space).toList();
        files = new FilesStatus(result.groupId(), result.adminsGroupId(), spaces);
    }

    /** Of a space that an obstacle concerns only the id is known: what was said of it stays said. */
    private SpaceStatus space(TenantFiles.SpaceResult space) {
        boolean seen = space.webUrl() != null;
        Optional<SpaceStatus> before = known(space.name());
        return new SpaceStatus(
                space.name(),
                space.id(),
                SpaceState.READY,
                seen ? space.webUrl() : before.map(SpaceStatus::webUrl).orElse(null),
                seen
                        ? quantity(space.quotaBytes())
                        : before.map(SpaceStatus::quota).orElse(null),
                space.folders());
    }

    private Optional<SpaceStatus> known(String name) {
        return files == null
                ? Optional.empty()
                : files.spaces().stream()
                        .filter(space -> space.name().equals(name))
                        .findFirst();
    }

    /** In the largest unit that leaves a whole number. */
    static String quantity(long bytes) {
        String[] units = {"Ti", "Gi", "Mi", "Ki"};
        for (int i = 0; i < units.length; i++) {
            long unit = 1L << (10 * (units.length - i));
            if (bytes >= unit && bytes % unit == 0) {
                return bytes / unit + units[i];
            }
        }
        return String.valueOf(bytes);
    }

    /** Says of spaces that they are about to be created. What is known of them, and of others, stays. */
    void announceSpaces(List<String> names) {
        List<SpaceStatus> spaces = new ArrayList<>();
        if (files != null) {
            files.spaces().forEach(space -> spaces.add(names.contains(space.name()) ? creating(space) : space));
        }
        names.stream()
                .filter(name -> known(name).isEmpty())
                .map(name -> new SpaceStatus(name, null, SpaceState.CREATING, null, null, List.of()))
                .forEach(spaces::add);
        files = new FilesStatus(
                files == null ? null : files.groupId(), files == null ? null : files.adminsGroupId(), spaces);
    }

    private static SpaceStatus creating(SpaceStatus space) {
        return new SpaceStatus(
                space.name(), space.id(), SpaceState.CREATING, space.webUrl(), space.quota(), space.folders());
    }
}
