package io.dezky.operator.identity;

/**
 * What status tells of an earlier run: ids in Authentik, each null when it is not known. All of it can be lost, for names
 * find everything again; what somebody has renamed is found only by it.
 */
public record Known(String groupId, String adminsGroupId, String applicationId, Integer providerId, String brandId) {

    /** Of a tenant for which nothing was made yet, as far as is known. */
    public static Known nothing() {
        return new Known(null, null, null, null, null);
    }
}
