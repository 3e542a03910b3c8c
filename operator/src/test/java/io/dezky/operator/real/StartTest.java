package io.dezky.operator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import io.dezky.operator.OperatorProcess;
import io.dezky.operator.kubernetes.Kube;
import io.dezky.operator.kubernetes.StartupCheck;
import io.dezky.platform.v1alpha1.OperatorInvite;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator says when the cluster lacks something. */
@RealKubernetes
class StartTest {

    private RealCluster cluster;

    @BeforeEach
    void start(KubernetesApi api) {
        cluster = RealCluster.of(api);
    }

    @Test
    void without_the_crds_it_says_how_to_install_them() {
        assertThat(cluster.startWithoutCrds())
                .startsWith("The operator can't start:")
                .contains("the API server does not know tenants.platform.dezky.io: install the CRDs"
                        + " (kubectl apply --server-side -f crds/)")
                .contains("operatorinvites.platform.dezky.io")
                .contains("tenantinvites.platform.dezky.io");
    }

    /** The rights in the whole cluster are taken away one by one where the chart is tested. */
    @ParameterizedTest
    @ValueSource(strings = {"get", "update", "patch", "create"})
    void without_one_right_to_its_lease_it_names_that_right(String missing) {
        String account = "without-lease-" + missing;
        cluster.succeeds("create", "serviceaccount", account, "-n", RealCluster.SYSTEM);
        String subject = "--serviceaccount=" + RealCluster.SYSTEM + ":" + account;
        cluster.succeeds("create", "clusterrolebinding", account, "--clusterrole=dezky-operator", subject);
        String others = Stream.of("get", "update", "patch", "create")
                .filter(verb -> !verb.equals(missing))
                .collect(Collectors.joining(","));
        cluster.succeeds(
                "create",
                "role",
                account,
                "-n",
                RealCluster.SYSTEM,
                "--verb=" + others,
                "--resource=leases.coordination.k8s.io");
        cluster.succeeds("create", "rolebinding", account, "-n", RealCluster.SYSTEM, "--role=" + account, subject);

        try (Systems systems = new Systems();
                RunningOperator operator = RunningOperator.of(cluster, systems, Map.of(), account)) {
            assertThatThrownBy(operator::start)
                    .isInstanceOf(OperatorProcess.CannotStart.class)
                    .hasMessageContaining("the service account may not " + missing + " leases.coordination.k8s.io")
                    .hasMessageContaining("in namespace " + RealCluster.SYSTEM)
                    .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
        }
    }

    @Test
    void with_a_credential_that_the_api_server_does_not_know_it_says_just_that() {
        Config config = cluster.api.serviceAccountConfig(RealCluster.SYSTEM, RealCluster.ACCOUNT);
        config.setOauthToken("of-another-cluster");

        assertThat(problems(config))
                .singleElement()
                .asString()
                .contains(config.getMasterUrl())
                .contains("does not accept the operator's credential (401)")
                .doesNotContain("of-another-cluster");
    }

    @Test
    void while_the_api_server_is_away_it_says_just_that() {
        Config config = cluster.api.serviceAccountConfig(RealCluster.SYSTEM, RealCluster.ACCOUNT);
        config.setRequestRetryBackoffLimit(1);
        try (Gate gate = Gate.to(URI.create(config.getMasterUrl()))) {
            config.setMasterUrl(gate.url() + "/");
            gate.cut();

            assertThat(problems(config))
                    .singleElement()
                    .asString()
                    .startsWith("the API server at " + gate.url() + "/ can't be reached: ");
        }
    }

    private static List<String> problems(Config config) {
        try (KubernetesClient client = Kube.client(config, 1)) {
            return new StartupCheck(client)
                    .problems(List.of(), List.of(Tenant.class, OperatorInvite.class, TenantInvite.class));
        }
    }
}
