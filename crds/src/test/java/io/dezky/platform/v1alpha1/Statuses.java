package io.dezky.platform.v1alpha1;

import java.time.Instant;
import java.util.List;

/** Statuses with every field set. */
final class Statuses {

    private static final Instant TIME = Instant.parse("2026-11-22T15:00:00Z");

    private Statuses() {}

    static TenantStatus tenant() {
        return new TenantStatus(
                3L,
                conditions(),
                "acme",
                "acme.dezky.test",
                new IdentityStatus(
                        "5a1d",
                        "77be",
                        "90aa",
                        "tenant-acme",
                        12,
                        "c3f0",
                        "client",
                        "https://acme.dezky.test/application/o/tenant-acme/",
                        secret()),
                new MailStatus(List.of(new MailDomainStatus(
                        "acme.test",
                        "b",
                        List.of(new DkimKeyStatus("r1", DkimAlgorithm.RSA2048, DkimStage.PENDING, "k1")),
                        List.of(new DnsRecordStatus(
                                "TXT", "r1._domainkey.acme.test", "v=DKIM1; k=rsa; p=MIIB", "DKIM", true, false))))),
                new FilesStatus(
                        "g1",
                        "g2",
                        List.of(new SpaceStatus(
                                "Company",
                                "0b30$be0a",
                                SpaceState.READY,
                                "https://files.dezky.test/f/0b30",
                                "50Gi",
                                List.of("HR", "HR/Payroll")))),
                "now");
    }

    static InviteStatus invite() {
        return new InviteStatus(
                1L,
                conditions(),
                InviteState.DELIVERED,
                new InviteUser(7, "f22f2bb", "ada@dezky.test"),
                new InviteHandoff(HandoffMethod.TEMPORARY_PASSWORD, secret(), TIME, TIME.plusSeconds(86400), 1),
                TIME,
                "grace",
                "again",
                "now");
    }

    private static List<Condition> conditions() {
        return List.of(
                new Condition(ConditionTypes.READY, Condition.TRUE, "Synced", "", 3L, TIME),
                new Condition(ConditionTypes.RECONCILING, Condition.UNKNOWN, "Progressing", "Working.", 3L, TIME));
    }

    private static SecretReference secret() {
        return new SecretReference("acme-oidc");
    }
}
