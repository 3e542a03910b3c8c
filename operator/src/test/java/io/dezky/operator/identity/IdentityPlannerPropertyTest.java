package io.dezky.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.operator.http.Json;
import io.dezky.operator.identity.DesiredIdentity.Branding;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in Authentik: what the planner plans leads to what is desired, and touches nothing of another's. */
class IdentityPlannerPropertyTest {

    private static final Mark ACME = new Mark("dezky", "Tenant", "tenants", "acme", "uid-1");
    private static final Mark RESTORED = new Mark("dezky", "Tenant", "tenants", "acme", "uid-0");
    private static final Mark ANOTHERS = new Mark("dezky", "Tenant", "tenants", "umbrella", "uid-2");
    private static final List<String> MARKS =
            List.of(ACME.text(), RESTORED.text(), ANOTHERS.text(), ACME.releasedText(), "");
    private static final Brand DEFAULT = new Brand(
            "default",
            "authentik-default",
            true,
            "authentik",
            "/logo",
            "/icon",
            "f-auth",
            "f-inv",
            "f-rec",
            null,
            null,
            null,
            Map.of());
    private static final PlatformObjects.Snapshot PLATFORM = new PlatformObjects.Snapshot(
            "g-tenants", "f-authorization", "f-invalidation", List.of("s-1", "s-2"), "k-1", DEFAULT);
    private static final Known KNOWN = new Known("g-acme", "g-admins", "a-1", 7, "b-1");

    // ---- what must hold

    @Property(tries = 400)
    void afterOnePlanNothingIsLeftToChange(
            @ForAll("desired") DesiredIdentity desired, @ForAll("observed") ObservedIdentity observed) {
        Plan<IdentityCall> first = IdentityPlanner.plan(desired, observed);
        ObservedIdentity after = applied(first, observed);
        Plan<IdentityCall> second = IdentityPlanner.plan(desired, after);
        assertThat(second.changes()).isEmpty();
        assertThat(second.obstacles()).isEqualTo(first.obstacles());
    }

    @Property(tries = 400)
    void withSomethingOfAnothersInTheWayNothingIsTouched(
            @ForAll("desired") DesiredIdentity desired, @ForAll("observed") ObservedIdentity observed) {
        Plan<IdentityCall> plan = IdentityPlanner.plan(desired, observed);
        boolean anothers =
                observed.group().filter(IdentityPlannerPropertyTest::isAnothers).isPresent()
                        || observed.adminsGroup()
                                .filter(IdentityPlannerPropertyTest::isAnothers)
                                .isPresent()
                        || observed.application()
                                .filter(app -> ACME.in(app.metaPublisher()) == Mark.Ownership.ANOTHERS)
                                .isPresent()
                        || observed.anothersBrand().isPresent();
        if (anothers) {
            assertThat(plan.changes()).isEmpty();
            assertThat(plan.obstacles()).isNotEmpty();
        }
    }

    @Property(tries = 400)
    void aDeletedTenantTakesNothingOfAnothersWithIt(@ForAll("observed") ObservedIdentity observed) {
        IdentityEnd end = new IdentityEnd(ACME, new TenantNames("dezky", "acme", "acme.dezky.test"), observed);
        for (Plan<IdentityCall> plan : List.of(end.tearDown(), end.release())) {
            List<String> touched = plan.changes().stream()
                    .map(change -> change.call().toString())
                    .toList();
            observed.group().filter(IdentityPlannerPropertyTest::isAnothers).ifPresent(group -> assertThat(touched)
                    .noneMatch(call -> call.contains(group.pk())));
            observed.application()
                    .filter(app -> ACME.in(app.metaPublisher()) == Mark.Ownership.ANOTHERS)
                    .ifPresent(app -> assertThat(touched)
                            .noneMatch(call -> call.contains(app.slug()) && !call.contains("Group")));
        }
    }

