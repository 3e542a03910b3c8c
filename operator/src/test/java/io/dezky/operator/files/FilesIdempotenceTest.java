package io.dezky.operator.files;

import static io.dezky.operator.files.FilesFixture.MARK;
import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.files.FilesFixture.Operator;
import io.dezky.operator.files.TenantFiles.Known;
import io.dezky.operator.files.TenantFiles.Result;
import io.dezky.operator.http.ExternalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** For generated tenants, and generated things that people do behind the operator's back. */
class FilesIdempotenceTest {

    private static final List<String> NAMES = List.of("Company", "Projects", "Archive");

    /** What somebody does to a space. */
    enum Mischief {
        RENAME,
        CHANGE_ALIAS,
        CLEAR_DESCRIPTION,
        CUT_DESCRIPTION,
        CLAIM_FOR_ANOTHER,
        CHANGE_QUOTA,
        HIDE,
        DISABLE,
        PURGE,
        REMOVE_OPERATOR,
        REMOVE_OPERATORS_GROUP,
        DEMOTE_OPERATOR,
        REMOVE_MEMBERS,
        CHANGE_MEMBERS_ROLE,
        LET_MEMBERS_EXPIRE,
        GRANT_ADMINS,
        LET_STRANGER_IN,
        DELETE_FOLDERS,
        DELETE_GROUP,
        COPY
    }

    /** What is left of status. */
    enum Memory {
        WHOLE,
        LOST,
        ONLY_INTENTS
    }

    record Deed(int space, Mischief mischief) {}

