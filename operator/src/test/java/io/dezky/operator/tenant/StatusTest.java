package io.dezky.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.mail.DnsRecord;
import io.dezky.operator.tenant.Part.Verdict;
import io.dezky.operator.world.EndState;
import io.dezky.operator.world.Wire;
import io.dezky.platform.v1alpha1.Annotations;
import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What status says, and what becomes of a Tenant whose status, marks or identity in Kubernetes were lost. */
class StatusTest {

    // ---- conditions, as kstatus reads them

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-23T09:00:00Z"), ZoneOffset.UTC);
    private static final List<String> PARTS = List.of(
            ConditionTypes.IDENTITY_READY,
            ConditionTypes.MAIL_READY,
            ConditionTypes.FILES_READY,
            ConditionTypes.CREDENTIALS_READY);

    /** All ways in which four parts can stand. */
    @Test
    void everyCombinationOfPartsIsSummedUp() {
        int all = (int) Math.pow(Verdict.values().length, PARTS.size());
        for (int i = 0; i < all; i++) {
            List<Verdict> verdicts = new ArrayList<>();
            for (int rest = i, n = 0; n < PARTS.size(); n++, rest /= Verdict.values().length) {
                verdicts.add(Verdict.values()[rest % Verdict.values().length]);
            }
            isSummedUp(verdicts);
        }
    }

    private static void isSummedUp(List<Verdict> verdicts) {
        Parts parts = new Parts();
        for (int i = 0; i < PARTS.size(); i++) {
            parts.put(PARTS.get(i), new Part(verdicts.get(i), "Reason" + i, "Message " + i + ".", null));
        }
        DnsState dns = new DnsState.LookedUp(
                1, List.of(new DnsRecord("TXT", "a.test", "b", DnsRecord.Purpose.Dkim, true)), List.of());
        List<Condition> conditions = new TenantConditions(List.of(), 7, NOW).worked(parts, dns);
        boolean ready = verdicts.stream().allMatch(verdict -> verdict == Verdict.READY);
        boolean stalled = verdicts.contains(Verdict.STALLED);

        assertThat(conditions).extracting(Condition::type).doesNotHaveDuplicates();
        assertThat(conditions).allMatch(condition -> condition.observedGeneration() == 7);
        assertThat(status(conditions, "Ready")).as(verdicts.toString()).isEqualTo(ready ? "True" : "False");
        assertThat(status(conditions, "Stalled")).isEqualTo(stalled ? "True" : null);
        assertThat(status(conditions, "Reconciling"))
                .as("one of the two stands while it is not ready, never both")
                .isEqualTo(!ready && !stalled ? "True" : null);
        assertThat(status(conditions, "DnsVerified")).as("no part of Ready").isEqualTo("False");
        for (int i = 0; i < PARTS.size(); i++) {
            assertThat(status(conditions, PARTS.get(i))).isEqualTo(verdicts.get(i) == Verdict.READY ? "True" : "False");
        }
    }

    private static String status(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .map(Condition::status)
                .findFirst()
                .orElse(null);
    }

    @Test
    void aConditionKeepsItsTimeWhileItsStatusStays() {
        Parts ready = new Parts();
        ready.put(ConditionTypes.IDENTITY_READY, Part.ready("Synced", "All."));
        List<Condition> before = new TenantConditions(List.of(), 1, NOW).worked(ready, new DnsState.NotWanted());
        Clock later = Clock.fixed(NOW.instant().plusSeconds(60), ZoneOffset.UTC);
        List<Condition> same = new TenantConditions(before, 1, later).worked(ready, new DnsState.NotWanted());
        assertThat(same).as("nothing to write").isEqualTo(before);
        Parts stalled = new Parts();
        stalled.put(ConditionTypes.IDENTITY_READY, Part.stalled("Taken", "By another."));
        List<Condition> other = new TenantConditions(before, 2, later).worked(stalled, new DnsState.NotWanted());
        assertThat(other)
                .filteredOn(condition -> condition.type().equals("Ready"))
                .singleElement()
                .satisfies(
                        condition -> assertThat(condition.lastTransitionTime()).isEqualTo(later.instant()));
        assertThat(other)
                .filteredOn(condition -> condition.type().equals("DnsVerified"))
                .singleElement()
                .satisfies(
                        condition -> assertThat(condition.lastTransitionTime()).isEqualTo(NOW.instant()));
    }

    // ---- what was lost

    @Nested
    class OfATenantThatIsReady {

        private TenantFixture acme;

