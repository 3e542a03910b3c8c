package io.dezky.platform.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java types with the mapper that the operator uses. */
class JavaTypesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization(
            new ObjectMapper()
                    .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                    .configure(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL, true),
            true);

    @ParameterizedTest
    @MethodSource("io.dezky.platform.v1alpha1.Fixture#valid")
    void whatIsReadIsWrittenAgain(Fixture fixture) throws Exception {
        CustomResource<?, ?> read = SERIALIZATION.unmarshal(fixture.create().toString(), kindOf(fixture));

        JsonNode written = JSON.readTree(SERIALIZATION.asJson(read)).get("spec");

        assertThat(written).isEqualTo(withoutEmptyLists(fixture.create().get("spec")));
    }

    @Test
    void anObjectForANewerOperatorIsReadAndItsUnknownValuesAreNull() {
        Tenant tenant = SERIALIZATION.unmarshal("""
                apiVersion: platform.dezky.io/v1alpha1
                kind: Tenant
                metadata: {name: acme}
                spec:
                  displayName: Acme
                  deletionPolicy: Archive
                  calendar: {enabled: true}
                  mail:
                    domains:
                      - name: acme.test
                        dkim: {algorithms: [RSA2048, MLDSA65]}
                  files:
                    spaces:
                      - {name: Company, members: Uploader, retention: 10y}
                status:
                  phase: Moving
                  mail: {domains: [{name: acme.test, dkim: [{selector: s1, stage: Escrowed}]}]}
                """, Tenant.class);

        assertThat(tenant.getSpec().deletionPolicy()).isNull();
        assertThat(tenant.getSpec().mail().domains().get(0).dkim().algorithms())
                .containsExactly(DkimAlgorithm.RSA2048, null);
        assertThat(tenant.getSpec().files().spaces().get(0).members()).isNull();
        assertThat(tenant.getStatus().mail().domains().get(0).dkim().get(0).stage())
                .isNull();
    }

    @Test
    void listsAreNeverNullAndCanNotBeChanged() {
        Tenant tenant = SERIALIZATION.unmarshal("""
                {"apiVersion": "platform.dezky.io/v1alpha1", "kind": "Tenant", "metadata": {"name": "acme"},
                 "spec": {"displayName": "Acme", "admins": null, "mail": {}, "files": {"spaces": [{"name": "Company"}]}}, "status": {}}
                """, Tenant.class);

        assertThat(tenant.getSpec().admins()).isEmpty();
        assertThat(tenant.getSpec().mail().domains()).isEmpty();
        assertThat(tenant.getSpec().files().spaces().get(0).folders()).isEmpty();
        assertThat(tenant.getStatus().conditions()).isEmpty();
        assertThatThrownBy(() -> tenant.getSpec().files().spaces().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aSectionThatIsAbsentIsNull() {
        Tenant tenant = SERIALIZATION.unmarshal("""
                {"apiVersion": "platform.dezky.io/v1alpha1", "kind": "Tenant", "metadata": {"name": "acme"}, "spec": {"displayName": "Acme"}}
                """, Tenant.class);

        assertThat(tenant.getSpec().identity()).isNull();
        assertThat(tenant.getSpec().mail()).isNull();
        assertThat(tenant.getSpec().files()).isNull();
        assertThat(tenant.getStatus()).isNull();
    }

    @Test
    void timesAreWrittenAsRfc3339InWholeSeconds() throws Exception {
        Condition condition = new Condition(
                ConditionTypes.READY, Condition.TRUE, "Synced", "", 3L, Instant.parse("2026-11-22T15:00:00.987Z"));

        String json = SERIALIZATION.asJson(condition);

        assertThat(JSON.readTree(json).get("lastTransitionTime").asText()).isEqualTo("2026-11-22T15:00:00Z");
        assertThat(SERIALIZATION.unmarshal(json, Condition.class)).isEqualTo(condition);
        assertThat(new ObjectMapper().findAndRegisterModules().writeValueAsString(condition))
                .as("with a mapper that writes times as numbers")
                .contains("\"2026-11-22T15:00:00Z\"");
    }

    @Test
    void aFullStatusOfATenantSurvivesAndFitsTheSchema() {
        assertSurvives("Tenant", Statuses.tenant(), TenantStatus.class);
    }

    @Test
    void aFullStatusOfAnInviteSurvivesAndFitsTheSchema() {
        assertSurvives("OperatorInvite", Statuses.invite(), InviteStatus.class);
        assertSurvives("TenantInvite", Statuses.invite(), InviteStatus.class);
    }

    @Test
    void anEmptyStatusIsWrittenAsNothing() {
        assertThat(SERIALIZATION.asJson(TenantStatus.empty())).isEqualTo("{}");
        assertThat(SERIALIZATION.asJson(InviteStatus.empty())).isEqualTo("{}");
    }

    @Test
    void theSlugIsTheNameWhereTheSpecHasNone() {
        Tenant tenant = new Tenant();
        tenant.getMetadata().setName("acme");
        assertThat(tenant.slug()).isEqualTo("acme");

        tenant.setSpec(new TenantSpec("Acme", "umbrella", null, null, null, null, null));
        assertThat(tenant.slug()).isEqualTo("umbrella");
    }

    @ParameterizedTest
    @CsvSource({
        "50Gi, 53687091200",
        "1.5Gi, 1610612736",
        "500M, 500000000",
        "53687091200, 53687091200",
        "1.001Mi, 1049625",
        "100Ti, 109951162777600"
    })
    void aQuotaIsWholeBytesRoundedUp(String quota, long bytes) {
        assertThat(new SpaceSpec("Company", quota, null, null, null).quotaBytes())
                .hasValue(bytes);
    }

    @Test
    void aSpaceWithoutQuotaHasNoBytes() {
        assertThat(new SpaceSpec("Company", null, null, null, null).quotaBytes())
                .isEqualTo(OptionalLong.empty());
    }

    @ParameterizedTest
    @CsvSource({"30m, PT30M", "24h, PT24H", "1h30m15s, PT1H30M15S", "168h, PT168H", "90m, PT90M"})
    void theValidityIsWhatExpiresAfterSays(String expiresAfter, Duration validity) {
        assertThat(invite("ada@dezky.test", expiresAfter).validity()).isEqualTo(validity);
    }

    @Test
    void anInviteWithoutExpiresAfterHasNoValidity() {
        assertThat(invite("ada@dezky.test", null).validity()).isNull();
    }

    @Test
    void theNormalisedEmailIsInLowerCaseWhateverTheMachinesLanguage() {
        Locale machines = Locale.getDefault();
        try {
            // In Turkish a capital I becomes a dotless one.
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(invite("ADA.IVES@Dezky.Test", null).normalisedEmail()).isEqualTo("ada.ives@dezky.test");
        } finally {
            Locale.setDefault(machines);
        }
    }

    private static InviteSpec invite(String email, String expiresAfter) {
        return new OperatorInviteSpec(email, "Ada", null, null, expiresAfter, null);
    }

    private static <T> void assertSurvives(String kind, T status, Class<T> type) {
        String json = SERIALIZATION.asJson(status);
        assertThat(SERIALIZATION.unmarshal(json, type)).isEqualTo(status);

        OfflineApiServer server = new OfflineApiServer(
                CrdGeneration.KINDS.stream().map(CrdGeneration::crd).toList());
        ObjectNode object = Fixture.valid().stream()
                .map(fixture -> fixture.create().<ObjectNode>deepCopy())
                .filter(candidate -> candidate.get("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
        object.set("status", SERIALIZATION.convertValue(status, JsonNode.class));
        assertThat(server.create(object)).isEmpty();
    }

    private static Class<? extends CustomResource<?, ?>> kindOf(Fixture fixture) {
        return CrdGeneration.KINDS.stream()
                .filter(kind ->
                        kind.getSimpleName().equals(fixture.create().get("kind").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode withoutEmptyLists(JsonNode node) {
        JsonNode copy = node.deepCopy();
        if (copy instanceof ObjectNode object) {
            List<String> empty = new ArrayList<>();
            object.properties().forEach(property -> {
                if (property.getValue().isArray() && property.getValue().isEmpty()) {
                    empty.add(property.getKey());
                }
            });
            object.remove(empty);
        }
        return copy;
    }
}