    @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
    void a_second_reconcile_changes_nothing(
            @ForAll("desired") DesiredFiles before,
            @ForAll("desired") DesiredFiles after,
            @ForAll("deeds") List<Deed> deeds,
            @ForAll Memory memory) {
        OcisModel ocis = new OcisModel();
        Operator operator = new Operator(ocis);
        Result first = operator.reconcile(before, Known.nothing());
        deeds.forEach(deed -> doIt(ocis, deed));
        Space foreign = ocis.makeForeign("Company", FilesFixture.alias("Company"), "not yours");
        Known known = remembered(memory, before, first);

        Operator next = operator.restarted();
        Result second = next.reconcile(after, known);
        Map<String, Space> settled = Map.copyOf(ocis.spaces);
        ocis.calls.clear();
        Result third = next.restarted().reconcile(after, FilesFixture.known(second));

        assertThat(ocis.writesMade()).isEmpty();
        assertThat(ocis.spaces).isEqualTo(settled);
        assertThat(third).isEqualTo(second);
        assertThat(ocis.spaces).containsEntry(foreign.id(), foreign);
        if (second.obstacles().isEmpty()) {
            after.spaces().forEach(wanted -> assertIsAsDesired(ocis, after, wanted));
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void nothing_is_made_twice_or_forgotten_whichever_call_fails_and_whether_its_answer_or_the_call_itself_was_lost(
            @ForAll("desired") DesiredFiles desired, @ForAll("writes") int failing, @ForAll boolean afterwards) {
        OcisModel undisturbed = new OcisModel();
        new Operator(undisturbed).reconcile(desired, Known.nothing());

        OcisModel ocis = new OcisModel();
        ocis.failingWrite = failing;
        ocis.failsAfterwards = afterwards;
        Operator operator = new Operator(ocis);
        try {
            operator.reconcile(desired, Known.nothing());
        } catch (ExternalException.Transient died) {
            // The process is gone; of its memory only the intents are left.
            Known intents = new Known(operator.announced.stream()
                    .map(name -> new KnownSpace(name, null, true, List.of()))
                    .toList());
            operator.restarted().reconcile(desired, intents);
        }

        assertThat(shape(ocis)).isEqualTo(shape(undisturbed));
        assertThat(ocis.groups.keySet()).isEqualTo(undisturbed.groups.keySet());
    }

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    void a_tear_down_leaves_nothing_of_ours_and_touches_nothing_else(
            @ForAll("desired") DesiredFiles desired, @ForAll("deeds") List<Deed> deeds) {
        OcisModel ocis = new OcisModel();
        Operator operator = new Operator(ocis);
        Known known = FilesFixture.known(operator.reconcile(desired, Known.nothing()));
        deeds.forEach(deed -> doIt(ocis, deed));
        Space foreign = ocis.makeForeign("Company", FilesFixture.alias("Company"), "not yours");

        operator.restarted().files.tearDown(FilesFixture.ACME, MARK, "acme", known, true);

        assertThat(ocis.spaces).containsEntry(foreign.id(), foreign);
        assertThat(ocis.spaces.values())
                // A copy that is hidden besides is in no list and in no status.
                .filteredOn(space -> !ocis.hidden.contains(space.id()) || isKnown(known, space))
                .noneMatch(space -> SpaceMark.isOurs(MARK, space));
        assertThat(ocis.groups).doesNotContainKeys("tenant-acme", "tenant-acme-admins");
    }

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    void what_is_let_go_keeps_all_but_its_mark(@ForAll("desired") DesiredFiles desired) {
        OcisModel ocis = new OcisModel();
        Operator operator = new Operator(ocis);
        Known known = FilesFixture.known(operator.reconcile(desired, Known.nothing()));
        Map<String, Space> before = Map.copyOf(ocis.spaces);

        operator.files.release(FilesFixture.ACME, MARK, "acme", known);

        assertThat(ocis.spaces.keySet()).isEqualTo(before.keySet());
        ocis.spaces.values().forEach(space -> {
            assertThat(SpaceMark.isOurs(MARK, space)).isFalse();
            assertThat(space.permissions()).isEqualTo(before.get(space.id()).permissions());
            assertThat(space.name()).isEqualTo(before.get(space.id()).name());
        });
    }

    // ---- what must be

    private static void assertIsAsDesired(OcisModel ocis, DesiredFiles desired, DesiredSpace wanted) {
        String entry = desired.entryKey(wanted);
        List<Space> found = ocis.spaces.values().stream()
                // What is hidden and not in status either can't be found by anybody.
                .filter(space -> !ocis.hidden.contains(space.id()))
                .filter(space -> space.description().equals(SpaceMark.description(MARK, entry)))
                .toList();
        assertThat(found).hasSize(1);
        Space space = found.get(0);
        assertThat(space.name()).isEqualTo(wanted.name());
        assertThat(space.alias()).isEqualTo(desired.alias(entry));
        assertThat(space.quotaBytes()).isEqualTo(wanted.quotaBytes());
        assertThat(space.disabled()).isFalse();
        assertThat(roleOf(ocis, space, OcisModel.OPERATORS)).contains(Role.MANAGER);
        assertThat(roleOf(ocis, space, "tenant-acme")).contains(wanted.members());
        assertThat(roleOf(ocis, space, "tenant-acme-admins"))
                .isEqualTo(wanted.adminsDiffer() ? Optional.of(wanted.admins()) : Optional.empty());
        assertThat(space.permission(Grantee.user(OcisModel.SELF)))
                .contains(Permission.of(Grantee.user(OcisModel.SELF), Role.MANAGER));
    }

    private static Optional<Role> roleOf(OcisModel ocis, Space space, String group) {
        return Optional.ofNullable(ocis.groups.get(group))
                .flatMap(id -> space.permission(Grantee.group(id)))
                .filter(permission -> !permission.expires())
                .flatMap(Permission::role);
    }

    /** All but the ids. */
    private static Set<String> shape(OcisModel ocis) {
        return ocis.spaces.values().stream()
                .map(space -> space.name()
                        + space.alias()
                        + space.description()
                        + space.quotaBytes()
                        + ocis.folders.get(space.id())
                        + space.permissions().stream()
                                .map(permission -> name(ocis, permission) + permission.role())
                                .sorted()
                                .toList())
                .collect(Collectors.toSet());
    }

    private static String name(OcisModel ocis, Permission permission) {
        return ocis.groups.entrySet().stream()
                .filter(group -> group.getValue().equals(permission.grantee().id()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(permission.grantee().id());
    }

    private static boolean isKnown(Known known, Space space) {
        return known.spaces().stream().anyMatch(one -> space.id().equals(one.id()));
    }

    // ---- what somebody does

    private static void doIt(OcisModel ocis, Deed deed) {
        List<String> ids = new ArrayList<>(ocis.spaces.keySet());
        if (ids.isEmpty()) {
            return;
        }
        String id = ids.get(deed.space() % ids.size());
        UnaryOperator<Space> change = change(ocis, deed.mischief());
        ocis.spaces.computeIfPresent(id, (same, space) -> change.apply(space));
        switch (deed.mischief()) {
            case HIDE -> ocis.hidden.add(id);
            case PURGE -> ocis.spaces.remove(id);
            case DELETE_FOLDERS -> ocis.folders.get(id).clear();
            case DELETE_GROUP -> ocis.groups.remove("tenant-acme");
            case COPY -> {
                Space original = ocis.spaces.get(id);
                Space copy = ocis.makeForeign(original.name(), original.alias(), original.description());
                ocis.spaces.put(copy.id(), copy.with(original.permissions()));
            }
            default -> {}
        }
    }

    private static UnaryOperator<Space> change(OcisModel ocis, Mischief mischief) {
        Grantee self = Grantee.user(OcisModel.SELF);
        Grantee operators = group(ocis, OcisModel.OPERATORS);
        Grantee members = group(ocis, "tenant-acme");
        return switch (mischief) {
            case RENAME -> space -> with(space, "Stolen", space.alias(), space.description(), space.quotaBytes());
            case CHANGE_ALIAS ->
                space -> with(space, space.name(), "project/x", space.description(), space.quotaBytes());
            case CLEAR_DESCRIPTION -> space -> with(space, space.name(), space.alias(), "", space.quotaBytes());
            case CUT_DESCRIPTION ->
                space -> with(
                        space,
                        space.name(),
                        space.alias(),
                        space.description().replaceFirst(" entry .*", ""),
                        space.quotaBytes());
            case CLAIM_FOR_ANOTHER ->
                space -> with(
                        space, space.name(), space.alias(), "dezky:dezky:Tenant:other/evil:uid-9", space.quotaBytes());
            case CHANGE_QUOTA -> space -> with(space, space.name(), space.alias(), space.description(), 7);
            case DISABLE -> Space::inTrash;
            case REMOVE_OPERATOR -> space -> space.without(self);
            case REMOVE_OPERATORS_GROUP -> space -> space.without(operators);
            case DEMOTE_OPERATOR -> space -> space.with(Permission.of(self, Role.VIEWER));
            case REMOVE_MEMBERS -> space -> space.without(members);
            case CHANGE_MEMBERS_ROLE -> space -> space.with(Permission.of(members, Role.MANAGER));
            case LET_MEMBERS_EXPIRE -> space -> space.with(new Permission(members, Optional.of(Role.EDITOR), true));
            case GRANT_ADMINS ->
                space -> ocis.groups.containsKey("tenant-acme-admins")
                        ? space.with(Permission.of(group(ocis, "tenant-acme-admins"), Role.VIEWER))
                        : space;
            case LET_STRANGER_IN -> space -> space.with(Permission.of(Grantee.user("stranger"), Role.EDITOR));
            default -> UnaryOperator.identity();
        };
    }

    private static Grantee group(OcisModel ocis, String name) {
        return Grantee.group(ocis.groups.getOrDefault(name, "no-group"));
    }

    private static Space with(Space space, String name, String alias, String description, long quota) {
        return new Space(
                space.id(), name, alias, description, quota, space.disabled(), space.webUrl(), space.permissions());
    }

    // ---- generators

    private static Known remembered(Memory memory, DesiredFiles before, Result result) {
        return switch (memory) {
            case WHOLE -> FilesFixture.known(result);
            case LOST -> Known.nothing();
            case ONLY_INTENTS ->
                new Known(before.spaces().stream()
                        .map(space -> new KnownSpace(space.name(), null, true, List.of()))
                        .toList());
        };
    }

    @Provide
    Arbitrary<DesiredFiles> desired() {
        Arbitrary<Role> role = Arbitraries.of(Role.class);
        Arbitrary<Set<String>> folders =
                Arbitraries.of("Contracts", "HR/Payroll", "HR", "a/b/c").set().ofMaxSize(3);
        Arbitrary<DesiredSpace> space = Combinators.combine(
                        Arbitraries.of(NAMES), Arbitraries.longs().between(0, 1L << 50), role, role, folders)
                .as((name, quota, members, admins, paths) ->
                        new DesiredSpace(name, quota, members, admins, List.copyOf(paths)));
        Arbitrary<List<DesiredSpace>> spaces = space.list().ofMaxSize(3).uniqueElements(DesiredSpace::name);
        return Combinators.combine(spaces, Arbitraries.of(true, false))
                .as((list, mayDestroy) ->
                        new DesiredFiles(MARK, "acme", OcisModel.OPERATORS, List.of(), list, mayDestroy));
    }

    @Provide
    Arbitrary<List<Deed>> deeds() {
        return Combinators.combine(Arbitraries.integers().between(0, 3), Arbitraries.of(Mischief.class))
                .as(Deed::new)
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Integer> writes() {
        return Arbitraries.integers().between(1, 30);
    }
}
