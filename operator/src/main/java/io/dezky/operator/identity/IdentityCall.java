package io.dezky.operator.identity;

import java.util.List;
import java.util.Map;

/** One call to Authentik for a tenant, as data. A group is named where its id may not be known yet. */
public sealed interface IdentityCall {

    /** About a group. */
    sealed interface GroupCall extends IdentityCall {}

    record CreateGroup(String name, List<GroupRef> parents, Map<String, ?> attributes) implements GroupCall {}

    /** Parents stay as they are when none are named. */
    record UpdateGroup(String pk, List<GroupRef> parents, Map<String, ?> fields) implements GroupCall {}

    record DeleteGroup(String pk) implements GroupCall {}

    /** About an application. */
    sealed interface ApplicationCall extends IdentityCall {}

    /** Provider, application and binding in one transaction. */
    record CreateBoundApplication(Map<String, ?> application, Map<String, ?> provider, GroupRef group)
            implements ApplicationCall {
        /** Never the provider: it has a secret. */
        @Override
        public String toString() {
            return "CreateBoundApplication " + application.get("slug");
        }
    }

    /** Without a provider, so that it is of no use before it is bound. */
    record CreateApplication(Map<String, ?> fields) implements ApplicationCall {}

    record UpdateApplication(String slug, Map<String, ?> fields) implements ApplicationCall {}

    /**
     * Attaches a provider.
     *
     * @param providerPk null for the one that an earlier call of the plan makes
     */
    record AttachProvider(String slug, Integer providerPk) implements ApplicationCall {}

    record DeleteApplication(String slug) implements ApplicationCall {}

    /** About an OAuth2 provider. */
    sealed interface ProviderCall extends IdentityCall {}

    record CreateProvider(Map<String, ?> fields) implements ProviderCall {
        @Override
        public String toString() {
            return "CreateProvider " + fields.get("name");
        }
    }

    record UpdateProvider(int pk, Map<String, ?> fields) implements ProviderCall {}

    record DeleteProvider(int pk) implements ProviderCall {}

    /** About a policy binding. */
    sealed interface BindingCall extends IdentityCall {}

    /**
     * Lets a group into an application.
     *
     * @param applicationPk null for the one that an earlier call of the plan makes
     */
    record CreateBinding(String applicationPk, GroupRef group, int order) implements BindingCall {}

    record DeleteBinding(String pk) implements BindingCall {}

    /** About a brand. */
    sealed interface BrandCall extends IdentityCall {}

    record CreateBrand(Map<String, ?> fields) implements BrandCall {}

    record UpdateBrand(String uuid, Map<String, ?> fields) implements BrandCall {}

    record DeleteBrand(String uuid) implements BrandCall {}

    /**
     * A group that exists, or that an earlier call of the same plan makes.
     *
     * @param pk null while it is not known
     */
    record GroupRef(String name, String pk) {}
}
