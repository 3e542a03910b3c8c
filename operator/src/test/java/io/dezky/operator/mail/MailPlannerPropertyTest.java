package io.dezky.operator.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.mail.DesiredMail.DesiredDomain;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in Stalwart and DNS: what the planner plans leads there, and leads nowhere else. */
class MailPlannerPropertyTest {

    private static final Mark ACME = new Mark("dezky", "Tenant", "tenants", "acme", "uid-1");
    private static final Mark RESTORED = new Mark("dezky", "Tenant", "tenants", "acme", "uid-0");
    private static final Mark ANOTHERS = new Mark("dezky", "Tenant", "tenants", "umbrella", "uid-2");
    private static final List<String> NAMES = List.of("acme.test", "acme.org");

    // ---- what must hold

    @Property(tries = 400)
    void afterOnePlanNothingIsLeftToChange(
            @ForAll("desired") DesiredMail desired, @ForAll("observed") ObservedMail observed) {
        ObservedMail after = applied(desired, observed);
        assertThat(MailPlanner.plan(desired, after).changes()).isEmpty();
        assertThat(MailPlanner.toDestroy(desired, after)).isEmpty();
    }

    @Property(tries = 400)
    void whatIsAnothersIsNeverTouched(
            @ForAll("desired") DesiredMail desired, @ForAll("observed") ObservedMail observed) {
        Set<String> anothers = observed.domains().stream()
                .filter(domain -> ACME.in(domain.description()) == Mark.Ownership.ANOTHERS)
                .flatMap(domain -> ids(domain).stream())
                .collect(Collectors.toSet());
        assertThat(touched(desired, observed)).noneMatch(anothers::contains);
    }

    @Property(tries = 400)
    void aKeyIsMadeActiveOnlyWhenDnsShowsIt(
            @ForAll("desired") DesiredMail desired, @ForAll("observed") ObservedMail observed) {
        assertThat(MailPlanner.plan(desired, observed).changes())
                .extracting(Change::call)
                .filteredOn(call -> call instanceof MailCall.ChangeStage change && change.stage() == DkimStage.ACTIVE)
                .allMatch(call -> observed.published().contains(((MailCall.ChangeStage) call).signatureId()));
    }

    @Property(tries = 400)
    void ofEachWantedAlgorithmThatIsPublishedOneKeySigns(
            @ForAll("desired") DesiredMail desired, @ForAll("observed") ObservedMail observed) {
        ObservedMail after = applied(desired, observed);
        MailOwner owner = new MailOwner(ACME, observed.known());
        for (DesiredDomain wanted : desired.domains()) {
            Optional<Domain> domain = after.named(wanted.name())
                    .filter(found -> owner.otherHolder(found).isEmpty());
            domain.ifPresent(found -> wanted.algorithms().forEach(algorithm -> {
                List<DkimSignature> live = found.signatures().stream()
                        .filter(key -> key.serial().isPresent() && key.isLive())
                        .filter(key -> key.algorithm().filter(algorithm::equals).isPresent())
                        .toList();
                assertThat(live).as(algorithm + " of " + found).hasSize(1);
            }));
        }
    }

    @Property(tries = 400)
    void withoutThePermissionToDestroyNoMailIsLost(
            @ForAll("desired") DesiredMail desired, @ForAll("observed") ObservedMail observed) {
        assertThat(MailPlanner.plan(desired, observed).changes()).noneMatch(Change::destroysData);
        if (!desired.mayDestroy()) {
            assertThat(MailPlanner.toDestroy(desired, observed)).isEmpty();
        }
    }

    private static List<String> ids(Domain domain) {
        List<String> ids = new ArrayList<>(List.of(domain.id()));
        domain.signatures().forEach(key -> ids.add(key.id()));
        return ids;
    }

    private static List<String> touched(DesiredMail desired, ObservedMail observed) {
        List<String> touched = new ArrayList<>();
        MailPlanner.toDestroy(desired, observed).forEach(domain -> touched.addAll(ids(domain)));
        for (Change<MailCall> change : MailPlanner.plan(desired, observed).changes()) {
            MailCall call = change.call();
            if (call instanceof MailCall.UpdateDomain update) {
                touched.add(update.id());
            } else if (call instanceof MailCall.CreateSignature create) {
                touched.add(create.domainId());
            } else if (call instanceof MailCall.ChangeStage stage) {
                touched.add(stage.signatureId());
            } else if (call instanceof MailCall.DestroySignature destroy) {
                touched.add(destroy.signatureId());
            }
        }
        return touched;
    }

    // ---- Stalwart, as far as plans need it

    private static ObservedMail applied(DesiredMail desired, ObservedMail observed) {
        List<Domain> domains = new ArrayList<>(observed.domains());
        domains.removeAll(MailPlanner.toDestroy(desired, observed));
        Plan<MailCall> plan = MailPlanner.plan(desired, observed);
        plan.changes().forEach(change -> apply(change.call(), domains));
        return new ObservedMail(observed.known(), domains, observed.aliases(), observed.proven(), observed.published());
    }

    private static void apply(MailCall call, List<Domain> domains) {
        if (call instanceof MailCall.CreateDomain create) {
            NewDomain made = create.domain();
            List<DkimSignature> keys = new ArrayList<>();
            made.keys().forEach(key -> keys.add(made("made-" + made.name() + keys.size(), key)));
            domains.add(new Domain(
                    "made-" + made.name(), made.name(), made.description(), made.catchAll(), List.of(), "", keys));
            return;
        }
        domains.replaceAll(domain -> changed(call, domain));
    }

