package io.dezky.operator.kubernetes;

import io.dezky.operator.plan.Subject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.Optional;

/** How Kubernetes objects that the operator makes are tied to the object they belong to. */
public final class Ownership {

    /** The label that all objects of the operator carry. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** Its value. */
    public static final String OPERATOR = "dezky-operator";

    private Ownership() {}

    /** The object, as marks and logs name it. */
    public static Subject subject(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        return new Subject(
                object.getKind(),
                meta.getNamespace(),
                meta.getName(),
                meta.getUid(),
                Optional.ofNullable(meta.getGeneration()).orElse(0L));
    }

    /** Metadata of an object that goes when its owner goes. */
    public static ObjectMetaBuilder ownedBy(HasMetadata owner, String name, String component) {
        return new ObjectMetaBuilder()
                .withNamespace(owner.getMetadata().getNamespace())
                .withName(name)
                .withLabels(labels(owner, component))
                .withOwnerReferences(reference(owner));
    }

    private static Map<String, String> labels(HasMetadata owner, String component) {
        return Map.of(
                MANAGED_BY,
                OPERATOR,
                "app.kubernetes.io/part-of",
                "dezky",
                "app.kubernetes.io/component",
                component,
                "platform.dezky.io/owner-kind",
                owner.getKind());
    }

    /** Does not block the owner's deletion: cleaning up never needs the owned object. */
    public static OwnerReference reference(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }

    /** Whether the operator made this object for this very owner. */
    public static boolean isOwned(HasMetadata object, HasMetadata owner) {
        ObjectMeta meta = object.getMetadata();
        boolean ours =
                meta.getLabels() != null && OPERATOR.equals(meta.getLabels().get(MANAGED_BY));
        return ours
                && meta.getOwnerReferences().stream()
                        .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid()));
    }
}