        @BeforeEach
        void make() {
            acme = TenantFixture.empty();
            acme.apply(TenantFixture.ACME.stripTrailing()
                    + "\n  files: {spaces: [{name: Company, quota: 1Gi, members: Editor, admins: Manager}]}\n");
            acme.settle();
            acme.publishEverything();
            acme.settle();
        }

        @AfterEach
        void close() {
            acme.close();
        }

        private void isReadyAsBefore(String before) {
            acme.settle();
            assertThat(acme.condition("Ready").status())
                    .as(acme.condition("Ready").message())
                    .isEqualTo("True");
            assertThat(EndState.of(acme.world)).isEqualTo(before);
            assertThat(acme.writesOfOnePass()).isEmpty();
        }

        @Test
        void restoredUnderANewUidItTakesUpWhatItHadAndNoCredentialChanges() {
            Map<String, String> secret = acme.secret("tenants", "acme-oidc");
            String before = EndState.of(acme.world);
            remake(acme.tenant().getStatus());
            isReadyAsBefore(before);
            assertThat(acme.secret("tenants", "acme-oidc")).isEqualTo(secret);
            assertThat(acme.authentik()
                            .group("tenant-acme")
                            .orElseThrow()
                            .attributes()
                            .toString())
                    .as("the marks name the new object")
                    .contains(acme.tenant().getMetadata().getUid());
        }

        @Test
        void appliedToANewClusterWithoutStatusItTakesUpWhatItHad() {
            Map<String, String> secret = acme.secret("tenants", "acme-oidc");
            String before = EndState.of(acme.world);
            remake(null);
            isReadyAsBefore(before);
            assertThat(acme.secret("tenants", "acme-oidc")).isEqualTo(secret);
        }

        /** As a backup of the cluster does it: another uid; the Secret of the old object went with it. */
        private void remake(TenantStatus status) {
            Tenant old = acme.tenant();
            acme.resource("tenants", "acme").edit(found -> {
                found.getMetadata().setFinalizers(List.of());
                return found;
            });
            acme.delete("acme");
            acme.world
                    .kubernetes
                    .secrets()
                    .inNamespace("tenants")
                    .withName("acme-oidc")
                    .delete();
            Tenant restored = Serialization.clone(old);
            restored.getMetadata().setUid(null);
            restored.getMetadata().setResourceVersion(null);
            restored.getMetadata().setFinalizers(List.of());
            restored.setStatus(status);
            acme.world.kubernetes.resource(restored).create();
            assertThat(acme.tenant().getMetadata().getUid())
                    .isNotEqualTo(old.getMetadata().getUid());
            acme.restart();
        }

        @Test
        void aSecretThatWasDeletedComesBackWithTheSameCredentials() {
            Map<String, String> secret = acme.secret("tenants", "acme-oidc");
            acme.world
                    .kubernetes
                    .secrets()
                    .inNamespace("tenants")
                    .withName("acme-oidc")
                    .delete();
            acme.pass();
            assertThat(acme.secret("tenants", "acme-oidc")).isEqualTo(secret);
        }

        @Test
        void aSecretThatWasEditedIsPutRight() {
            Map<String, String> secret = acme.secret("tenants", "acme-oidc");
            acme.world
                    .kubernetes
                    .secrets()
                    .inNamespace("tenants")
                    .withName("acme-oidc")
                    .edit(found -> {
                        found.getData().put("client-secret", "AAAA");
                        found.getData().put("more", "AAAA");
                        return found;
                    });
            acme.pass();
            assertThat(acme.secret("tenants", "acme-oidc")).isEqualTo(secret);
        }

        @Test
        void aSecretOfThatNameThatIsSomebodyElsesIsNeverOverwritten() {
            acme.world
                    .kubernetes
                    .secrets()
                    .inNamespace("tenants")
                    .withName("acme-oidc")
                    .edit(found -> {
                        found.getMetadata().setOwnerReferences(List.of());
                        found.getData().put("client-secret", "bWluZQ==");
                        return found;
                    });
            acme.pass();
            assertThat(acme.secret("tenants", "acme-oidc")).containsEntry("client-secret", "bWluZQ==");
            assertThat(acme.condition("CredentialsReady").reason()).isEqualTo("SecretConflict");
            assertThat(acme.condition("CredentialsReady").message()).contains("acme-oidc", "delete or rename it");
        }

