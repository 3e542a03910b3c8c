package io.dezky.operator.identity;

import io.dezky.operator.identity.IdentityCall.GroupRef;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Mark.Ownership;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import io.dezky.operator.plan.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Compares what a tenant shall have in Authentik with what is there. Pure. */
public final class IdentityPlanner {

    private final DesiredIdentity desired;
    private final ObservedIdentity observed;
    private final List<Change<IdentityCall>> changes = new ArrayList<>();
    private final List<Obstacle> obstacles = new ArrayList<>();

    private IdentityPlanner(DesiredIdentity desired, ObservedIdentity observed) {
        this.desired = desired;
        this.observed = observed;
    }

    /** What must change so that all is as desired. */
    public static Plan<IdentityCall> plan(DesiredIdentity desired, ObservedIdentity observed) {
        IdentityPlanner planner = new IdentityPlanner(desired, observed);
        planner.findObstacles();
        // Groups, application and binding hang together: with one of them another's, none is touched.
        if (planner.obstacles.isEmpty()) {
            planner.groups();
            planner.application();
            planner.brand();
        }
        return new Plan<>(planner.changes, planner.obstacles);
    }

    private void findObstacles() {
        observed.group()
                .ifPresent(group ->
                        checkOwner("Group", group.name(), desired.mark().in(group.attributes())));
        observed.adminsGroup()
                .ifPresent(group ->
                        checkOwner("Group", group.name(), desired.mark().in(group.attributes())));
        observed.application()
                .ifPresent(app ->
                        checkOwner("Application", app.slug(), desired.mark().in(app.metaPublisher())));
        observed.provider()
                .filter(provider -> !desired.clientId().equals(provider.clientId()))
                .filter(provider -> observed.application().isEmpty())
                .ifPresent(provider -> checkOwner("OAuth2Provider", provider.name(), Ownership.UNMARKED));
        observed.brandAtHost()
                .ifPresent(brand ->
                        checkOwner("Brand", brand.domain(), desired.mark().in(brand.attributes())));
    }

    private void checkOwner(String kind, String name, Ownership ownership) {
        Mark.holder(ownership)
                .ifPresent(holder -> obstacles.add(Obstacle.conflict(
                        target(kind, name),
                        "IdentityConflict",
                        "Authentik already has a " + kind + " \"" + name + "\" and " + holder
                                + ". Choose another " + (kind.equals("Brand") ? "spec.identity.host" : "slug")
                                + ", or remove the object in Authentik if nobody needs it.")));
    }

    private static Target target(String kind, String name) {
        return new Target(Authentik.SYSTEM, kind, name);
    }

    // ---- groups

    private GroupRef groupRef() {
        return new GroupRef(desired.groupName(), observed.group().map(Group::pk).orElse(null));
    }

    private void groups() {
        GroupRef tenants = new GroupRef("", desired.platform().tenantsGroup());
        group(desired.groupName(), observed.group(), tenants);
        group(desired.adminsGroupName(), observed.adminsGroup(), groupRef());
    }

    private void group(String name, Optional<Group> found, GroupRef parent) {
        Map<String, String> mark = desired.mark().attributes();
        if (found.isEmpty()) {
            changes.add(new Change.Create<>(
                    target("Group", name),
                    List.of(new FieldDiff("name", "", name)),
                    new IdentityCall.CreateGroup(name, List.of(parent), mark)));
            return;
        }
        Group group = found.get();
        Map<String, Object> fields = new LinkedHashMap<>();
        List<FieldDiff> diff = new ArrayList<>();
        // A privileged parent, a role or the superuser flag would make every member powerful.
        boolean parentDiffers = parent.pk() == null || !group.parents().equals(List.of(parent.pk()));
        if (parentDiffers) {
            diff.add(new FieldDiff("parents", group.parents().toString(), "[" + parent.pk() + "]"));
        }
        if (group.isSuperuser()) {
            put(fields, diff, "is_superuser", true, false);
        }
        if (!group.roles().isEmpty()) {
            put(fields, diff, "roles", group.roles(), List.of());
        }
        attributes(group.attributes(), fields, diff);
        if (!diff.isEmpty()) {
            changes.add(new Change.Update<>(
                    target("Group", name),
                    diff,
                    new IdentityCall.UpdateGroup(group.pk(), parentDiffers ? List.of(parent) : List.of(), fields)));
        }
    }

    /** Attributes are replaced as a whole: those of others are sent along. */
    private void attributes(Map<String, Object> found, Map<String, Object> fields, List<FieldDiff> diff) {
        if (desired.mark().in(found) == Ownership.OURS) {
            return;
        }
        Map<String, Object> merged = new LinkedHashMap<>(found);
        merged.putAll(desired.mark().attributes());
        fields.put("attributes", merged);
        diff.add(new FieldDiff("attributes", "", desired.mark().text()));
    }

