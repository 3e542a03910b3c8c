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
import static io.dezky.operator.files.FilesFixture.known;
import static io.dezky.operator.files.FilesFixture.space;
import static io.dezky.operator.files.OcisServer.roleOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dezky.operator.files.FilesFixture.Operator;
import io.dezky.operator.files.TenantFiles.Known;
import io.dezky.operator.files.TenantFiles.Result;
import io.dezky.operator.http.ExternalException;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.Obstacle;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.ocis.OcisGroup;
import io.dezky.simulator.ocis.OcisSpace;
import io.dezky.simulator.ocis.SpaceRole;
import io.dezky.simulator.ocis.TokenVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantFilesTest {

    private final MovingClock clock = new MovingClock();
    private final OcisServer server = new OcisServer(clock);
    private final Operator operator = new Operator(server.client(), clock);

    @AfterEach
    void stop() {
        server.close();
    }

    /** Made, and all that was asked for it forgotten. */
    private Known made(DesiredFiles desired) {
        Known known = known(operator.reconcile(desired, Known.nothing()));
        server.forgetRequests();
        operator.applied.clear();
        return known;
    }

    /** The next reconcile looks at what somebody has done meanwhile. */
    private void somebody(Consumer<String> does) {
        does.accept(server.onlySpace().id());
        operator.catalog.forget();
    }

    private static Obstacle only(Result result) {
        assertThat(result.obstacles()).hasSize(1);
        return result.obstacles().get(0);
    }

    @Nested
    class A_new_tenant {

        @Test
        void gets_its_group_and_its_space_with_members_managers_and_folders() {
            Result result = operator.reconcile(files(company("Contracts", "HR/Payroll")), Known.nothing());

            OcisSpace space = server.onlySpace();
            assertThat(space.name()).isEqualTo("Company");
            assertThat(space.alias()).isEqualTo(alias("Company"));
            assertThat(space.description()).isEqualTo(description("Company"));
            assertThat(space.quota()).isEqualTo(50 * GIB);
            assertThat(roleOf(space, "Dezky operator")).isEqualTo("manager");
            assertThat(roleOf(space, "dezky-operators")).isEqualTo("manager");
            assertThat(roleOf(space, "tenant-acme")).isEqualTo("editor");
            assertThat(space.grants()).hasSize(3);
            assertThat(space.folders()).containsExactly("Contracts", "HR", "HR/Payroll");
            assertThat(server.simulator.groups())
                    .extracting(OcisGroup::displayName)
                    .containsExactly("dezky-operators", "tenant-acme");

            assertThat(result.obstacles()).isEmpty();
            assertThat(result.groupId())
                    .isEqualTo(
                            server.simulator.group("tenant-acme").orElseThrow().id());
            assertThat(result.adminsGroupId()).isNull();
            assertThat(result.spaces()).singleElement().satisfies(made -> {
                assertThat(made.name()).isEqualTo("Company");
                assertThat(made.id()).isEqualTo(space.id());
                assertThat(made.webUrl()).endsWith("/f/" + space.id());
                assertThat(made.quotaBytes()).isEqualTo(50 * GIB);
                assertThat(made.folders()).containsExactly("Contracts", "HR/Payroll");
            });
        }

        @Test
        void costs_four_calls_and_one_a_folder_when_the_list_is_fresh() {
            operator.catalog.refreshIfOld();
            server.forgetRequests();

            operator.reconcile(files(company("Contracts", "HR", "HR/Payroll")), Known.nothing());

            assertThat(server.requests()).hasSize(4 + 3);
        }

        @Test
        void whose_admins_have_a_role_of_their_own_costs_two_more() {
            operator.catalog.refreshIfOld();
            server.forgetRequests();

            Result result = operator.reconcile(files(space("Company", Role.EDITOR, Role.MANAGER)), Known.nothing());

            assertThat(server.requests()).hasSize(4 + 2);
            assertThat(roleOf(server.onlySpace(), "tenant-acme-admins")).isEqualTo("manager");
            assertThat(result.adminsGroupId())
                    .isEqualTo(server.simulator
                            .group("tenant-acme-admins")
                            .orElseThrow()
                            .id());
        }

        @Test
        void shares_the_list_with_all_others() {
            for (int i = 0; i < 3; i++) {
                DesiredSpace numbered = space("Company " + i, Role.EDITOR, Role.EDITOR);
                operator.reconcile(files(numbered), Known.nothing());
            }

            assertThat(server.requests())
                    .filteredOn(request -> request.equals("GET /graph/v1beta1/drives"))
                    .hasSize(1);
        }

        @Test
        void without_spaces_costs_nothing() {
            Result result = operator.reconcile(files(), Known.nothing());

            assertThat(server.requests()).isEmpty();
            assertThat(result).isEqualTo(new Result(null, null, List.of(), List.of()));
        }

        @Test
        void is_announced_before_its_space_is_made() {
            operator.files.reconcile(ACME, files(company()), Known.nothing(), names -> {
                assertThat(names).containsExactly("Company");
                assertThat(server.simulator.projectSpaces()).isEmpty();
            });

            assertThat(server.simulator.projectSpaces()).hasSize(1);
        }

        @Test
        void gets_nothing_when_it_can_not_be_announced() {
            assertThatThrownBy(() -> operator.files.reconcile(ACME, files(company()), Known.nothing(), names -> {
                        throw new IllegalStateException("the API server is away");
                    }))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(server.simulator.projectSpaces()).isEmpty();
        }

        @Test
        void uses_the_groups_that_a_sign_in_has_made_meanwhile_whatever_the_case_of_their_names() {
            operator.catalog.refreshIfOld();
            String id = server.simulator.createGroup("Tenant-Acme").id();

            Result result = operator.reconcile(files(company()), Known.nothing());

            assertThat(result.groupId()).isEqualTo(id);
            assertThat(roleOf(server.onlySpace(), "Tenant-Acme")).isEqualTo("editor");
        }

        @Test
        void makes_the_groups_that_no_sign_in_has_made_meanwhile() {
            operator.catalog.refreshIfOld();
            server.simulator.removeGroup("dezky-operators");
            operator.catalog.forget();
            operator.catalog.refreshIfOld();
            server.simulator.createGroup("dezky-operators");

            operator.reconcile(files(company()), Known.nothing());

            assertThat(server.onlySpace().grants()).hasSize(3);
        }

        @Test
        void does_not_take_a_strangers_space_that_has_its_alias() {
            OcisSpace bait = server.simulator.createSpace("Company", alias("Company"), "boss");

            operator.reconcile(files(company()), Known.nothing());

            assertThat(server.simulator.projectSpacesWithAlias(alias("Company")))
                    .hasSize(2)
                    .contains(bait);
        }

        @Test
        void waits_for_a_manager_group_and_gets_it_when_it_is_there() {
            DesiredFiles desired = new DesiredFiles(
                    MARK, "acme", OcisModel.OPERATORS, List.of("platform-admins"), List.of(company()), false);

            Result waiting = operator.reconcile(desired, Known.nothing());
            assertThat(only(waiting).reason()).isEqualTo("ManagerGroupMissing");
            server.simulator.createGroup("platform-admins");
            operator.catalog.forget();
            Result result = operator.reconcile(desired, known(waiting));

            assertThat(result.obstacles()).isEmpty();
            assertThat(roleOf(server.onlySpace(), "platform-admins")).isEqualTo("manager");
        }

        @Test
        void with_a_name_that_ocis_refuses_gets_the_other_space() {
            server.failing(
                    OcisServer.request("POST", "/graph/v1.0/drives"),
                    new Fault.Effect.AnswerInstead(Answer.json(
                            400, Map.of("error", Map.of("code", "invalidRequest", "message", "too green")))));

            Result result =
                    operator.reconcile(files(company(), space("Archive", Role.VIEWER, Role.VIEWER)), Known.nothing());

            assertThat(only(result).reason()).isEqualTo("OcisRefused");
            assertThat(only(result).message()).contains("too green");
            assertThat(only(result).target().name()).isEqualTo("Company");
            assertThat(server.onlySpace().name()).isEqualTo("Archive");
        }
    }

    @Nested
    class A_tenant_that_is_as_described {

        @Test
        void costs_no_call_while_the_list_is_fresh() {
            DesiredFiles desired = files(space("Company", Role.EDITOR, Role.MANAGER, "Contracts"));
            Known known = made(desired);

            operator.reconcile(desired, known);

            assertThat(server.requests()).isEmpty();
            assertThat(operator.applied).isEmpty();
        }

        @Test
        void costs_three_reads_for_all_tenants_together_when_the_list_is_old() {
            Known known = made(files(company()));
            clock.advance(FilesFixture.FRESHNESS);

            operator.reconcile(files(company()), known);
            operator.reconcile(files(company()), known);

            assertThat(server.requests())
                    .containsExactly("GET /graph/v1.0/me", "GET /graph/v1.0/groups", "GET /graph/v1beta1/drives");
        }

        @Test
        void is_found_again_with_all_status_lost_and_nothing_is_written_but_its_folders_once_more() {
            made(files(company("Contracts")));
            Operator next = operator.restarted();

            Result result = next.reconcile(files(company("Contracts")), Known.nothing());

            assertThat(result.spaces().get(0).id()).isEqualTo(server.onlySpace().id());
            assertThat(server.writes()).singleElement().asString().startsWith("MKCOL");
            assertThat(next.announced).isEmpty();
        }
    }

    @Nested
    class A_change_of_the_spec {

        @Test
        void of_the_quota_is_one_call() {
            Known known = made(files(company()));
            DesiredSpace larger = new DesiredSpace("Company", 70 * GIB, Role.EDITOR, Role.EDITOR, List.of());

            Result result = operator.reconcile(files(larger), known);

            assertThat(server.requests()).hasSize(1);
            assertThat(server.onlySpace().quota()).isEqualTo(70 * GIB);
            assertThat(result.spaces().get(0).quotaBytes()).isEqualTo(70 * GIB);
        }

        @Test
        void of_the_members_role_is_one_call() {
            Known known = made(files(company()));

            operator.reconcile(files(space("Company", Role.VIEWER, Role.VIEWER)), known);

            assertThat(server.requests()).hasSize(1);
            assertThat(roleOf(server.onlySpace(), "tenant-acme")).isEqualTo("viewer");
        }

        @Test
        void of_the_admins_role_gives_them_a_grant_and_takes_it_again() {
            Known known = made(files(company()));

            operator.reconcile(files(space("Company", Role.EDITOR, Role.MANAGER)), known);
            assertThat(roleOf(server.onlySpace(), "tenant-acme-admins")).isEqualTo("manager");
            operator.reconcile(files(company()), known);

            assertThat(roleOf(server.onlySpace(), "tenant-acme-admins")).isEmpty();
            assertThat(server.requests()).hasSize(3);
        }

        @Test
        void that_adds_a_folder_makes_it_and_those_above_that_somebody_deleted() {
            Known known = made(files(company("HR")));
            String id = server.onlySpace().id();
            Known claimed = new Known(List.of(new KnownSpace("Company", id, false, List.of("HR", "Legal"))));

            Result result = operator.reconcile(files(company("HR", "Legal", "Legal/Cases")), claimed);

            assertThat(known).isNotEqualTo(claimed);
            assertThat(server.onlySpace().folders()).contains("Legal/Cases");
            assertThat(result.spaces().get(0).folders()).containsExactly("HR", "Legal", "Legal/Cases");
        }

        @Test
        void that_removes_a_folder_deletes_nothing_and_forgets_that_it_was_made() {
            Known known = made(files(company("HR", "Legal")));

            Result result = operator.reconcile(files(company("HR")), known);

            assertThat(server.requests()).isEmpty();
            assertThat(result.spaces().get(0).folders()).containsExactly("HR");
            assertThat(server.onlySpace().folders()).contains("Legal");
        }

        @Test
        void that_adds_a_space_leaves_the_first_alone() {
            Known known = made(files(company()));

            Result result = operator.reconcile(files(company(), space("Archive", Role.VIEWER, Role.VIEWER)), known);

            assertThat(result.spaces())
                    .extracting(TenantFiles.SpaceResult::name)
                    .containsExactly("Company", "Archive");
            assertThat(server.requests()).hasSize(3);
        }

        @Test
        void that_removes_a_space_lets_it_go_and_taking_it_back_brings_the_same_space() {
            Known known = made(files(company()));
            String id = server.onlySpace().id();

            Result gone = operator.reconcile(files(), known);
            assertThat(gone.spaces()).isEmpty();
            assertThat(server.onlySpace().description()).contains(MARK.releasedText());
            assertThat(server.onlySpace().grants()).hasSize(3);
            Result back = operator.reconcile(files(company()), Known.nothing());

            assertThat(back.spaces().get(0).id()).isEqualTo(id);
            assertThat(server.onlySpace().description()).isEqualTo(description("Company"));
        }

        @Test
        void that_removes_a_space_purges_it_when_the_tenant_may_destroy() {
            Known known = made(files(company()));

            operator.reconcile(destroying(files()), known);

            assertThat(server.simulator.projectSpaces()).isEmpty();
            assertThat(operator.applied).extracting(Change::destroysData).containsExactly(false, true);
        }
    }

    @Nested
    class What_somebody_changes {

        static Stream<Arguments> drift() {
            return Stream.of(
                    drift("the name", (server, id) -> server.simulator.rename(id, "Firma")),
                    drift("the quota", (server, id) -> server.simulator.setQuota(id, 5)),
                    drift("the alias", (server, id) -> server.simulator.renameAlias(id, "project/firma")),
                    drift("the description", (server, id) -> server.simulator.describe(id, "our files")),
                    drift("whether it is enabled", (server, id) -> server.simulator.setDisabled(id, true)),
                    drift(
                            "whether it can be seen, by a negative quota",
                            (server, id) -> server.simulator.setQuota(id, -5)),
                    drift(
                            "the role of the members",
                            (server, id) -> server.simulator.grantGroup(id, "tenant-acme", SpaceRole.VIEWER)),
                    drift(
                            "the grant of the members",
                            (server, id) -> server.simulator.removeGrant(id, permission(server, "tenant-acme"))),
                    drift(
                            "the grant of the operators' group",
                            (server, id) -> server.simulator.removeGrant(id, permission(server, "dezky-operators"))),
                    drift(
                            "the grant of the operator",
                            (server, id) -> server.simulator.removeGrant(id, permission(server, "Dezky operator"))),
                    drift(
                            "the role of the operator",
                            (server, id) -> server.simulator.grantUser(id, "dezky-operator", SpaceRole.VIEWER)));
        }

        private static Arguments drift(String what, BiConsumer<OcisServer, String> deed) {
            return Arguments.of(what, deed);
        }

        private static String permission(OcisServer server, String name) {
            return server.onlySpace().grants().stream()
                    .filter(grant -> grant.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .permissionId();
        }

        @ParameterizedTest(name = "{0} comes back, and a second reconcile writes nothing")
        @MethodSource("drift")
        void comes_back(String what, BiConsumer<OcisServer, String> deed) {
            DesiredFiles desired = files(company("Contracts"));
            Known known = made(desired);
            OcisSpace before = server.onlySpace();
            somebody(id -> deed.accept(server, id));
            assertThat(server.onlySpace()).isNotEqualTo(before);

            Result result = operator.reconcile(desired, known);

            assertThat(result.obstacles()).isEmpty();
            assertThat(operator.applied).hasSize(1);
            assertThat(server.onlySpace())
                    .usingRecursiveComparison()
                    .ignoringCollectionOrder()
                    .isEqualTo(before);
            server.forgetRequests();
            operator.restarted().reconcile(desired, known(result));
            assertThat(server.writes()).isEmpty();
        }

        @Test
        void by_letting_others_in_stays() {
            Known known = made(files(company()));
            somebody(id -> server.simulator.grantUser(id, "boss", SpaceRole.MANAGER));

            operator.reconcile(files(company()), known);

            assertThat(roleOf(server.onlySpace(), "Boss")).isEqualTo("manager");
            assertThat(server.writes()).isEmpty();
        }

        @Test
        void by_purging_a_space_makes_a_new_one_with_folders_and_the_change_says_so() {
            Known known = made(files(company("Contracts")));
            String purged = server.onlySpace().id();
            somebody(id -> server.simulator.purge(id));

            Result result = operator.reconcile(files(company("Contracts")), known);

            assertThat(server.onlySpace().id()).isNotEqualTo(purged);
            assertThat(server.onlySpace().folders()).containsExactly("Contracts");
            assertThat(result.spaces().get(0).id()).isEqualTo(server.onlySpace().id());
            assertThat(operator.applied.get(0).diff().toString()).contains(purged + " (was purged by somebody)");
            assertThat(operator.announced).endsWith("Company");
        }

        @Test
        void by_deleting_the_tenants_group_brings_a_new_one_with_a_grant() {
            Known known = made(files(company()));
            somebody(id -> server.simulator.removeGroup("tenant-acme"));

            operator.reconcile(files(company()), known);

            assertThat(roleOf(server.onlySpace(), "tenant-acme")).isEqualTo("editor");
        }

        @Test
        void by_deleting_the_tenants_group_unseen_is_noticed_at_the_invite_and_mended_with_the_next_reconcile() {
            made(files(company()));
            server.simulator.removeGroup("tenant-acme");
            DesiredFiles desired = files(company(), space("Archive", Role.VIEWER, Role.VIEWER));

            assertThatThrownBy(() -> operator.reconcile(desired, Known.nothing()))
                    .isInstanceOfSatisfying(ExternalException.Transient.class, changed -> assertThat(changed.reason())
                            .isEqualTo("OcisChanged"));
            Result result = operator.reconcile(desired, Known.nothing());

            assertThat(result.obstacles()).isEmpty();
            assertThat(server.simulator.projectSpaces()).hasSize(2).allMatch(space -> !roleOf(space, "tenant-acme")
                    .isEmpty());
        }

        @Test
        void by_granting_the_same_unseen_is_taken_as_done() {
            Known known = made(files(company()));
            String id = server.onlySpace().id();
            server.simulator.createGroup("tenant-acme-admins");
            server.simulator.grantGroup(id, "tenant-acme-admins", SpaceRole.MANAGER);

            Result result = operator.reconcile(files(space("Company", Role.EDITOR, Role.MANAGER)), known);

            assertThat(result.obstacles()).isEmpty();
            assertThat(roleOf(server.onlySpace(), "tenant-acme-admins")).isEqualTo("manager");
        }

        @Test
        void by_revoking_unseen_what_was_to_be_revoked_is_taken_as_done() {
            Known known = made(files(space("Company", Role.EDITOR, Role.MANAGER)));
            String id = server.onlySpace().id();
            server.simulator.removeGrant(id, permission(server, "tenant-acme-admins"));

            Result result = operator.reconcile(files(company()), known);

            assertThat(result.obstacles()).isEmpty();
            assertThat(server.onlySpace().grants()).hasSize(3);
        }

        @Test
        void by_removing_the_operator_and_its_group_is_told_with_what_to_do_and_the_space_itself_is_still_mended() {
            Known known = made(files(company("Contracts")));
            somebody(id -> {
                server.simulator.grantUser(id, "boss", SpaceRole.MANAGER);
                server.simulator.removeGrant(id, permission(server, "Dezky operator"));
                server.simulator.removeGrant(id, permission(server, "dezky-operators"));
                server.simulator.rename(id, "Mine");
            });

            Result result = operator.reconcile(files(company("Contracts", "New")), known);

            assertThat(only(result).reason()).isEqualTo("LostManager");
            assertThat(only(result).kind()).isEqualTo(Obstacle.Kind.CONFLICT);
            assertThat(only(result).message())
                    .contains("\"Company\"", "invite the group \"dezky-operators\"", "Can manage");
            assertThat(server.onlySpace().name()).isEqualTo("Company");
            assertThat(result.spaces().get(0).folders()).containsExactly("Contracts");
        }

        @Test
        void by_letting_the_operator_back_in_is_enough() {
            Known known = made(files(company()));
            somebody(id -> {
                server.simulator.removeGrant(id, permission(server, "Dezky operator"));
                server.simulator.removeGrant(id, permission(server, "dezky-operators"));
                server.simulator.removeGrant(id, permission(server, "tenant-acme"));
            });
            assertThat(only(operator.reconcile(files(company()), known)).reason())
                    .isEqualTo("LostManager");

            somebody(id -> server.simulator.grantGroup(id, "dezky-operators", SpaceRole.MANAGER));
            Result result = operator.reconcile(files(company()), known);

            assertThat(result.obstacles()).isEmpty();
            assertThat(roleOf(server.onlySpace(), "Dezky operator")).isEqualTo("manager");
            assertThat(roleOf(server.onlySpace(), "tenant-acme")).isEqualTo("editor");
        }

        @Test
        void by_removing_the_operator_unseen_is_noticed_at_the_next_grant() {
            Known known = made(files(company()));
            String id = server.onlySpace().id();
            server.simulator.removeGrant(id, permission(server, "Dezky operator"));
            server.simulator.removeGrant(id, permission(server, "dezky-operators"));

            Result result = operator.reconcile(files(space("Company", Role.VIEWER, Role.VIEWER)), known);

            assertThat(only(result).reason()).isEqualTo("LostManager");
        }

        @Test
        void by_making_the_operator_a_mere_viewer_is_a_lost_manager_too() {
            Known known = made(files(company()));
            somebody(id -> {
                server.simulator.grantUser(id, "dezky-operator", SpaceRole.VIEWER);
                server.simulator.removeGrant(id, permission(server, "dezky-operators"));
            });

            Result result = operator.reconcile(files(company("New")), known);

            assertThat(only(result).reason()).isEqualTo("LostManager");
            assertThat(server.writes()).isEmpty();
        }

        @Test
        void by_deleting_or_renaming_folders_stays() {
            Known claimed = known(operator.reconcile(files(company()), Known.nothing()));
            Known made = new Known(
                    List.of(new KnownSpace("Company", claimed.spaces().get(0).id(), false, List.of("Contracts"))));
            server.forgetRequests();

            operator.reconcile(files(company("Contracts")), made);

            assertThat(server.requests()).isEmpty();
        }
    }

    @Nested
    class A_lost_answer {

        @Test
        void of_the_create_makes_no_second_space() {
            server.failing(OcisServer.request("POST", "/graph/v1.0/drives"), new Fault.Effect.DropAnswer());
            assertThatThrownBy(() -> operator.reconcile(files(company()), Known.nothing()))
                    .isInstanceOfSatisfying(ExternalException.Transient.class, lost -> assertThat(lost.effectUnknown())
                            .isTrue());

            Result result = operator.reconcile(files(company()), intents("Company"));

            assertThat(result.spaces().get(0).id()).isEqualTo(server.onlySpace().id());
        }

        @Test
        void of_the_create_makes_no_second_space_even_where_status_does_not_show_the_intent_yet() {
            server.failing(OcisServer.request("POST", "/graph/v1.0/drives"), new Fault.Effect.DropAnswer());
            assertThatThrownBy(() -> operator.reconcile(files(company()), Known.nothing()))
                    .isInstanceOf(ExternalException.Transient.class);

            operator.reconcile(files(company()), Known.nothing());

            assertThat(server.simulator.projectSpaces()).hasSize(1);
        }

        @Test
        void of_the_create_makes_no_second_space_after_a_restart_either() {
            server.failing(OcisServer.request("POST", "/graph/v1.0/drives"), new Fault.Effect.DropAnswer());
            assertThatThrownBy(() -> operator.reconcile(files(company()), Known.nothing()))
                    .isInstanceOf(ExternalException.Transient.class);

            operator.restarted().reconcile(files(company()), intents("Company"));

            assertThat(server.simulator.projectSpaces()).hasSize(1);
        }

        @Test
        void of_the_create_that_cannot_be_read_makes_no_second_space() {
            server.failing(OcisServer.request("POST", "/graph/v1.0/drives"), new Fault.Effect.GarbleAnswer());
            assertThatThrownBy(() -> operator.reconcile(files(company()), Known.nothing()))
                    .isInstanceOf(ExternalException.Transient.class);

            operator.reconcile(files(company()), intents("Company"));

            assertThat(server.simulator.projectSpaces()).hasSize(1);
        }

        @Test
        void is_looked_for_before_a_space_is_made_that_status_says_is_being_created() {
            operator.catalog.refreshIfOld();
            server.forgetRequests();

            operator.reconcile(files(company()), intents("Company"));

            assertThat(server.requests().subList(0, 3)).last().isEqualTo("GET /graph/v1beta1/drives");
            assertThat(server.simulator.projectSpaces()).hasSize(1);
            assertThat(operator.announced).isEmpty();
        }

        private Known intents(String... names) {
            return new Known(Stream.of(names)
                    .map(name -> new KnownSpace(name, null, true, List.of()))
                    .toList());
        }
    }

    @Nested
    class A_tear_down {

        @Test
        void purges_the_spaces_and_deletes_the_groups_and_costs_no_look() {
            Known known = made(files(space("Company", Role.EDITOR, Role.MANAGER)));

            operator.files.tearDown(ACME, MARK, "acme", known, true);

            assertThat(server.simulator.projectSpaces()).isEmpty();
            assertThat(server.simulator.groups())
                    .extracting(OcisGroup::displayName)
                    .containsExactly("dezky-operators");
            assertThat(server.requests()).hasSize(4);
        }

        @Test
        void finds_everything_with_all_status_lost_and_can_be_repeated() {
            made(files(company(), space("Archive", Role.VIEWER, Role.VIEWER)));

            operator.restarted().files.tearDown(ACME, MARK, "acme", Known.nothing(), true);
            server.forgetRequests();
            operator.restarted().files.tearDown(ACME, MARK, "acme", Known.nothing(), true);

            assertThat(server.simulator.projectSpaces()).isEmpty();
            assertThat(server.writes()).isEmpty();
        }

        @Test
        void goes_on_where_the_answer_of_a_purge_was_lost() {
            Known known = made(files(company()));
            String drive = "/graph/v1.0/drives/.*";
            server.failing(
                    request -> OcisServer.request("DELETE", drive).test(request)
                            && request.header("Purge").isPresent(),
                    new Fault.Effect.DropAnswer());
            assertThatThrownBy(() -> operator.files.tearDown(ACME, MARK, "acme", known, true))
                    .isInstanceOf(ExternalException.Transient.class);

            operator.files.tearDown(ACME, MARK, "acme", known, true);

            assertThat(server.simulator.projectSpaces()).isEmpty();
            assertThat(server.simulator.group("tenant-acme")).isEmpty();
        }

        @Test
        void disables_once_more_what_somebody_restored_in_between() {
            Known known = made(files(company()));
            somebody(id -> server.simulator.setDisabled(id, true));
            operator.catalog.refreshIfOld();
            server.simulator.setDisabled(server.onlySpace().id(), false);

            operator.files.tearDown(ACME, MARK, "acme", known, true);

            assertThat(server.simulator.projectSpaces()).isEmpty();
        }

        @Test
        void finds_a_space_that_somebody_hid() {
            Known known = made(files(company()));
            somebody(id -> server.simulator.setQuota(id, -1));

            operator.files.tearDown(ACME, MARK, "acme", known, true);

            assertThat(server.simulator.projectSpaces()).isEmpty();
        }

        @Test
        void touches_no_space_of_another_tenant_or_of_strangers() {
            Known known = made(files(company()));
            OcisSpace strangers = server.simulator.createSpace("Company", alias("Company"), "boss");
            operator.catalog.forget();

            operator.files.tearDown(ACME, MARK, "acme", known, true);

            assertThat(server.onlySpace()).isEqualTo(strangers);
        }

        @Test
        void that_retains_takes_off_the_marks_and_leaves_all_else() {
            Known known = made(files(company("Contracts")));
            OcisSpace before = server.onlySpace();

            operator.files.release(ACME, MARK, "acme", known);

            OcisSpace after = server.onlySpace();
            assertThat(after.description()).isEqualTo(SpaceMark.releasedDescription(MARK, entry("Company")));
            assertThat(after.grants()).isEqualTo(before.grants());
            assertThat(after.folders()).isEqualTo(before.folders());
            assertThat(after.disabled()).isFalse();
            assertThat(server.simulator.group("tenant-acme")).isPresent();
            server.forgetRequests();
            operator.files.release(ACME, MARK, "acme", known);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Nested
    class Without_the_role_Admin {

        @Test
        void nothing_is_made_because_it_could_be_there_unseen() {
            try (OcisServer other = new OcisServer(clock, "ocisSpaceAdmin", TokenVerifier.NONE)) {
                Operator demoted = new Operator(other.client(), clock);

                assertThatThrownBy(() -> demoted.reconcile(files(company()), Known.nothing()))
                        .isInstanceOfSatisfying(ExternalException.Unauthorized.class, refused -> {
                            assertThat(refused.reason()).isEqualTo("OcisRoleMissing");
                            assertThat(refused.getMessage()).contains("Admin");
                        });
                assertThat(other.writes()).isEmpty();
            }
        }

        @ParameterizedTest(name = "a space that is told to be absent does not count as purged, disabled before: {0}")
        @ValueSource(booleans = {false, true})
        void a_space_that_is_told_to_be_absent_does_not_count_as_purged(boolean disabledBefore) {
            Known known = made(files(company()));
            somebody(id -> server.simulator.setDisabled(id, disabledBefore));
            operator.catalog.refreshIfOld();
            server.simulator.purge(server.onlySpace().id());
            Answer forbidden = Answer.json(403, Map.of("error", Map.of("code", "accessDenied", "message", "no")));
            server.simulator
                    .faults()
                    .add(Fault.always(
                            OcisServer.request("GET", "/graph/v1.0/groups"),
                            new Fault.Effect.AnswerInstead(forbidden)));

            assertThatThrownBy(() -> operator.files.tearDown(ACME, MARK, "acme", known, true))
                    .isInstanceOfSatisfying(
                            ExternalException.Unauthorized.class,
                            refused -> assertThat(refused.reason()).isEqualTo("OcisRoleMissing"));

            assertThat(server.simulator.group("tenant-acme")).isPresent();
        }
    }

    @Test
    void the_list_is_asked_for_again_after_its_time() {
        Known known = made(files(company()));
        server.simulator.rename(server.onlySpace().id(), "Firma");

        clock.advance(FilesFixture.FRESHNESS.minus(Duration.ofSeconds(1)));
        operator.reconcile(files(company()), known);
        assertThat(server.onlySpace().name()).isEqualTo("Firma");
        clock.advance(Duration.ofSeconds(1));
        operator.reconcile(files(company()), known);

        assertThat(server.onlySpace().name()).isEqualTo("Company");
    }
}
