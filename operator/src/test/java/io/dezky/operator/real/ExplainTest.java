package io.dezky.operator.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kubectl tells about the kinds, from the CRDs that the API server has. */
@RealKubernetes
class ExplainTest {

    private RealCluster cluster;

    @BeforeEach
    void start(KubernetesApi api) {
        cluster = RealCluster.of(api);
    }

    @Test
    void kubectl_explains_the_mail_domains_of_a_tenant() {
        String explained = cluster.succeeds("explain", "tenant.spec.mail.domains");

        assertThat(explained)
                .contains("GROUP:      platform.dezky.io")
                .contains("FIELD: domains <[]Object>")
                .containsPattern("DESCRIPTION:\\s+\\S+")
                .doesNotContain("<empty>")
                .contains("catchAll")
                .contains("-required-");
    }

    @ParameterizedTest
    @CsvSource({"tenant, catchAll", "operatorinvite, handoff", "tenantinvite, tenantRef"})
    void kubectl_explains_every_field_of_a_kind(String kind, String field) {
        String explained = cluster.succeeds("explain", kind, "--recursive");

        assertThat(explained).contains(field).contains("conditions").doesNotContain("<empty>");
    }

    @ParameterizedTest
    @CsvSource({"Tenant", "OperatorInvite", "TenantInvite"})
    void no_field_of_a_kind_is_without_description(String kind) throws IOException {
        JsonNode schemas = new ObjectMapper()
                .readTree(cluster.succeeds("get", "--raw", "/openapi/v3/apis/platform.dezky.io/v1alpha1"))
                .at("/components/schemas");
        List<String> fields = new ArrayList<>();
        List<String> without = new ArrayList<>();

        collect(schemas.get("io.dezky.platform.v1alpha1." + kind), kind, fields, without);

        assertThat(fields).hasSizeGreaterThan(20);
        assertThat(without).isEmpty();
    }

    private static void collect(JsonNode schema, String path, List<String> fields, List<String> without) {
        fields.add(path);
        if (schema.path("description").asText().isBlank()) {
            without.add(path);
        }
        schema.path("properties").fields().forEachRemaining(property -> {
            collect(property.getValue(), path + "." + property.getKey(), fields, without);
        });
        JsonNode items = schema.path("items");
        items.path("properties")
                .fields()
                .forEachRemaining(
                        property -> collect(property.getValue(), path + "[]." + property.getKey(), fields, without));
    }
}
