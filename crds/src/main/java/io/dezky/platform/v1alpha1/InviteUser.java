package io.dezky.platform.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The user in Authentik that an invite made. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InviteUser(
        @JsonPropertyDescription("The user's number in Authentik.")
        Integer id,

        @JsonPropertyDescription("Authentik's unique id of the user, a long hexadecimal number.")
        String uid,

        @JsonPropertyDescription("The name to sign in with: the e-mail address in lower case.")
        String username) {}
