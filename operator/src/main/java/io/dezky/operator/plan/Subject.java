package io.dezky.operator.plan;

/**
 * For whom something is done: the Kubernetes object.
 *
 * @param kind {@code Tenant}, {@code OperatorInvite} or {@code TenantInvite}
 * @param namespace of the object
 * @param name of the object
 * @param uid of the object
 * @param generation the generation of its spec that is being applied
 */
public record Subject(String kind, String namespace, String name, String uid, long generation) {

    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }
}
