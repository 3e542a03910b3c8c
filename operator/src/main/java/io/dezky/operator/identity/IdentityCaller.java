package io.dezky.operator.identity;

import io.dezky.operator.identity.IdentityCall.ApplicationCall;
import io.dezky.operator.identity.IdentityCall.AttachProvider;
import io.dezky.operator.identity.IdentityCall.BindingCall;
import io.dezky.operator.identity.IdentityCall.BrandCall;
import io.dezky.operator.identity.IdentityCall.CreateApplication;
import io.dezky.operator.identity.IdentityCall.CreateBinding;
import io.dezky.operator.identity.IdentityCall.CreateBoundApplication;
import io.dezky.operator.identity.IdentityCall.CreateBrand;
import io.dezky.operator.identity.IdentityCall.CreateGroup;
import io.dezky.operator.identity.IdentityCall.CreateProvider;
import io.dezky.operator.identity.IdentityCall.DeleteApplication;
import io.dezky.operator.identity.IdentityCall.DeleteBinding;
import io.dezky.operator.identity.IdentityCall.DeleteBrand;
import io.dezky.operator.identity.IdentityCall.DeleteGroup;
import io.dezky.operator.identity.IdentityCall.DeleteProvider;
import io.dezky.operator.identity.IdentityCall.GroupCall;
import io.dezky.operator.identity.IdentityCall.GroupRef;
import io.dezky.operator.identity.IdentityCall.ProviderCall;
import io.dezky.operator.identity.IdentityCall.UpdateApplication;
import io.dezky.operator.identity.IdentityCall.UpdateBrand;
import io.dezky.operator.identity.IdentityCall.UpdateGroup;
import io.dezky.operator.identity.IdentityCall.UpdateProvider;
import io.dezky.operator.plan.Caller;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a tenant's calls to Authentik, and remembers what they bring forth. */
final class IdentityCaller implements Caller<IdentityCall> {

    private final Authentik authentik;
    private final Map<String, Group> groups = new HashMap<>();
    private Application application;
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
        if (call instanceof GroupCall group) {
            return make(group);
        }
        if (call instanceof ApplicationCall app) {
            return make(app);
        }
        if (call instanceof ProviderCall oauth2Provider) {
            return make(oauth2Provider);
        }
        if (call instanceof BindingCall binding) {
            return make(binding);
        }
        return make((BrandCall) call);
    }

    private Outcome make(GroupCall call) {
        if (call instanceof CreateGroup create) {
            Optional<Group> made = authentik.createGroup(create.name(), ids(create.parents()), create.attributes());
            made.ifPresent(group -> groups.put(group.name(), group));
            return outcome(made);
        }
        if (call instanceof UpdateGroup update) {
            Map<String, Object> fields = new LinkedHashMap<>(update.fields());
            if (!update.parents().isEmpty()) {
                fields.put("parents", ids(update.parents()));
            }
            authentik.updateGroup(update.pk(), fields);
        } else if (call instanceof DeleteGroup delete) {
            authentik.deleteGroup(delete.pk());
        }
        return Outcome.DONE;
    }

    private Outcome make(ApplicationCall call) {
        if (call instanceof CreateBoundApplication create) {
            boolean made =
                    authentik.createBoundApplication(create.application(), create.provider(), id(create.group()));
            return made ? Outcome.DONE : Outcome.EXISTS;
        }
        if (call instanceof CreateApplication create) {
            Optional<Application> made = authentik.createApplication(create.fields());
            application = made.orElse(null);
            return outcome(made);
        }
        if (call instanceof UpdateApplication update) {
            authentik.updateApplication(update.slug(), update.fields());
        } else if (call instanceof AttachProvider attach) {
            int pk = attach.providerPk() == null ? provider.pk() : attach.providerPk();
            authentik.updateApplication(attach.slug(), Map.of("provider", pk));
        } else if (call instanceof DeleteApplication delete) {
            authentik.deleteApplication(delete.slug());
        }
        return Outcome.DONE;
    }

    private Outcome make(ProviderCall call) {
        if (call instanceof CreateProvider create) {
            Optional<OAuth2Provider> made = authentik.createProvider(create.fields());
            provider = made.orElse(null);
            return outcome(made);
        }
        if (call instanceof UpdateProvider update) {
            authentik.updateProvider(update.pk(), update.fields());
        } else if (call instanceof DeleteProvider delete) {
            authentik.deleteProvider(delete.pk());
        }
        return Outcome.DONE;
    }

    private Outcome make(BindingCall call) {
        if (call instanceof CreateBinding create) {
            String target = create.applicationPk() == null ? application.pk() : create.applicationPk();
            authentik.createBinding(target, id(create.group()), create.order());
        } else if (call instanceof DeleteBinding delete) {
            authentik.deleteBinding(delete.pk());
        }
        return Outcome.DONE;
    }

    private Outcome make(BrandCall call) {
        if (call instanceof CreateBrand create) {
            Optional<Brand> made = authentik.createBrand(create.fields());
            brand = made.orElse(null);
            return outcome(made);
        }
        if (call instanceof UpdateBrand update) {
            authentik.updateBrand(update.uuid(), update.fields());
        } else if (call instanceof DeleteBrand delete) {
            authentik.deleteBrand(delete.uuid());
        }
        return Outcome.DONE;
    }

    private static Outcome outcome(Optional<?> made) {
        return made.isPresent() ? Outcome.DONE : Outcome.EXISTS;
    }

    private List<String> ids(List<GroupRef> refs) {
        return refs.stream().map(this::id).toList();
    }

    private String id(GroupRef ref) {
        return ref.pk() == null ? groups.get(ref.name()).pk() : ref.pk();
    }
}
