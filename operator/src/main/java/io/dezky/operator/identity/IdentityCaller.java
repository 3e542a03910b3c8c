package io.dezky.operator.identity;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.identity.IdentityCall.GroupRef;
import io.dezky.operator.plan.Caller;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a tenant's calls to Authentik, and remembers the ids that they bring forth. */
final class IdentityCaller implements Caller<IdentityCall> {

    private final Authentik authentik;
    private final Map<String, Group> groups = new HashMap<>();
    private OAuth2Provider provider;
    private Brand brand;

    IdentityCaller(Authentik authentik) {
        this.authentik = authentik;
    }

    Optional<Group> madeGroup(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    Optional<Brand> madeBrand() {
        return Optional.ofNullable(brand);
    }

    @Override
    public Outcome make(IdentityCall call) {
        if (call instanceof IdentityCall.CreateGroup create) {
            return createGroup(create);
        }
        if (call instanceof IdentityCall.UpdateGroup update) {
            Map<String, Object> fields = new LinkedHashMap<>(update.fields());
            if (!update.parents().isEmpty()) {
                fields.put("parents", ids(update.parents()));
            }
            authentik.updateGroup(update.pk(), fields);
        } else if (call instanceof IdentityCall.DeleteGroup delete) {
            authentik.deleteGroup(delete.pk());
        } else if (call instanceof IdentityCall.CreateBoundApplication create) {
            boolean made =
                    authentik.createBoundApplication(create.application(), create.provider(), id(create.group()));
            return made ? Outcome.DONE : Outcome.EXISTS;
        } else if (call instanceof IdentityCall.CreateApplication create) {
            return authentik.createApplication(create.fields()) ? Outcome.DONE : Outcome.EXISTS;
        } else if (call instanceof IdentityCall.UpdateApplication update) {
            authentik.updateApplication(update.slug(), update.fields());
        } else if (call instanceof IdentityCall.AttachProvider attach) {
            int pk = attach.providerPk() == null ? provider.pk() : attach.providerPk();
            authentik.updateApplication(attach.slug(), Map.of("provider", pk));
        } else if (call instanceof IdentityCall.DeleteApplication delete) {
            authentik.deleteApplication(delete.slug());
        } else if (call instanceof IdentityCall.CreateProvider create) {
            provider = authentik.createProvider(create.fields()).orElse(null);
            return provider == null ? Outcome.EXISTS : Outcome.DONE;
        } else if (call instanceof IdentityCall.UpdateProvider update) {
            authentik.updateProvider(update.pk(), update.fields());
        } else if (call instanceof IdentityCall.DeleteProvider delete) {
            authentik.deleteProvider(delete.pk());
        } else if (call instanceof IdentityCall.CreateBinding create) {
            authentik.createBinding(applicationPk(create.applicationSlug()), id(create.group()), create.order());
        } else if (call instanceof IdentityCall.DeleteBinding delete) {
            authentik.deleteBinding(delete.pk());
        } else if (call instanceof IdentityCall.CreateBrand create) {
            brand = authentik.createBrand(create.fields()).orElse(null);
            return brand == null ? Outcome.EXISTS : Outcome.DONE;
        } else if (call instanceof IdentityCall.UpdateBrand update) {
            authentik.updateBrand(update.uuid(), update.fields());
        } else if (call instanceof IdentityCall.DeleteBrand delete) {
            authentik.deleteBrand(delete.uuid());
        }
        return Outcome.DONE;
    }

    private Outcome createGroup(IdentityCall.CreateGroup create) {
        Optional<Group> made = authentik.createGroup(create.name(), ids(create.parents()), create.attributes());
        made.ifPresent(group -> groups.put(group.name(), group));
        return made.isPresent() ? Outcome.DONE : Outcome.EXISTS;
    }

    private List<String> ids(List<GroupRef> refs) {
        return refs.stream().map(this::id).toList();
    }

    private String id(GroupRef ref) {
        return ref.pk() == null ? groups.get(ref.name()).pk() : ref.pk();
    }

    private String applicationPk(String slug) {
        return authentik
                .application(slug)
                .map(Application::pk)
                .orElseThrow(() -> new ExternalException.Transient(
                        Authentik.SYSTEM,
                        "AuthentikChanged",
                        "The application " + slug
                                + " went away while it was bound. The operator looks again by itself.",
                        false,
                        null,
                        null));
    }
}