    private static DkimSignature made(String id, NewDomain.NewKey key) {
        return new DkimSignature(id, Optional.of(key.algorithm()), key.selector(), DkimStage.PENDING, "new");
    }

    private static Domain changed(MailCall call, Domain domain) {
        List<DkimSignature> keys = new ArrayList<>(domain.signatures());
        if (call instanceof MailCall.UpdateDomain update && update.id().equals(domain.id())) {
            Map<String, ?> properties = update.properties();
            List<String> automatic = domain.automatic().stream()
                    .filter(property -> !properties.containsKey(property))
                    .toList();
            return new Domain(
                    domain.id(),
                    properties.containsKey("name") ? (String) properties.get("name") : domain.name(),
                    properties.containsKey("description")
                            ? (String) properties.get("description")
                            : domain.description(),
                    properties.containsKey("catchAllAddress")
                            ? (String) properties.get("catchAllAddress")
                            : domain.catchAll(),
                    automatic,
                    domain.zone(),
                    keys);
        }
        if (call instanceof MailCall.CreateSignature create && create.domainId().equals(domain.id())) {
            keys.add(made("made-key-" + domain.id() + keys.size(), create.key()));
        } else if (call instanceof MailCall.ChangeStage change) {
            keys.replaceAll(key -> key.id().equals(change.signatureId()) ? at(change.stage(), key) : key);
        } else if (call instanceof MailCall.DestroySignature destroy) {
            keys.removeIf(key -> key.id().equals(destroy.signatureId()));
        }
        return new Domain(
                domain.id(),
                domain.name(),
                domain.description(),
                domain.catchAll(),
                domain.automatic(),
                domain.zone(),
                keys);
    }

    private static DkimSignature at(DkimStage stage, DkimSignature key) {
        return new DkimSignature(key.id(), key.algorithm(), key.selector(), stage, key.publicKey());
    }

    // ---- what may stand there

    @Provide
    Arbitrary<DesiredMail> desired() {
        Arbitrary<List<DkimAlgorithm>> algorithms = Arbitraries.of(DkimAlgorithm.class)
                .list()
                .ofMinSize(1)
                .uniqueElements()
                .map(some -> some.stream().sorted().toList());
        Arbitrary<List<DesiredDomain>> domains = Combinators.combine(
                        Arbitraries.of(NAMES),
                        algorithms,
                        Arbitraries.of("info@acme.test", "").map(MailPlannerPropertyTest::orNull))
                .as(DesiredDomain::new)
                .list()
                .ofMaxSize(2)
                .uniqueElements(DesiredDomain::name);
        return Combinators.combine(domains, Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as((wanted, proof, destroy) -> new DesiredMail(ACME, wanted, Set.of(), proof, destroy));
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @Provide
    Arbitrary<ObservedMail> observed() {
        Arbitrary<List<Domain>> domains = domain().list().ofMaxSize(2).uniqueElements(Domain::name);
        Arbitrary<Set<String>> someNames = Arbitraries.of(NAMES).set();
        return Combinators.combine(domains, someNames, someNames, Arbitraries.of(0, 1, 2), Arbitraries.randoms())
                .as((found, aliases, proven, memory, random) -> {
                    Set<String> published = new HashSet<>();
                    found.forEach(domain -> domain.signatures().stream()
                            .filter(key -> random.nextBoolean())
                            .forEach(key -> published.add(key.id())));
                    return new ObservedMail(known(memory, found), found, aliases, proven, published);
                });
    }

    private static KnownDomains known(int memory, List<Domain> found) {
        if (memory == 0) {
            return KnownDomains.none();
        }
        return new KnownDomains(found.stream()
                .collect(Collectors.toMap(
                        Domain::name,
                        domain -> new KnownDomains.Known(memory == 1 ? domain.id() : "another", memory))));
    }

    private static Arbitrary<Domain> domain() {
        Arbitrary<String> descriptions = Arbitraries.of(
                MailPlanner.description(ACME),
                MailPlanner.description(ACME) + " and a note",
                MailPlanner.description(RESTORED),
                MailPlanner.description(ANOTHERS),
                ACME.releasedText(),
                RESTORED.releasedText(),
                "made by hand",
                "");
        Arbitrary<List<String>> automatic =
                Arbitraries.of("dkimManagement", "certificateManagement").list().uniqueElements();
        return Combinators.combine(
                        Arbitraries.of(NAMES),
                        descriptions,
                        Arbitraries.of("info@acme.test", "spy@evil.test", ""),
                        automatic,
                        key().list().ofMaxSize(4))
                .as((name, description, catchAll, managed, keys) -> new Domain(
                        "id-" + name, name, description, orNull(catchAll), managed, "", numbered(name, keys)));
    }

    private static List<DkimSignature> numbered(String name, List<DkimSignature> keys) {
        List<DkimSignature> numbered = new ArrayList<>();
        keys.forEach(key -> numbered.add(new DkimSignature(
                "key-" + name + numbered.size(), key.algorithm(), key.selector(), key.stage(), key.publicKey())));
        return numbered;
    }

    private static Arbitrary<DkimSignature> key() {
        return Combinators.combine(
                        Arbitraries.of(DkimAlgorithm.class), Arbitraries.of(1, 2, 0), Arbitraries.of(DkimStage.class))
                .as((algorithm, serial, stage) -> new DkimSignature(
                        "",
                        Optional.of(algorithm),
                        serial == 0 ? "by-hand" : DkimSignature.selector(serial, algorithm),
                        stage,
                        "key"));
    }
}
