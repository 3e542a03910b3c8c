package io.dezky.operator.identity;

import io.dezky.operator.identity.IdentityCall.AttachProvider;
import io.dezky.operator.identity.IdentityCall.CreateApplication;
import io.dezky.operator.identity.IdentityCall.CreateBinding;
import io.dezky.operator.identity.IdentityCall.CreateBoundApplication;
import io.dezky.operator.identity.IdentityCall.CreateProvider;
import io.dezky.operator.identity.IdentityCall.DeleteBinding;
import io.dezky.operator.identity.IdentityCall.GroupRef;
import io.dezky.operator.identity.IdentityCall.UpdateApplication;
import io.dezky.operator.identity.IdentityCall.UpdateProvider;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldChanges;
import io.dezky.operator.plan.FieldDiff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The application of a tenant, who may use it, and its provider; in an order in which it is never open: an application
 * without a binding lets everybody in (docs/systems/authentik.md, Applications are open until bound).
 */
final class ApplicationPlanner {

    private final DesiredIdentity desired;
    private final ObservedIdentity observed;
    private final String slug;
    private final List<Change<IdentityCall>> changes = new ArrayList<>();

    ApplicationPlanner(DesiredIdentity desired, ObservedIdentity observed) {
        this.desired = desired;
        this.observed = observed;
        this.slug = desired.names().applicationSlug();
    }

    List<Change<IdentityCall>> changes() {
        if (observed.application().isEmpty() && observed.provider().isEmpty()) {
            return List.of(createAllAtOnce());
        }
        observed.application().ifPresentOrElse(this::update, this::create);
        bindings();
        observed.provider().ifPresentOrElse(this::update, this::createProvider);
        return changes;
    }

    private Change<IdentityCall> createAllAtOnce() {
        return new Change.Create<>(
                IdentityPlanner.target("Application", slug),
                List.of(
                        new FieldDiff("slug", "", slug),
                        new FieldDiff("client_id", "", desired.names().clientId()),
                        FieldDiff.secret("client_secret"),
                        new FieldDiff("bound to", "", desired.names().groupName())),
                new CreateBoundApplication(fields(), newProvider(), members()));
    }

    private GroupRef members() {
        return GroupPlanner.members(desired, observed);
    }

    // ---- the application itself

    private Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", desired.displayName());
        fields.put("slug", slug);
        fields.put("meta_launch_url", desired.launchUrl());
        fields.put("meta_publisher", desired.mark().text());
        fields.put("policy_engine_mode", "any");
        return fields;
    }

    private void create() {
        changes.add(new Change.Create<>(
                IdentityPlanner.target("Application", slug),
                List.of(new FieldDiff("slug", "", slug)),
                new CreateApplication(fields())));
    }

    private void update(Application found) {
        Map<String, Object> actual = new LinkedHashMap<>();
        actual.put("name", found.name());
        actual.put("slug", found.slug());
        actual.put("meta_launch_url", found.metaLaunchUrl());
        actual.put("meta_publisher", found.metaPublisher());
        actual.put("policy_engine_mode", found.policyEngineMode());
        FieldChanges differing = new FieldChanges();
        fields().forEach((field, wanted) -> differing.compare(field, actual.get(field), wanted));
        if (!differing.isEmpty()) {
            changes.add(new Change.Update<>(
                    IdentityPlanner.target("Application", found.slug()),
                    differing.diff(),
                    new UpdateApplication(found.slug(), differing.fields())));
        }
    }

    // ---- who may use it

    /** The set of bindings is ours: exactly the tenant's group. A good binding is made before a bad one goes. */
    private void bindings() {
        String group = observed.group().map(Group::pk).orElse("");
        List<PolicyBinding> good = observed.bindings().stream()
                .filter(binding -> binding.admitsOnly(group))
                .toList();
        if (good.isEmpty()) {
            changes.add(new Change.Create<>(
                    IdentityPlanner.target(
                            "PolicyBinding", slug + " to " + desired.names().groupName()),
                    List.of(new FieldDiff("group", "", desired.names().groupName())),
                    new CreateBinding(
                            observed.application().map(Application::pk).orElse(null), members(), freeOrder())));
        }
        observed.bindings().stream()
                .filter(binding ->
                        good.isEmpty() || !binding.pk().equals(good.get(0).pk()))
                .forEach(this::delete);
    }

    /** Two bindings of one order get in each other's way: docs/systems/authentik.md, Bindings. */
    private int freeOrder() {
        return observed.bindings().stream().mapToInt(PolicyBinding::order).max().orElse(-1) + 1;
    }

    private void delete(PolicyBinding binding) {
        changes.add(new Change.Delete<>(
                IdentityPlanner.target("PolicyBinding", slug + " order " + binding.order()),
                false,
                new DeleteBinding(binding.pk())));
    }

    // ---- its provider

    private void createProvider() {
        changes.add(new Change.Create<>(
                IdentityPlanner.target("OAuth2Provider", slug),
                List.of(new FieldDiff("client_id", "", desired.names().clientId()), FieldDiff.secret("client_secret")),
                new CreateProvider(newProvider())));
        attach(null);
    }

    private Map<String, Object> newProvider() {
        Map<String, Object> fields = new LinkedHashMap<>(new ProviderFields(desired).wanted());
        fields.put("client_secret", desired.clientSecret());
        return fields;
    }

    private void update(OAuth2Provider found) {
        FieldChanges differing = new ProviderFields(desired).comparedWith(found);
        if (!differing.isEmpty()) {
            changes.add(new Change.Update<>(
                    IdentityPlanner.target("OAuth2Provider", found.name()),
                    differing.diff(),
                    new UpdateProvider(found.pk(), differing.fields())));
        }
        if (observed.attachedProvider().filter(found.pk()::equals).isEmpty()) {
            attach(found.pk());
        }
    }

    private void attach(Integer providerPk) {
        String from = observed.attachedProvider().map(String::valueOf).orElse("");
        changes.add(new Change.Update<>(
                IdentityPlanner.target("Application", slug),
                List.of(new FieldDiff("provider", from, slug)),
                new AttachProvider(slug, providerPk)));
    }
}
