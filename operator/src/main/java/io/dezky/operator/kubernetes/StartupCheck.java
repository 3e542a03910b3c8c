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
    private static final int UNAUTHORISED = 401;

    /** One right. */
    private record Right(String group, String resource, String subresource, List<String> verbs) {}

    /** Where a right is needed. The name is empty for all objects, the namespace for all namespaces. */
    private record Scope(String namespace, String name) {

        String text() {
            String where = namespace.isEmpty() ? " in the cluster" : " in namespace " + namespace;
            return (name.isEmpty() ? "" : " named " + name) + where;
        }
    }

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

    private static final String LEASES = "coordination.k8s.io";

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
            try {
                served(kind, namespaces).ifPresent(problems::add);
            } catch (NoConversation nothingElseCanBeAsked) {
                return List.of(nothingElseCanBeAsked.getMessage());
            }
        }
        List<String> scopes = namespaces.isEmpty() ? List.of("") : namespaces;
        for (String namespace : scopes) {
            NEEDED.forEach(right -> problems.addAll(denied(new Scope(namespace, ""), right)));
        }
        return problems;
    }

    /**
     * What is missing for leader election. The framework's own check does not ask for {@code patch}, without which the
     * Lease is taken once and never renewed.
     *
     * @param namespace of the Lease
     * @param name of the Lease; a role may be limited to it, but for creating
     */
    public List<String> leaseProblems(String namespace, String name) {
        List<String> problems = new ArrayList<>();
        if (namespace == null) {
            return List.of("the namespace of the Lease is not known: set kubernetes.leaseNamespace or the environment"
                    + " variable POD_NAMESPACE, or switch kubernetes.leaderElection off");
        }
        problems.addAll(
                denied(new Scope(namespace, name), new Right(LEASES, "leases", "", List.of("get", "update", "patch"))));
        problems.addAll(denied(new Scope(namespace, ""), new Right(LEASES, "leases", "", List.of("create"))));
        return problems;
    }

    private List<String> denied(Scope scope, Right right) {
        return right.verbs().stream()
                .filter(verb -> isDenied(scope, right, verb))
                .map(verb -> "the service account may not " + verb + " " + name(right) + scope.text()
                        + ": add it to its role")
                .toList();
    }

    /** The API server can't be reached, or does not know who asks: each further question would say the same. */
    private static final class NoConversation extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoConversation(String message, Throwable cause) {
            super(message, cause);
        }
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
            if (e.getCode() == UNAUTHORISED) {
                throw new NoConversation(
                        "the API server at " + client.getMasterUrl()
                                + " does not accept the operator's credential (401):"
                                + " it has expired, or belongs to another cluster",
                        e);
            }
            if (e.getStatus() == null && e.getCode() <= 0) {
                throw new NoConversation(
                        "the API server at " + client.getMasterUrl() + " can't be reached: " + rootCause(e), e);
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

    private static String rootCause(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private boolean isDenied(Scope scope, Right right, String verb) {
        SelfSubjectAccessReview question = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(scope.namespace())
                .withName(scope.name())
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
