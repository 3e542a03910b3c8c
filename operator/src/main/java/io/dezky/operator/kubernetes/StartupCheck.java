package io.dezky.operator.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says in one readable line what is missing in the cluster. Without it a missing right shows deep in a stack trace, or
 * only later, or never.
 */
public final class StartupCheck {

    private static final String GROUP = "platform.dezky.io";
    private static final int NOT_FOUND = 404;

    /** One right. */
    private record Right(String group, String resource, String subresource, List<String> verbs) {}

    private static final List<Right> NEEDED = List.of(
            new Right(GROUP, "tenants", "", List.of("get", "list", "watch", "patch")),
            new Right(GROUP, "tenants", "status", List.of("patch")),
            new Right(GROUP, "operatorinvites", "", List.of("get", "list", "watch", "patch")),
            new Right(GROUP, "operatorinvites", "status", List.of("patch")),
            new Right(GROUP, "tenantinvites", "", List.of("get", "list", "watch", "create", "patch", "delete")),
            new Right(GROUP, "tenantinvites", "status", List.of("patch")),
            new Right("", "secrets", "", List.of("get", "create", "update")),
            new Right("", "configmaps", "", List.of("get", "create", "update")),
            new Right("events.k8s.io", "events", "", List.of("create")));

    private final KubernetesClient client;

    public StartupCheck(KubernetesClient client) {
        this.client = client;
    }

    /**
     * What is missing.
     *
     * @param namespaces that are watched; empty for all
     * @param kinds that must be served
     */
    public List<String> problems(List<String> namespaces, List<Class<? extends CustomResource<?, ?>>> kinds) {
        List<String> problems = new ArrayList<>();
        for (Class<? extends CustomResource<?, ?>> kind : kinds) {
            served(kind, namespaces).ifPresent(problems::add);
        }
        List<String> scopes = namespaces.isEmpty() ? List.of("") : namespaces;
        for (String namespace : scopes) {
            for (Right right : NEEDED) {
                for (String verb : right.verbs()) {
                    if (isDenied(namespace, right, verb)) {
                        problems.add("the service account may not " + verb + " " + name(right)
                                + (namespace.isEmpty() ? " in the cluster" : " in namespace " + namespace)
                                + ": add it to its role");
                    }
                }
            }
        }
        return problems;
    }

    private static String name(Right right) {
        String resource = right.group().isEmpty() ? right.resource() : right.resource() + "." + right.group();
        return right.subresource().isEmpty() ? resource : resource + "/" + right.subresource();
    }

    private Optional<String> served(Class<? extends CustomResource<?, ?>> kind, List<String> namespaces) {
        try {
            if (namespaces.isEmpty()) {
                client.resources(kind).inAnyNamespace().list(limit());
            } else {
                client.resources(kind).inNamespace(namespaces.get(0)).list(limit());
            }
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return Optional.of("the API server does not know " + CustomResource.getCRDName(kind)
                        + ": install the CRDs (kubectl apply --server-side -f crds/)");
            }
            // A missing right is told below, by verb.
            return Optional.empty();
        }
    }

    private static io.fabric8.kubernetes.api.model.ListOptions limit() {
        return new io.fabric8.kubernetes.api.model.ListOptionsBuilder()
                .withLimit(1L)
                .build();
    }

    private boolean isDenied(String namespace, Right right, String verb) {
        SelfSubjectAccessReview question = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withGroup(right.group())
                .withResource(right.resource())
                .withSubresource(right.subresource())
                .withVerb(verb)
                .endResourceAttributes()
                .endSpec()
                .build();
        try {
            SelfSubjectAccessReview answer =
                    client.authorization().v1().selfSubjectAccessReview().create(question);
            return answer.getStatus() != null
                    && Boolean.FALSE.equals(answer.getStatus().getAllowed());
        } catch (KubernetesClientException cannotAsk) {
            return false;
        }
    }
}
