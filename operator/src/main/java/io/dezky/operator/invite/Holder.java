package io.dezky.operator.invite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.dezky.operator.http.Json;
import io.dezky.operator.identity.User;
import io.dezky.operator.plan.Digest;

/**
 * For whom a credential was made.
 *
 * @param uid of the user; another one of the same name has another
 * @param copy a digest of what a recovery link would write back when it is used: docs/systems/authentik.md, A link
 *     carries a copy of the user
 */
record Holder(String uid, String copy) {

    private static final ObjectMapper SORTED =
            Json.mapper().copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** The user as it is. */
    static Holder of(User user) {
        try {
            String written = SORTED.writeValueAsString(new Object[] {
                user.username(),
                user.name(),
                user.email(),
                user.isActive(),
                user.lastLogin(),
                user.type(),
                user.path(),
                user.attributes()
            });
            return new Holder(user.uid(), Digest.hex(written, 16));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