    @Property(tries = 400)
    void theApplicationIsBoundBeforeABindingGoesAndBeforeItGetsItsProvider(
            @ForAll("desired") DesiredIdentity desired, @ForAll("observed") ObservedIdentity observed) {
        List<PolicyBinding> bindings = new ArrayList<>(observed.bindings());
        boolean guarded = !bindings.isEmpty();
        for (Change<IdentityCall> change :
                IdentityPlanner.plan(desired, observed).changes()) {
            IdentityCall call = change.call();
            if (call instanceof IdentityCall.CreateBinding) {
                guarded = true;
            } else if (call instanceof IdentityCall.DeleteBinding || call instanceof IdentityCall.AttachProvider) {
                assertThat(guarded).as(change.toString()).isTrue();
            }
        }
    }

    private static boolean isAnothers(Group group) {
        return ACME.in(group.attributes()) == Mark.Ownership.ANOTHERS;
    }

    // ---- Authentik, as far as plans need it

    private static ObservedIdentity applied(Plan<IdentityCall> plan, ObservedIdentity observed) {
        Model model = new Model(observed);
        plan.changes().forEach(change -> model.apply(change.call()));
        return model.observed();
    }

    private static final class Model {
        private final ObservedIdentity before;
        private Group group;
        private Group admins;
        private Application application;
        private OAuth2Provider provider;
        private final List<PolicyBinding> bindings;
        private Brand brand;

        Model(ObservedIdentity observed) {
            before = observed;
            group = observed.group().orElse(null);
            admins = observed.adminsGroup().orElse(null);
            application = observed.application().orElse(null);
            provider = observed.provider().orElse(null);
            bindings = new ArrayList<>(observed.bindings());
            brand = observed.brand().orElse(null);
        }

        ObservedIdentity observed() {
            if (provider != null) {
                boolean attached = application != null && provider.pk().equals(application.provider());
                String user = attached ? application.slug() : null;
                provider = with(
                        provider, Map.of("assigned_application_slug", user == null ? "" : user), OAuth2Provider.class);
            }
            return new ObservedIdentity(
                    before.known(),
                    Optional.ofNullable(group),
                    Optional.ofNullable(admins),
                    Optional.ofNullable(application),
                    Optional.ofNullable(provider),
                    bindings,
                    Optional.ofNullable(brand),
                    before.anothersBrand());
        }

        void apply(IdentityCall call) {
            if (call instanceof IdentityCall.CreateGroup create) {
                Group made = new Group(
                        "made-" + create.name(),
                        create.name(),
                        false,
                        ids(create.parents()),
                        Map.copyOf(create.attributes()),
                        List.of());
                put(made);
            } else if (call instanceof IdentityCall.UpdateGroup update) {
                Map<String, Object> fields = new LinkedHashMap<>(update.fields());
                if (!update.parents().isEmpty()) {
                    fields.put("parents", ids(update.parents()));
                }
                Group found = group != null && group.pk().equals(update.pk()) ? group : admins;
                Group changed = with(found, fields, Group.class);
                if (found == group) {
                    group = changed;
                } else {
                    admins = changed;
                }
            } else if (call instanceof IdentityCall.CreateBoundApplication create) {
                provider = provider(create.provider());
                application = application(create.application(), provider.pk());
                bindings.add(binding(create.group(), 0));
            } else if (call instanceof IdentityCall.CreateApplication create) {
                application = application(create.fields(), null);
            } else if (call instanceof IdentityCall.UpdateApplication update) {
                application = with(application, update.fields(), Application.class);
            } else if (call instanceof IdentityCall.AttachProvider) {
                application = with(application, Map.of("provider", provider.pk()), Application.class);
            } else if (call instanceof IdentityCall.CreateProvider create) {
                provider = provider(create.fields());
            } else if (call instanceof IdentityCall.UpdateProvider update) {
                provider = with(provider, update.fields(), OAuth2Provider.class);
            } else if (call instanceof IdentityCall.CreateBinding create) {
                bindings.add(binding(create.group(), create.order()));
            } else if (call instanceof IdentityCall.DeleteBinding delete) {
                bindings.removeIf(binding -> binding.pk().equals(delete.pk()));
            } else if (call instanceof IdentityCall.CreateBrand create) {
                brand = with(null, withField(create.fields(), "brand_uuid", "made-brand"), Brand.class);
            } else if (call instanceof IdentityCall.UpdateBrand update) {
                brand = with(brand, update.fields(), Brand.class);
            } else {
                throw new AssertionError("planned when nothing ends: " + call);
            }
        }

