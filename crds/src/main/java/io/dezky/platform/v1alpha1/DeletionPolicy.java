package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a tenant's data when its Tenant object is deleted. */
public enum DeletionPolicy {
    /** Everything outside Kubernetes stays. */
    @JsonProperty("Retain")
    RETAIN,

    /** Everything is destroyed, mail and files included, once {@link Annotations#CONFIRM_DELETE} is there. */
    @JsonProperty("Delete")
    DELETE
}