        @Test
        void pausedNothingIsTouchedAndStatusStaysOfTheGenerationItSpokeOf() {
            acme.resource("tenants", "acme").edit(found -> {
                found.getMetadata().setAnnotations(Map.of(Annotations.PAUSED, "true"));
                return found;
            });
            acme.change("/spec/displayName", "\"Acme SE\"");
            acme.pass();
            assertThat(acme.condition("Paused").status()).isEqualTo("True");
            assertThat(acme.authentik().application("tenant-acme").orElseThrow().name())
                    .isEqualTo("Acme GmbH");
            assertThat(acme.tenant().getStatus().observedGeneration())
                    .as("kstatus: in progress, because it is not the generation of the spec")
                    .isLessThan(acme.tenant().getMetadata().getGeneration());
            assertThat(acme.writesOfOnePass()).isEmpty();
            acme.resource("tenants", "acme").edit(found -> {
                found.getMetadata().setAnnotations(Map.of());
                return found;
            });
            acme.pass();
            assertThat(acme.tenant().getStatus().conditions())
                    .noneMatch(condition -> condition.type().equals("Paused"));
            assertThat(acme.authentik().application("tenant-acme").orElseThrow().name())
                    .isEqualTo("Acme SE");
            assertThat(acme.condition("Ready").status()).isEqualTo("True");
        }

        @Test
        void askedToLookAgainItSaysWhichRequestItHandled() {
            acme.resource("tenants", "acme").edit(found -> {
                found.getMetadata().setAnnotations(Map.of(Annotations.RECONCILE_AT, "2026-11-23T09:30:00Z"));
                return found;
            });
            acme.pass();
            assertThat(acme.tenant().getStatus().lastHandledReconcileAt()).isEqualTo("2026-11-23T09:30:00Z");
        }

        @Test
        void observedGenerationNeverFalls() {
            long last = 0;
            for (String name : List.of("A", "B", " not valid ", "C")) {
                acme.change("/spec/displayName", "\"" + name + "\"");
                acme.pass();
                Long observed = Objects.requireNonNull(acme.tenant().getStatus().observedGeneration());
                assertThat(observed)
                        .isGreaterThan(last)
                        .isEqualTo(acme.tenant().getMetadata().getGeneration());
                assertThat(acme.condition("Ready").status())
                        .isEqualTo(name.isBlank() || name.startsWith(" ") ? "False" : "True");
                last = observed;
            }
        }

        // ---- an API server that does not carry out everything

        private void refused(String points, int status) {
            acme.operator = acme.world.operator(Wire.refusing("kubernetes " + points, status));
            acme.pass();
            Tenant now = acme.tenant();
            assertThat(now.getStatus().observedGeneration())
                    .as("status is written all the same")
                    .isEqualTo(now.getMetadata().getGeneration());
            assertThat(acme.condition("Ready").status()).isEqualTo("False");
            assertThat(List.of("IdentityReady", "MailReady", "FilesReady"))
                    .allMatch(type -> acme.condition(type).status().equals("True"));
        }

        private void isMendedByItself() {
            acme.restart();
            acme.settle();
            assertThat(acme.condition("Ready").status()).isEqualTo("True");
        }

        @Test
        void withoutTheRightToMakeInvitesAllElseIsDoneAndTheConditionSaysSo() {
            acme.change("/spec/admins", "[{\"email\": \"it@acme.test\", \"name\": \"Acme IT\"}]");
            refused("POST .*/tenantinvites", 403);
            assertThat(acme.condition("AdminsInvited").reason()).isEqualTo("KubernetesForbidden");
            assertThat(acme.condition("AdminsInvited").message()).contains("operator's role");
            isMendedByItself();
        }

        @Test
        void anApiServerThatFailsOnInvitesIsAskedAgain() {
            acme.change("/spec/admins", "[{\"email\": \"it@acme.test\", \"name\": \"Acme IT\"}]");
            refused("POST .*/tenantinvites", 500);
            assertThat(acme.condition("AdminsInvited").reason()).isEqualTo("KubernetesUnavailable");
            assertThat(acme.condition("Reconciling").status()).isEqualTo("True");
            isMendedByItself();
        }

        @Test
        void aSecretThatCannotBeWrittenIsToldAndWrittenLater() {
            acme.world
                    .kubernetes
                    .secrets()
                    .inNamespace("tenants")
                    .withName("acme-oidc")
                    .delete();
            refused("POST .*/secrets", 403);
            assertThat(acme.condition("CredentialsReady").reason()).isEqualTo("KubernetesForbidden");
            isMendedByItself();
            assertThat(acme.secret("tenants", "acme-oidc")).hasSize(3);
        }
    }
}