        private void put(Group made) {
            if (made.name().endsWith("-admins")) {
                admins = made;
            } else {
                group = made;
            }
        }

        private List<String> ids(List<IdentityCall.GroupRef> groups) {
            return groups.stream().map(this::id).toList();
        }

        private String id(IdentityCall.GroupRef reference) {
            return reference.pk() == null ? group.pk() : reference.pk();
        }

        private OAuth2Provider provider(Map<String, ?> fields) {
            return with(null, withField(fields, "pk", 99), OAuth2Provider.class);
        }

        private Application application(Map<String, ?> fields, Integer providerPk) {
            return with(
                    null, withField(withField(fields, "pk", "made-app"), "provider", providerPk), Application.class);
        }

        private PolicyBinding binding(IdentityCall.GroupRef reference, int order) {
            return new PolicyBinding("made-" + order, application.pk(), null, id(reference), null, true, false, order);
        }
    }

    private static Map<String, Object> withField(Map<String, ?> fields, String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put(name, value);
        return all;
    }

    private static <T> T with(T found, Map<String, ?> fields, Class<T> type) {
        ObjectNode node =
                found == null ? Json.mapper().createObjectNode() : Json.mapper().valueToTree(found);
        fields.forEach((name, value) -> node.set(name, Json.mapper().valueToTree(value)));
        if (node.path("assigned_application_slug").asText("-").isEmpty()) {
            node.remove("assigned_application_slug");
        }
        return Json.convert(node, type);
    }

    // ---- what may stand there

    @Provide
    Arbitrary<DesiredIdentity> desired() {
        Arbitrary<List<String>> redirects = Arbitraries.of("https://acme.test/cb", "http://localhost/cb")
                .list()
                .uniqueElements();
        return Combinators.combine(
                        Arbitraries.of("Acme GmbH", "Acme SE"),
                        Arbitraries.of("acme.dezky.test", "login.acme.test"),
                        redirects,
                        Arbitraries.of(true, false))
                .as((name, host, urls, branded) -> new DesiredIdentity(
                        ACME,
                        new TenantNames("dezky", "acme", host),
                        name,
                        branded ? new Branding("Acme", "https://acme.test/l", null) : Branding.ofThePlatform(),
                        urls,
                        "secret",
                        PLATFORM));
    }