    // ---- application, provider, binding

    private void application() {
        boolean nothing =
                observed.application().isEmpty() && observed.provider().isEmpty();
        if (nothing) {
            changes.add(new Change.Create<>(
                    target("Application", desired.applicationSlug()),
                    List.of(
                            new FieldDiff("slug", "", desired.applicationSlug()),
                            new FieldDiff("client_id", "", desired.clientId()),
                            FieldDiff.secret("client_secret"),
                            new FieldDiff("bound to", "", desired.groupName())),
                    new IdentityCall.CreateBoundApplication(applicationFields(), newProviderFields(), groupRef())));
            return;
        }
        applicationItself();
        bindings();
        provider();
    }

    private Map<String, Object> applicationFields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", desired.displayName());
        fields.put("slug", desired.applicationSlug());
        fields.put("meta_launch_url", desired.launchUrl());
        fields.put("meta_publisher", desired.mark().text());
        fields.put("policy_engine_mode", "any");
        return fields;
    }

    private void applicationItself() {
        if (observed.application().isEmpty()) {
            changes.add(new Change.Create<>(
                    target("Application", desired.applicationSlug()),
                    List.of(new FieldDiff("slug", "", desired.applicationSlug())),
                    new IdentityCall.CreateApplication(applicationFields())));
            return;
        }
        Application application = observed.application().get();
        Map<String, Object> fields = new LinkedHashMap<>();
        List<FieldDiff> diff = new ArrayList<>();
        compare(fields, diff, "name", application.name(), desired.displayName());
        compare(fields, diff, "meta_launch_url", application.metaLaunchUrl(), desired.launchUrl());
        compare(
                fields,
                diff,
                "meta_publisher",
                application.metaPublisher(),
                desired.mark().text());
        compare(fields, diff, "policy_engine_mode", application.policyEngineMode(), "any");
        if (!diff.isEmpty()) {
            changes.add(new Change.Update<>(
                    target("Application", application.slug()),
                    diff,
                    new IdentityCall.UpdateApplication(application.slug(), fields)));
        }
    }

    /**
     * The set of bindings is ours: exactly the tenant's group. A good binding is made before a bad one goes, because an
     * application without bindings is open to everybody (docs/systems/authentik.md).
     */
    private void bindings() {
        String group = observed.group().map(Group::pk).orElse("");
        List<PolicyBinding> good = observed.bindings().stream()
                .filter(binding -> binding.admitsOnly(group))
                .toList();
        if (good.isEmpty()) {
            int order = observed.bindings().stream()
                            .mapToInt(PolicyBinding::order)
                            .max()
                            .orElse(-1)
                    + 1;
            changes.add(new Change.Create<>(
                    target("PolicyBinding", desired.applicationSlug() + " to " + desired.groupName()),
                    List.of(new FieldDiff("group", "", desired.groupName())),
                    new IdentityCall.CreateBinding(desired.applicationSlug(), groupRef(), order)));
        }
        for (PolicyBinding binding : observed.bindings()) {
            boolean keep = !good.isEmpty() && binding.pk().equals(good.get(0).pk());
            if (!keep) {
                changes.add(new Change.Delete<>(
                        target("PolicyBinding", desired.applicationSlug() + " order " + binding.order()),
                        false,
                        new IdentityCall.DeleteBinding(binding.pk())));
            }
        }
    }

    private void provider() {
        if (observed.provider().isEmpty()) {
            changes.add(new Change.Create<>(
                    target("OAuth2Provider", desired.applicationSlug()),
                    List.of(new FieldDiff("client_id", "", desired.clientId()), FieldDiff.secret("client_secret")),
                    new IdentityCall.CreateProvider(newProviderFields())));
            attach("", null);
            return;
        }
        OAuth2Provider provider = observed.provider().get();
        Map<String, Object> fields = new LinkedHashMap<>();
        List<FieldDiff> diff = new ArrayList<>();
        compareProvider(provider, fields, diff);
        if (!diff.isEmpty()) {
            changes.add(new Change.Update<>(
                    target("OAuth2Provider", provider.name()),
                    diff,
                    new IdentityCall.UpdateProvider(provider.pk(), fields)));
        }
        Integer attached = observed.application().map(Application::provider).orElse(null);
        if (!provider.pk().equals(attached)) {
            attach(String.valueOf(attached), provider.pk());
        }
    }

    private void attach(String from, Integer providerPk) {
        changes.add(new Change.Update<>(
                target("Application", desired.applicationSlug()),
                List.of(new FieldDiff("provider", from, desired.applicationSlug())),
                new IdentityCall.AttachProvider(desired.applicationSlug(), providerPk)));
    }

    private Map<String, Object> providerFields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", desired.applicationSlug());
        fields.put("authorization_flow", desired.platform().authorizationFlow());
        fields.put("invalidation_flow", desired.platform().invalidationFlow());
        fields.put("client_type", "confidential");
        fields.put("client_id", desired.clientId());
        // Without it newer releases let no grant work; older ones ignore it.
        fields.put("grant_types", List.of("authorization_code", "refresh_token"));
        fields.put(
                "redirect_uris",
                desired.redirectUris().stream()
                        .map(url -> Map.of("matching_mode", "strict", "url", url))
                        .toList());
        fields.put("property_mappings", desired.platform().scopeMappings());
        fields.put("signing_key", desired.platform().signingKey());
        fields.put("sub_mode", "user_uuid");
        fields.put("issuer_mode", "per_provider");
        fields.put("include_claims_in_id_token", true);
        fields.put("access_code_validity", "minutes=1");
        fields.put("access_token_validity", "minutes=10");
        fields.put("refresh_token_validity", "days=30");
        return fields;
    }

    private Map<String, Object> newProviderFields() {
        Map<String, Object> fields = providerFields();
        fields.put("client_secret", desired.clientSecret());
        return fields;
    }

    private void compareProvider(OAuth2Provider found, Map<String, Object> fields, List<FieldDiff> diff) {
        Map<String, Object> wanted = providerFields();
        compare(fields, diff, "name", found.name(), wanted.get("name"));
        compare(fields, diff, "authorization_flow", found.authorizationFlow(), wanted.get("authorization_flow"));
        compare(fields, diff, "invalidation_flow", found.invalidationFlow(), wanted.get("invalidation_flow"));
        compare(fields, diff, "client_type", found.clientType(), wanted.get("client_type"));
        compare(fields, diff, "client_id", found.clientId(), wanted.get("client_id"));
        if (found.grantTypes() != null && !sameSet(found.grantTypes(), (List<?>) wanted.get("grant_types"))) {
            put(fields, diff, "grant_types", found.grantTypes(), wanted.get("grant_types"));
        }
        List<String> foundUris = found.redirectUris() == null
                ? List.of()
                : found.redirectUris().stream()
                        .map(uri -> uri.matchingMode() + " " + uri.url())
                        .toList();
        List<String> wantedUris =
                desired.redirectUris().stream().map(url -> "strict " + url).toList();
        if (!foundUris.equals(wantedUris)) {
            fields.put("redirect_uris", wanted.get("redirect_uris"));
            diff.add(new FieldDiff("redirect_uris", foundUris.toString(), wantedUris.toString()));
        }
        // The server gives them back in an order of its own.
        if (!sameSet(found.propertyMappings(), desired.platform().scopeMappings())) {
            put(
                    fields,
                    diff,
                    "property_mappings",
                    found.propertyMappings(),
                    desired.platform().scopeMappings());
        }
        compare(fields, diff, "signing_key", found.signingKey(), wanted.get("signing_key"));
        compare(fields, diff, "sub_mode", found.subMode(), wanted.get("sub_mode"));
        compare(fields, diff, "issuer_mode", found.issuerMode(), wanted.get("issuer_mode"));
        compare(fields, diff, "include_claims_in_id_token", found.includeClaimsInIdToken(), true);
        compare(fields, diff, "access_code_validity", found.accessCodeValidity(), wanted.get("access_code_validity"));
        compare(
                fields,
                diff,
                "access_token_validity",
                found.accessTokenValidity(),
                wanted.get("access_token_validity"));
        compare(
                fields,
                diff,
                "refresh_token_validity",
                found.refreshTokenValidity(),
                wanted.get("refresh_token_validity"));
    }

    // ---- brand

    private void brand() {
        Brand model = desired.platform().defaultBrand();
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("domain", desired.host());
        wanted.put("branding_title", desired.title() == null ? desired.displayName() : desired.title());
        wanted.put("branding_logo", desired.logo() == null ? model.brandingLogo() : desired.logo());
        wanted.put("branding_favicon", desired.favicon() == null ? model.brandingFavicon() : desired.favicon());
        // A brand without a recovery flow has none: there is no fall-back to the default brand's.
        wanted.putAll(model.flows());
        if (observed.brand().isEmpty()) {
            Map<String, Object> fields = new LinkedHashMap<>(wanted);
            fields.put("attributes", desired.mark().attributes());
            changes.add(new Change.Create<>(
                    target("Brand", desired.host()),
                    List.of(new FieldDiff("domain", "", desired.host())),
                    new IdentityCall.CreateBrand(fields)));
            return;
        }
        Brand found = observed.brand().get();
        Map<String, Object> fields = new LinkedHashMap<>();
        List<FieldDiff> diff = new ArrayList<>();
        Map<String, Object> actual = new LinkedHashMap<>();
        actual.put("domain", found.domain());
        actual.put("branding_title", found.brandingTitle());
        actual.put("branding_logo", found.brandingLogo());
        actual.put("branding_favicon", found.brandingFavicon());
        actual.putAll(found.flows());
        wanted.forEach((field, value) -> compare(fields, diff, field, actual.get(field), value));
        attributes(found.attributes(), fields, diff);
        if (!diff.isEmpty()) {
            changes.add(new Change.Update<>(
                    target("Brand", found.domain()), diff, new IdentityCall.UpdateBrand(found.brandUuid(), fields)));
        }
    }

    // ---- comparison

    private static void compare(
            Map<String, Object> fields, List<FieldDiff> diff, String field, Object found, Object wanted) {
        if (!Objects.equals(found, wanted)) {
            put(fields, diff, field, found, wanted);
        }
    }

    private static void put(
            Map<String, Object> fields, List<FieldDiff> diff, String field, Object found, Object wanted) {
        fields.put(field, wanted);
        diff.add(new FieldDiff(field, found == null ? "" : found.toString(), wanted == null ? "" : wanted.toString()));
    }

    private static boolean sameSet(List<?> one, List<?> other) {
        return one != null && new HashSet<>(one).equals(new HashSet<>(other));
    }

    // ---- tear-down

    /**
     * What goes when the tenant is deleted, in the order that never opens the application: it goes first, the group
     * that it is bound to goes last (docs/systems/authentik.md, Tear-down).
     */
    public static Plan<IdentityCall> tearDown(Mark mark, ObservedIdentity observed, String clientId) {
        List<Change<IdentityCall>> changes = new ArrayList<>();
        observed.application()
                .filter(app -> isOurs(mark.in(app.metaPublisher())))
                .ifPresent(app ->
                        changes.add(delete("Application", app.slug(), new IdentityCall.DeleteApplication(app.slug()))));
        observed.provider()
                .filter(provider -> clientId.equals(provider.clientId()))
                .ifPresent(provider -> changes.add(
                        delete("OAuth2Provider", provider.name(), new IdentityCall.DeleteProvider(provider.pk()))));
        observed.brand()
                .filter(brand -> isOurs(mark.in(brand.attributes())))
                .ifPresent(brand ->
                        changes.add(delete("Brand", brand.domain(), new IdentityCall.DeleteBrand(brand.brandUuid()))));
        observed.adminsGroup()
                .filter(group -> isOurs(mark.in(group.attributes())))
                .ifPresent(
                        group -> changes.add(delete("Group", group.name(), new IdentityCall.DeleteGroup(group.pk()))));
        observed.group()
                .filter(group -> isOurs(mark.in(group.attributes())))
                .ifPresent(
                        group -> changes.add(delete("Group", group.name(), new IdentityCall.DeleteGroup(group.pk()))));
        return Plan.of(changes);
    }

    private static Change<IdentityCall> delete(String kind, String name, IdentityCall call) {
        return new Change.Delete<>(target(kind, name), false, call);
    }

    /** What is changed when the tenant is deleted and all shall stay: only the marks. */
    public static Plan<IdentityCall> release(Mark mark, ObservedIdentity observed) {
        List<Change<IdentityCall>> changes = new ArrayList<>();
        observed.application()
                .filter(app -> isOurs(mark.in(app.metaPublisher())))
                .ifPresent(app -> changes.add(released(
                        "Application",
                        app.slug(),
                        new IdentityCall.UpdateApplication(
                                app.slug(), Map.of("meta_publisher", mark.releasedText())))));
        observed.brand()
                .filter(brand -> isOurs(mark.in(brand.attributes())))
                .ifPresent(brand -> changes.add(released(
                        "Brand",
                        brand.domain(),
                        new IdentityCall.UpdateBrand(brand.brandUuid(), released(mark, brand.attributes())))));
        for (Optional<Group> found : List.of(observed.adminsGroup(), observed.group())) {
            found.filter(group -> isOurs(mark.in(group.attributes())))
                    .ifPresent(group -> changes.add(released(
                            "Group",
                            group.name(),
                            new IdentityCall.UpdateGroup(group.pk(), List.of(), released(mark, group.attributes())))));
        }
        return Plan.of(changes);
    }

    private static Change<IdentityCall> released(String kind, String name, IdentityCall call) {
        return new Change.Update<>(target(kind, name), List.of(new FieldDiff("mark", "ours", "released")), call);
    }

    private static Map<String, Object> released(Mark mark, Map<String, Object> attributes) {
        Map<String, Object> merged = new LinkedHashMap<>(attributes);
        merged.putAll(mark.releasedAttributes());
        return Map.of("attributes", merged);
    }

    private static boolean isOurs(Ownership ownership) {
        return ownership == Ownership.OURS || ownership == Ownership.OURS_RENEWED;
    }
}
