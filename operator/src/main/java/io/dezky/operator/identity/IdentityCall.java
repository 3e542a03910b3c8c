package io.dezky.operator.identity;

import java.util.List;
import java.util.Map;

/** One call to Authentik for a tenant, as data. A group is named where its id may not be known yet. */
public sealed interface IdentityCall {

    record CreateGroup(String name, List<GroupRef> parents, Map<String, ?> attributes) implements IdentityCall {}

    record UpdateGroup(String pk, List<GroupRef> parents, Map<String, ?> fields) implements IdentityCall {}

    record DeleteGroup(String pk) implements IdentityCall {}

    /** Provider, application and binding in one transaction. */
    record CreateBoundApplication(Map<String, ?> application, Map<String, ?> provider, GroupRef group)
            implements IdentityCall {
        /** Never the provider: it has a secret. */
        @Override
        public String toString() {
            return "CreateBoundApplication " + application.get("slug");
        }
    }

    /** Without a provider, so that it is of no use before it is bound. */
    record CreateApplication(Map<String, ?> fields) implements IdentityCall {}

    record UpdateApplication(String slug, Map<String, ?> fields) implements IdentityCall {}

    /** Attaches a provider that an earlier call of the plan made, or that is known. */
    record AttachProvider(String slug, Integer providerPk) implements IdentityCall {}

    record DeleteApplication(String slug) implements IdentityCall {}

    record CreateProvider(Map<String, ?> fields) implements IdentityCall {
        @Override
        public String toString() {
            return "CreateProvider " + fields.get("name");
        }
    }

    record UpdateProvider(int pk, Map<String, ?> fields) implements IdentityCall {}

    record DeleteProvider(int pk) implements IdentityCall {}

    /** The application by its slug, because its id may not be known yet. */
    record CreateBinding(String applicationSlug, GroupRef group, int order) implements IdentityCall {}

    record DeleteBinding(String pk) implements IdentityCall {}

    record CreateBrand(Map<String, ?> fields) implements IdentityCall {}

    record UpdateBrand(String uuid, Map<String, ?> fields) implements IdentityCall {}

    record DeleteBrand(String uuid) implements IdentityCall {}

    /**
     * A group that exists, or that an earlier call of the same plan makes.
     *
     * @param pk null while it is not known
     */
    record GroupRef(String name, String pk) {}
}