    @Provide
    Arbitrary<ObservedIdentity> observed() {
        Arbitrary<Optional<Group>> group = group("g-acme", "tenant-acme").optional();
        Arbitrary<Optional<Group>> admins =
                group("g-admins", "tenant-acme-admins").optional();
        Arbitrary<Optional<Brand>> brand = brand().optional();
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        group,
                        admins,
                        application().optional(),
                        provider().optional(),
                        binding().list().ofMaxSize(3),
                        brand)
                .as((remembers, members, chiefs, app, found, bound, look) -> {
                    Known known = remembers ? KNOWN : Known.nothing();
                    boolean ours = look.filter(one -> new IdentityOwner(ACME, known)
                                    .otherHolder(one)
                                    .isEmpty())
                            .isPresent();
                    List<PolicyBinding> bindings = new ArrayList<>();
                    bound.forEach(one -> bindings.add(new PolicyBinding(
                            "p-" + bindings.size(),
                            "a-1",
                            null,
                            one.group(),
                            one.user(),
                            one.enabled(),
                            one.negate(),
                            bindings.size())));
                    return new ObservedIdentity(
                            known,
                            members,
                            chiefs,
                            app,
                            found.map(one -> attached(one, app)),
                            app.isPresent() ? bindings : List.of(),
                            ours ? look : Optional.empty(),
                            ours ? Optional.empty() : look);
                });
    }

    private static OAuth2Provider attached(OAuth2Provider provider, Optional<Application> app) {
        boolean attached =
                app.filter(one -> provider.pk().equals(one.provider())).isPresent();
        return attached
                ? with(provider, Map.of("assigned_application_slug", app.get().slug()), OAuth2Provider.class)
                : provider;
    }

    private static Arbitrary<Group> group(String pk, String name) {
        return Combinators.combine(
                        Arbitraries.of(name, "renamed"),
                        Arbitraries.of(true, false),
                        Arbitraries.of("g-tenants", "g-acme", "g-strange")
                                .list()
                                .ofMaxSize(2)
                                .uniqueElements(),
                        Arbitraries.of(MARKS),
                        Arbitraries.of("r-1").list().ofMaxSize(1))
                .as((named, superuser, parents, mark, roles) -> new Group(
                        pk,
                        named,
                        superuser,
                        parents,
                        mark.isEmpty() ? Map.of("note", "x") : Map.of("platform.dezky.io/owner", mark, "note", "x"),
                        roles));
    }

    private static Arbitrary<Application> application() {
        return Combinators.combine(
                        Arbitraries.of("tenant-acme", "renamed"),
                        Arbitraries.of(0, 7, 8),
                        Arbitraries.of("https://acme.test/", "https://evil.test/"),
                        Arbitraries.of(MARKS),
                        Arbitraries.of("any", "all"))
                .as((slug, attached, url, mark, mode) ->
                        new Application("a-1", slug, "Acme GmbH", attached == 0 ? null : attached, url, mark, mode));
    }

    private static Arbitrary<OAuth2Provider> provider() {
        return Combinators.combine(
                        Arbitraries.of("tenant-acme", "renamed"),
                        Arbitraries.of("dezky-acme", "mine"),
                        Arbitraries.of("confidential", "public"),
                        Arbitraries.of("k-1", "k-2"),
                        Arbitraries.of("s-1", "s-2", "s-3").list().uniqueElements())
                .as((name, clientId, type, key, scopes) -> with(
                        null,
                        Map.of(
                                "pk",
                                7,
                                "name",
                                name,
                                "client_id",
                                clientId,
                                "client_type",
                                type,
                                "signing_key",
                                key,
                                "property_mappings",
                                scopes,
                                "client_secret",
                                "old"),
                        OAuth2Provider.class));
    }

    private static Arbitrary<PolicyBinding> binding() {
        return Combinators.combine(
                        Arbitraries.of("g-acme", "g-strange", ""),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((group, enabled, negate) -> new PolicyBinding(
                        "p",
                        "a-1",
                        null,
                        group.isEmpty() ? null : group,
                        group.isEmpty() ? 5 : null,
                        enabled,
                        negate,
                        0));
    }

    private static Arbitrary<Brand> brand() {
        return Combinators.combine(
                        Arbitraries.of("acme.dezky.test", "other.test"),
                        Arbitraries.of(true, false),
                        Arbitraries.of("Acme", "Evil"),
                        Arbitraries.of("f-rec", ""),
                        Arbitraries.of(MARKS))
                .as((domain, isDefault, title, recovery, mark) -> new Brand(
                        "b-1",
                        domain,
                        isDefault,
                        title,
                        "/logo",
                        "/icon",
                        "f-auth",
                        "f-inv",
                        recovery.isEmpty() ? null : recovery,
                        null,
                        null,
                        null,
                        mark.isEmpty() ? Map.of() : Map.of("platform.dezky.io/owner", mark)));
    }
}
