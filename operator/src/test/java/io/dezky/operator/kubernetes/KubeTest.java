package io.dezky.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** How objects are read that were written for another release. */
class KubeTest {

    private final KubernetesSerialization serialization = Kube.serialization();

    private Tenant tenant(String specAndStatus) {
        return serialization.unmarshal(
                "{\"apiVersion\":\"platform.dezky.io/v1alpha1\",\"kind\":\"Tenant\",\"metadata\":{\"name\":\"acme\","
                        + "\"generation\":3},"
                        + specAndStatus + "}",
                Tenant.class);
    }

    @Test
    void an_unknown_field_is_ignored() {
        Tenant tenant = tenant("\"spec\":{\"displayName\":\"Acme\",\"ofTheFuture\":{\"a\":1}}");

        assertThat(tenant.getSpec().displayName()).isEqualTo("Acme");
    }

    @Test
    void an_unknown_value_of_an_enum_is_null_and_not_the_default() {
        Tenant tenant = tenant("\"spec\":{\"displayName\":\"Acme\",\"deletionPolicy\":\"Archive\"}");

        assertThat(tenant.getSpec().deletionPolicy()).isNull();
    }

    @Test
    void a_spec_of_another_shape_is_absent_as_a_whole_and_the_rest_is_kept() {
        Tenant tenant = tenant(
                "\"spec\":{\"displayName\":\"Acme\",\"mail\":\"acme.test\"},\"status\":{\"observedGeneration\":2}");

        assertThat(tenant.getSpec()).isNull();
        assertThat(tenant.getStatus().observedGeneration()).isEqualTo(2);
        assertThat(tenant.getMetadata().getGeneration()).isEqualTo(3);
    }

    @Test
    void a_status_of_another_shape_is_absent_and_the_spec_is_kept() {
        Tenant tenant = tenant("\"spec\":{\"displayName\":\"Acme\"},\"status\":{\"conditions\":\"all well\"}");

        assertThat(tenant.getStatus()).isIn(null, TenantStatus.empty());
        assertThat(tenant.getSpec().displayName()).isEqualTo("Acme");
    }

    @Test
    void spec_and_status_of_another_shape_are_both_absent() {
        Tenant tenant = tenant("\"spec\":[],\"status\":\"fine\"");

        assertThat(tenant.getSpec()).isNull();
        assertThat(tenant.getMetadata().getName()).isEqualTo("acme");
    }

    @Test
    void invites_are_read_the_same_way() {
        OperatorInvite invite = serialization.unmarshal(
                "{\"apiVersion\":\"platform.dezky.io/v1alpha1\",\"kind\":\"OperatorInvite\",\"metadata\":{\"name\":\"ada\"},"
                        + "\"spec\":{\"email\":[\"ada@dezky.test\"]}}",
                OperatorInvite.class);

        assertThat(invite.getSpec()).isNull();
        assertThat(invite.getMetadata().getName()).isEqualTo("ada");
    }

    @Test
    void what_is_no_object_at_all_stays_an_error() {
        assertThatThrownBy(() -> serialization.unmarshal("[]", Tenant.class))
                .isInstanceOfAny(KubernetesClientException.class, IllegalArgumentException.class);
    }
}
