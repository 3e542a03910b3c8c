package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a person is in a tenant. */
public enum TenantRole {
    /** Uses it. */
    @JsonProperty("Member")
    MEMBER,

    /** Uses it, and has the roles that the tenant gives its administrators. */
    @JsonProperty("Admin")
    ADMIN
}
