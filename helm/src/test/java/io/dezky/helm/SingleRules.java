package io.dezky.helm;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operator's rights, one by one, for a test that runs the operator with one right less: each right that is taken away must make a test fail, else
 * the role gives too much.
 *
 * <pre>{@code
 * SingleRules rules = SingleRules.ofChart(values);
 * for (SingleRules.SingleRule rule : rules.all()) {
 *     rules.applyWithout(client, rule);
 *     // run the operator's whole job as the chart's service account: it must not succeed
 * }
 * rules.apply(client);
 * }</pre>
 */
public final class SingleRules {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private final List<HasMetadata> roles;

    private SingleRules(List<HasMetadata> roles) {
        this.roles = roles;
    }

    /**
     * One verb on one resource in one role.
     *
     * @param namespace of the role; null for a ClusterRole
     * @param resourceNames the objects that it is limited to; empty for all
     */
    public record SingleRule(
            String role, String namespace, String group, String resource, List<String> resourceNames, String verb) {

        @Override
        public String toString() {
            return verb + " " + resource + (group.isEmpty() ? "" : "." + group)
                    + (resourceNames.isEmpty() ? "" : " " + resourceNames)
                    + (namespace == null ? " in ClusterRole " + role : " in Role " + namespace + "/" + role);
        }
    }

    /**
     * The rules of the roles that the chart binds to the operator's service account, for a release {@code dezky-operator} in the namespace
     * {@code dezky-system}. Needs helm.
     *
     * @param values a file of values
     */
    public static SingleRules ofChart(Path values) {
        List<HasMetadata> roles = new ArrayList<>();
        Helm.manifests(values, "--show-only", "templates/rbac.yaml").forEach(manifest -> {
            HasMetadata object = YAML.unmarshal(manifest.toString(), HasMetadata.class);
            if (object instanceof Role || object instanceof ClusterRole) {
                roles.add(object);
            }
        });
        return new SingleRules(roles);
    }

    /** All of them, in the order of the chart. */
    public List<SingleRule> all() {
        List<SingleRule> all = new ArrayList<>();
        for (HasMetadata role : roles) {
            for (PolicyRule rule : rules(role)) {
                for (String group : rule.getApiGroups()) {
                    for (String resource : rule.getResources()) {
                        for (String verb : rule.getVerbs()) {
                            all.add(new SingleRule(
                                    role.getMetadata().getName(),
                                    role.getMetadata().getNamespace(),
                                    group,
                                    resource,
                                    List.copyOf(rule.getResourceNames()),
                                    verb));
                        }
                    }
                }
            }
        }
        return all;
    }

    /** Makes all roles in the cluster what the chart says. An authorizer sees it within a second or so. */
    public void apply(KubernetesClient admin) {
        roles.forEach(role -> put(admin, role));
    }

    /** Makes all roles in the cluster what the chart says, less this one right. */
    public void applyWithout(KubernetesClient admin, SingleRule without) {
        for (HasMetadata role : roles) {
            put(admin, isIn(role, without) ? less(role, without) : role);
        }
    }

    private static void put(KubernetesClient admin, HasMetadata role) {
        HasMetadata fresh = YAML.clone(role);
        admin.resource(fresh).createOr(existing -> existing.update());
    }

    private static boolean isIn(HasMetadata role, SingleRule rule) {
        return role.getMetadata().getName().equals(rule.role())
                && Optional.ofNullable(role.getMetadata().getNamespace()).equals(Optional.ofNullable(rule.namespace()));
    }

    private static HasMetadata less(HasMetadata role, SingleRule without) {
        HasMetadata copy = YAML.clone(role);
        List<PolicyRule> rules = new ArrayList<>();
        rules(role).forEach(rule -> rules.addAll(split(rule, without)));
        if (copy instanceof ClusterRole clusterRole) {
            clusterRole.setRules(rules);
        } else {
            ((Role) copy).setRules(rules);
        }
        return copy;
    }

    /** The rule as one for each group and resource, less the right. */
    private static List<PolicyRule> split(PolicyRule rule, SingleRule without) {
        List<PolicyRule> parts = new ArrayList<>();
        for (String group : rule.getApiGroups()) {
            for (String resource : rule.getResources()) {
                List<String> verbs = new ArrayList<>(rule.getVerbs());
                if (group.equals(without.group())
                        && resource.equals(without.resource())
                        && rule.getResourceNames().equals(without.resourceNames())) {
                    verbs.remove(without.verb());
                }
                if (!verbs.isEmpty()) {
                    parts.add(new PolicyRuleBuilder(rule)
                            .withApiGroups(group)
                            .withResources(resource)
                            .withVerbs(verbs)
                            .build());
                }
            }
        }
        return parts;
    }

    private static List<PolicyRule> rules(HasMetadata role) {
        return role instanceof ClusterRole clusterRole ? clusterRole.getRules() : ((Role) role).getRules();
    }
}
