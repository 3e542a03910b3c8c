package io.dezky.operator.files;

import static io.dezky.operator.files.FilesFixture.ACME;
import static io.dezky.operator.files.FilesFixture.GIB;
import static io.dezky.operator.files.FilesFixture.MARK;
import static io.dezky.operator.files.FilesFixture.alias;
import static io.dezky.operator.files.FilesFixture.company;
import static io.dezky.operator.files.FilesFixture.description;
import static io.dezky.operator.files.FilesFixture.destroying;
import static io.dezky.operator.files.FilesFixture.entry;
import static io.dezky.operator.files.FilesFixture.files;
import static io.dezky.operator.files.FilesFixture.space;
import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.files.FilesCall.ChangeRole;
import io.dezky.operator.files.FilesCall.ClearExpiry;
import io.dezky.operator.files.FilesCall.CreateFolder;
import io.dezky.operator.files.FilesCall.CreateGroup;
import io.dezky.operator.files.FilesCall.CreateSpace;
import io.dezky.operator.files.FilesCall.DeleteGroup;
import io.dezky.operator.files.FilesCall.DisableSpace;
import io.dezky.operator.files.FilesCall.GranteeRef;
import io.dezky.operator.files.FilesCall.Invite;
import io.dezky.operator.files.FilesCall.PurgeSpace;
import io.dezky.operator.files.FilesCall.RestoreSpace;
import io.dezky.operator.files.FilesCall.RevealSpace;
import io.dezky.operator.files.FilesCall.Revoke;
import io.dezky.operator.files.FilesCall.UpdateSpace;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldDiff;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Obstacle;
import io.dezky.operator.plan.Plan;
import io.dezky.operator.plan.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesPlannerTest {

    private static final Grantee SELF = Grantee.user("op");
    private static final Grantee OPERATORS = Grantee.group("g-operators");
    private static final Grantee MEMBERS = Grantee.group("g-acme");
    private static final Grantee ADMINS = Grantee.group("g-acme-admins");
    private static final Map<String, String> GROUPS = Map.of("dezky-operators", "g-operators", "tenant-acme", "g-acme");

    /** As {@link FilesFixture#company} is after a reconcile. */
    private static final Space COMPANY = new Space(
            "s1",
            "Company",
            alias("Company"),
            description("Company"),
            50 * GIB,
            false,
            "https://files.test/f/s1",
            List.of(
                    Permission.of(SELF, Role.MANAGER),
                    Permission.of(OPERATORS, Role.MANAGER),
                    Permission.of(MEMBERS, Role.EDITOR)));

    private static ObservedFiles observed(Map<String, String> groups, List<KnownSpace> known, Space... spaces) {
        return new ObservedFiles("op", groups, List.of(spaces), known, Set.of(), Set.of());
    }

    private static ObservedFiles observed(Space... spaces) {
        return observed(GROUPS, List.of(new KnownSpace("Company", "s1", false, List.of())), spaces);
    }

    private static ObservedFiles withoutStatus(Space... spaces) {
        return observed(GROUPS, List.of(), spaces);
    }

    private static List<FilesCall> calls(Plan<FilesCall> plan) {
        return plan.changes().stream().map(Change::call).toList();
    }

    private static List<FilesCall> calls(DesiredFiles desired, ObservedFiles observed) {
        Plan<FilesCall> plan = FilesPlanner.plan(desired, observed);
        assertThat(plan.obstacles()).isEmpty();
        return calls(plan);
    }

    private static Obstacle onlyObstacle(DesiredFiles desired, ObservedFiles observed) {
        Plan<FilesCall> plan = FilesPlanner.plan(desired, observed);
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.obstacles()).hasSize(1);
        return plan.obstacles().get(0);
    }

    private static Space described(Space space, String description) {
        return new Space(
                space.id(),
                space.name(),
                space.alias(),
                description,
                space.quotaBytes(),
                space.disabled(),
                space.webUrl(),
                space.permissions());
    }

    private static Space aliased(Space space, String alias) {
        return new Space(
                space.id(),
                space.name(),
                alias,
                space.description(),
                space.quotaBytes(),
                space.disabled(),
                space.webUrl(),
                space.permissions());
    }

    private static Space copy(Space space, String id) {
        return new Space(
                id,
                space.name(),
                space.alias(),
                space.description(),
                space.quotaBytes(),
                space.disabled(),
                "",
                space.permissions());
    }

    @Test
    void a_tenant_that_is_as_described_needs_nothing() {
        assertThat(FilesPlanner.plan(files(company()), observed(COMPANY)).isEmpty())
                .isTrue();
    }

    @Nested
    class A_new_tenant {

        @Test
        void gets_groups_then_the_space_with_its_managers_first_then_members_and_folders_parents_first() {
            List<FilesCall> calls = calls(
                    files(space("Company", Role.EDITOR, Role.VIEWER, "Contracts", "HR/Payroll")),
                    observed(Map.of(), List.of()));

            String entry = entry("Company");
            assertThat(calls)
                    .containsExactly(
                            new CreateGroup("dezky-operators"),
                            new CreateGroup("tenant-acme"),
                            new CreateGroup("tenant-acme-admins"),
                            new CreateSpace(
                                    entry,
                                    new SpaceFields("Company", description("Company"), alias("Company"), 50 * GIB)),
                            new Invite(entry, null, new GranteeRef("dezky-operators", null), Role.MANAGER),
                            new Invite(entry, null, new GranteeRef("tenant-acme", null), Role.EDITOR),
                            new Invite(entry, null, new GranteeRef("tenant-acme-admins", null), Role.VIEWER),
                            new CreateFolder(entry, null, "Contracts"),
                            new CreateFolder(entry, null, "HR"),
                            new CreateFolder(entry, null, "HR/Payroll"));
        }

        @Test
        void whose_admins_have_the_members_role_gets_no_admins_group() {
            assertThat(calls(files(company()), observed(Map.of(), List.of())))
                    .doesNotContain(new CreateGroup("tenant-acme-admins"))
                    .hasSize(5);
        }

        @Test
        void without_spaces_gets_nothing() {
            assertThat(calls(files(), observed(Map.of(), List.of()))).isEmpty();
        }

        @Test
        void shares_its_space_with_the_platforms_manager_groups() {
            DesiredFiles desired = new DesiredFiles(
                    MARK, "acme", "dezky-operators", List.of("platform-admins"), List.of(company()), false);
            Map<String, String> groups = new LinkedHashMap<>(GROUPS);
            groups.put("platform-admins", "g-platform");

            assertThat(calls(desired, observed(groups, List.of())))
                    .contains(new Invite(
                            entry("Company"),
                            null,
                            new GranteeRef("platform-admins", Grantee.group("g-platform")),
                            Role.MANAGER));
        }

        @Test
        void waits_for_a_manager_group_that_is_not_there_but_gets_all_else() {
            DesiredFiles desired = new DesiredFiles(
                    MARK, "acme", "dezky-operators", List.of("platform-admins"), List.of(company()), false);

            Plan<FilesCall> plan = FilesPlanner.plan(desired, observed(GROUPS, List.of()));

            assertThat(plan.obstacles()).singleElement().satisfies(obstacle -> {
                assertThat(obstacle.kind()).isEqualTo(Obstacle.Kind.WAITING);
                assertThat(obstacle.reason()).isEqualTo("ManagerGroupMissing");
                assertThat(obstacle.message()).contains("platform-admins");
            });
            assertThat(plan.changes()).hasSize(3);
        }

        @Test
        void never_takes_a_space_that_has_its_alias_and_not_its_mark() {
            Space bait = described(COMPANY, "come in");

            assertThat(calls(files(company()), withoutStatus(bait)))
                    .anyMatch(CreateSpace.class::isInstance)
                    .noneMatch(call -> call instanceof UpdateSpace);
        }

        @Test
        void never_takes_a_space_with_the_mark_of_another_owner_even_when_status_names_it() {
            Mark other = Mark.of("dezky", new Subject("Tenant", "tenants", "zeta", "uid-1", 1));
            Space theirs = described(COMPANY, SpaceMark.description(other, entry("Company")));

            Obstacle obstacle = onlyObstacle(files(company()), observed(theirs));

            assertThat(obstacle.reason()).isEqualTo("SpaceConflict");
            assertThat(obstacle.message()).contains("s1", description("Company"));
        }

        @Test
        void never_takes_an_unmarked_space_that_a_forged_status_names() {
            Space foreign = described(aliased(COMPANY, "project/somebodys"), "ours")
                    .with(List.of(Permission.of(SELF, Role.MANAGER)));

            assertThat(onlyObstacle(files(company()), observed(foreign)).reason())
                    .isEqualTo("SpaceConflict");
        }
    }

    @Nested
    class A_space {

        @ParameterizedTest
        @CsvSource({
            "Firma, 50, Company",
            "Company, 10, Company",
        })
        void gets_its_name_and_quota_back(String name, long gib, String unused) {
            Space changed = new Space(
                    "s1", name, COMPANY.alias(), COMPANY.description(), gib * GIB, false, "", COMPANY.permissions());

            List<FilesCall> calls = calls(files(company()), observed(changed));

            assertThat(calls)
                    .containsExactly(new UpdateSpace(
                            entry("Company"),
                            "s1",
                            new SpaceFields(
                                    name.equals("Company") ? null : "Company",
                                    null,
                                    null,
                                    gib == 50 ? null : 50 * GIB)));
        }

        @Test
        void gets_its_alias_back_that_an_editor_changed_though_status_is_lost() {
            assertThat(calls(files(company()), withoutStatus(aliased(COMPANY, "project/firma"))))
                    .containsExactly(new UpdateSpace(
                            entry("Company"), "s1", new SpaceFields(null, null, alias("Company"), null)));
        }

        @Test
        void gets_its_description_back_that_a_manager_cleared() {
            assertThat(calls(files(company()), observed(described(COMPANY, ""))))
                    .containsExactly(
                            new UpdateSpace(entry("Company"), "s1", SpaceFields.description(description("Company"))));
        }

        @Test
        void gets_alias_and_description_back_when_it_is_still_shared_with_the_tenant() {
            assertThat(calls(files(company()), observed(described(aliased(COMPANY, "project/firma"), "our files"))))
                    .containsExactly(new UpdateSpace(
                            entry("Company"),
                            "s1",
                            new SpaceFields(null, description("Company"), alias("Company"), null)));
        }

        @Test
        void of_a_tenant_that_was_restored_with_another_uid_gets_the_new_mark() {
            Mark before = Mark.of("dezky", new Subject("Tenant", "tenants", "acme", "uid-0", 1));
            Space old = described(COMPANY, SpaceMark.description(before, entry("Company")));

            assertThat(calls(files(company()), withoutStatus(old)))
                    .containsExactly(
                            new UpdateSpace(entry("Company"), "s1", SpaceFields.description(description("Company"))));
        }

        @Test
        void that_somebody_disabled_is_restored_with_what_else_differs_in_one_call() {
            Space disabled = new Space(
                    "s1", "Firma", COMPANY.alias(), COMPANY.description(), 50 * GIB, true, "", COMPANY.permissions());

            Plan<FilesCall> plan = FilesPlanner.plan(files(company()), observed(disabled));

            assertThat(calls(plan))
                    .containsExactly(
                            new RestoreSpace(entry("Company"), "s1", new SpaceFields("Company", null, null, null)));
            assertThat(plan.changes().get(0).diff()).contains(new FieldDiff("root.deleted.state", "trashed", ""));
        }

        @Test
        void that_status_names_and_the_list_lacks_is_first_looked_for_by_setting_its_quota() {
            assertThat(calls(files(company()), observed()))
                    .containsExactly(new RevealSpace(entry("Company"), "s1", 50 * GIB));
        }

        @Test
        void that_is_proven_to_be_purged_is_made_anew_and_the_plan_says_so() {
            KnownSpace known = new KnownSpace("Company", "s1", false, List.of("Contracts"));
            ObservedFiles purged = new ObservedFiles("op", GROUPS, List.of(), List.of(known), Set.of("s1"), Set.of());

            Plan<FilesCall> plan = FilesPlanner.plan(files(company("Contracts")), purged);

            assertThat(plan.changes().get(0).diff()).contains(new FieldDiff("id", "s1 (was purged by somebody)", ""));
            assertThat(calls(plan)).contains(new CreateFolder(entry("Company"), null, "Contracts"));
        }

        @Test
        void that_two_could_be_is_not_guessed() {
            Obstacle obstacle = onlyObstacle(files(company()), withoutStatus(COMPANY, copy(COMPANY, "s2")));

            assertThat(obstacle.kind()).isEqualTo(Obstacle.Kind.CONFLICT);
            assertThat(obstacle.reason()).isEqualTo("SpaceAmbiguous");
            assertThat(obstacle.message()).contains("s1", "s2");
        }

        @Test
        void that_status_names_is_kept_and_its_twin_is_told_of_and_left_alone() {
            Obstacle obstacle = onlyObstacle(files(company()), observed(COMPANY, copy(COMPANY, "s2")));

            assertThat(obstacle.reason()).isEqualTo("SpaceAmbiguous");
            assertThat(obstacle.message()).contains("s1", "s2");
        }

        @Test
        void is_not_made_while_one_of_ours_can_be_attributed_to_no_entry() {
            Space cut = aliased(described(COMPANY, "Managed by Dezky. " + MARK.text()), "project/firma");

            assertThat(onlyObstacle(files(company()), withoutStatus(cut)).reason())
                    .isEqualTo("SpaceAmbiguous");
        }

        @Test
        void whose_entry_was_cut_from_the_description_is_found_by_its_alias() {
            Space cut = described(COMPANY, "Managed by Dezky. " + MARK.text());

            assertThat(calls(files(company()), withoutStatus(cut)))
                    .containsExactly(
                            new UpdateSpace(entry("Company"), "s1", SpaceFields.description(description("Company"))));
        }

        @Test
        void with_an_obstacle_stops_nothing_for_the_others() {
            Plan<FilesCall> plan = FilesPlanner.plan(
                    files(company(), space("Archive", Role.VIEWER, Role.VIEWER)),
                    withoutStatus(COMPANY, copy(COMPANY, "s2")));

            assertThat(plan.obstacles()).hasSize(1);
            assertThat(calls(plan)).allMatch(call -> call.entry().equals(entry("Archive")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " Company", "a.b", "a/b", "a\\b", "a:b", "a?b", "a*b", "a\"b", "a>b", "a<b", "a|b"})
        void is_not_made_with_a_name_that_ocis_refuses(String name) {
            assertThat(onlyObstacle(files(space(name, Role.EDITOR, Role.EDITOR)), withoutStatus())
                            .reason())
                    .isEqualTo("SpaceInvalid");
        }

        @ParameterizedTest
        @ValueSource(strings = {"..", "a/../b", "a/./b", "/a", "a/", "a//b", "a\\b", "a\u0000b"})
        void is_not_made_with_a_folder_that_leads_out_of_it_or_nowhere(String folder) {
            assertThat(onlyObstacle(files(company(folder)), withoutStatus()).reason())
                    .isEqualTo("SpaceInvalid");
        }

        @Test
        void is_not_made_with_a_negative_quota() {
            DesiredSpace negative = new DesiredSpace("Company", -1, Role.EDITOR, Role.EDITOR, List.of());

            assertThat(onlyObstacle(files(negative), withoutStatus()).message()).contains("quota");
        }

        @Test
        void is_not_made_twice_when_the_spec_names_it_twice() {
            Plan<FilesCall> plan = FilesPlanner.plan(files(company(), company()), withoutStatus());

            assertThat(calls(plan)).filteredOn(CreateSpace.class::isInstance).hasSize(1);
            assertThat(plan.obstacles()).hasSize(1);
        }
    }

    @Nested
    class Members {

        @Test
        void get_a_grant_that_was_taken_away() {
            assertThat(calls(files(company()), observed(COMPANY.without(MEMBERS))))
                    .containsExactly(
                            new Invite(entry("Company"), "s1", new GranteeRef("tenant-acme", MEMBERS), Role.EDITOR));
        }

        @Test
        void get_their_role_back() {
            Space promoted = COMPANY.with(Permission.of(MEMBERS, Role.MANAGER));

            assertThat(calls(files(company()), observed(promoted)))
                    .containsExactly(new ChangeRole(entry("Company"), "s1", MEMBERS, Role.EDITOR));
        }

        @Test
        void get_their_role_back_from_one_that_the_operator_does_not_know() {
            Space odd = COMPANY.with(new Permission(MEMBERS, Optional.empty(), false));

            assertThat(calls(files(company()), observed(odd)))
                    .containsExactly(new ChangeRole(entry("Company"), "s1", MEMBERS, Role.EDITOR));
        }

        @Test
        void do_not_expire() {
            Space expiring = COMPANY.with(new Permission(MEMBERS, Optional.of(Role.EDITOR), true));

            assertThat(calls(files(company()), observed(expiring)))
                    .containsExactly(new ClearExpiry(entry("Company"), "s1", MEMBERS));
        }

        @Test
        void whom_people_let_in_themselves_stay() {
            Space shared = COMPANY.with(Permission.of(Grantee.user("ada"), Role.MANAGER))
                    .with(Permission.of(Grantee.group("friends"), Role.EDITOR));

            assertThat(calls(files(company()), observed(shared))).isEmpty();
        }

        @Test
        void of_the_operator_itself_come_back_when_one_of_the_two_was_removed() {
            assertThat(calls(files(company()), observed(COMPANY.without(OPERATORS))))
                    .containsExactly(new Invite(
                            entry("Company"), "s1", new GranteeRef("dezky-operators", OPERATORS), Role.MANAGER));
            assertThat(calls(files(company()), observed(COMPANY.without(SELF))))
                    .containsExactly(
                            new Invite(entry("Company"), "s1", new GranteeRef("the operator", SELF), Role.MANAGER));
        }

        @Test
        void who_are_admins_get_a_grant_of_their_own_when_their_role_comes_to_differ() {
            DesiredFiles desired = files(space("Company", Role.EDITOR, Role.MANAGER));

            assertThat(calls(desired, observed(COMPANY)))
                    .containsExactly(
                            new CreateGroup("tenant-acme-admins"),
                            new Invite(
                                    entry("Company"), "s1", new GranteeRef("tenant-acme-admins", null), Role.MANAGER));
        }

        @Test
        void who_are_admins_lose_it_when_their_role_no_longer_differs() {
            Map<String, String> groups = new LinkedHashMap<>(GROUPS);
            groups.put("tenant-acme-admins", "g-acme-admins");
            Space shared = COMPANY.with(Permission.of(ADMINS, Role.MANAGER));

            assertThat(calls(
                            files(company()),
                            observed(groups, List.of(new KnownSpace("Company", "s1", false, List.of())), shared)))
                    .containsExactly(new Revoke(entry("Company"), "s1", ADMINS));
        }

        @Test
        void are_left_alone_and_told_of_where_the_operator_is_no_manager_any_more_but_the_space_itself_is_mended() {
            Space lost = new Space(
                    "s1",
                    "Firma",
                    COMPANY.alias(),
                    COMPANY.description(),
                    50 * GIB,
                    false,
                    "",
                    List.of(Permission.of(Grantee.user("boss"), Role.MANAGER)));
            ObservedFiles observed = new ObservedFiles("op", GROUPS, List.of(lost), List.of(), Set.of(), Set.of("s1"));

            Plan<FilesCall> plan = FilesPlanner.plan(files(company("Contracts")), observed);

            assertThat(calls(plan))
                    .containsExactly(
                            new UpdateSpace(entry("Company"), "s1", new SpaceFields("Company", null, null, null)));
            assertThat(plan.obstacles()).singleElement().satisfies(obstacle -> {
                assertThat(obstacle.reason()).isEqualTo("LostManager");
                assertThat(obstacle.message()).contains("dezky-operators", "Can manage");
            });
        }
    }

    @Nested
    class Folders {

        @Test
        void are_made_only_when_they_were_not_made_before() {
            ObservedFiles observed =
                    observed(GROUPS, List.of(new KnownSpace("Company", "s1", false, List.of("HR"))), COMPANY);

            assertThat(calls(files(company("HR/Payroll")), observed))
                    .containsExactly(new CreateFolder(entry("Company"), "s1", "HR/Payroll"));
        }
    }

    @Nested
    class A_space_that_the_spec_no_longer_names {

        @Test
        void is_let_go_with_all_that_is_in_it() {
            assertThat(calls(files(), observed(COMPANY)))
                    .containsExactly(new UpdateSpace(
                            entry("Company"),
                            "s1",
                            SpaceFields.description(SpaceMark.releasedDescription(MARK, entry("Company")))));
        }

        @Test
        void is_disabled_and_purged_when_the_tenant_may_destroy() {
            Plan<FilesCall> plan = FilesPlanner.plan(destroying(files()), observed(COMPANY));

            assertThat(calls(plan))
                    .containsExactly(new DisableSpace(entry("Company"), "s1"), new PurgeSpace(entry("Company"), "s1"));
            assertThat(plan.changes()).extracting(Change::destroysData).containsExactly(false, true);
        }

        @Test
        void is_not_touched_again_once_it_was_let_go() {
            Space released = described(COMPANY, SpaceMark.releasedDescription(MARK, entry("Company")));

            assertThat(calls(destroying(files()), withoutStatus(released))).isEmpty();
        }

        @Test
        void is_taken_back_when_the_same_tenant_names_it_again() {
            Space released = described(COMPANY, SpaceMark.releasedDescription(MARK, entry("Company")));

            assertThat(calls(files(company()), withoutStatus(released)))
                    .containsExactly(
                            new UpdateSpace(entry("Company"), "s1", SpaceFields.description(description("Company"))));
        }

        @Test
        void is_not_given_to_a_later_tenant_of_the_same_name() {
            Mark before = Mark.of("dezky", new Subject("Tenant", "tenants", "acme", "uid-0", 1));
            Space released = described(COMPANY, SpaceMark.releasedDescription(before, entry("Company")));

            assertThat(calls(files(company()), withoutStatus(released))).anyMatch(CreateSpace.class::isInstance);
        }

        @Test
        void is_found_by_status_though_somebody_cleared_its_description() {
            assertThat(calls(files(), observed(described(COMPANY, "")))).hasSize(1);
        }

        @Test
        void is_never_destroyed_when_status_names_it_but_it_carries_anothers_mark() {
            Mark other = Mark.of("dezky", new Subject("Tenant", "tenants", "zeta", "uid-1", 1));
            Space theirs = described(COMPANY, SpaceMark.description(other, entry("Company")));

            assertThat(calls(destroying(files()), observed(theirs))).isEmpty();
        }
    }

    @Nested
    class A_tear_down {

        @Test
        void destroys_all_spaces_and_then_the_groups() {
            Map<String, String> groups = new LinkedHashMap<>(GROUPS);
            groups.put("tenant-acme-admins", "g-acme-admins");

            assertThat(calls(FilesPlanner.tearDown(MARK, "acme", observed(groups, List.of(), COMPANY))))
                    .containsExactly(
                            new DisableSpace(entry("Company"), "s1"),
                            new PurgeSpace(entry("Company"), "s1"),
                            new DeleteGroup("g-acme-admins", "tenant-acme-admins"),
                            new DeleteGroup("g-acme", "tenant-acme"));
        }

        @Test
        void does_not_touch_what_was_let_go_before() {
            Space released = described(COMPANY, SpaceMark.releasedDescription(MARK, entry("Company")));

            assertThat(calls(FilesPlanner.tearDown(MARK, "acme", withoutStatus(released))))
                    .containsExactly(new DeleteGroup("g-acme", "tenant-acme"));
        }

        @Test
        void that_retains_changes_only_the_marks() {
            assertThat(calls(FilesPlanner.release(MARK, "acme", withoutStatus(COMPANY))))
                    .singleElement()
                    .isInstanceOf(UpdateSpace.class);
        }
    }

    @Test
    void the_description_says_nothing_that_a_tenant_can_choose_but_its_own_names_in_kubernetes() {
        assertThat(description("<script>Company</script>"))
                .matches("Managed by Dezky\\. dezky:dezky:Tenant:tenants/acme:uid-1 entry [0-9a-f]{8}");
        assertThat(ACME.name()).isEqualTo("acme");
    }
}
