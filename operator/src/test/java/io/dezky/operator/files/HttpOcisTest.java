package io.dezky.operator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dezky.operator.files.Ocis.FolderOutcome;
import io.dezky.operator.files.Ocis.GrantOutcome;
import io.dezky.operator.files.Ocis.PurgeOutcome;
import io.dezky.operator.http.ExternalException;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import io.dezky.simulator.ocis.SpaceRole;
import io.dezky.simulator.ocis.TokenVerifier;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOcisTest {

    private static final String ABSENT = "00000000-0000-0000-0000-000000000000";

    private final OcisServer server = new OcisServer(FilesFixture.CLOCK);
    private final Ocis ocis = server.client();

    @AfterEach
    void stop() {
        server.close();
    }

    private Space space() {
        return ocis.createSpace(new SpaceFields("Company", "whose it is", "project/company", 1000L));
    }

    private void answering(Answer answer) {
        server.failing(Fault.anyRequest(), new Fault.Effect.AnswerInstead(answer));
    }

    private static Answer error(int status, String code, String message) {
        return Answer.json(
                status,
                Map.of(
                        "error",
                        Map.of(
                                "code",
                                code,
                                "message",
                                message,
                                "innererror",
                                Map.of("date", "2026-11-22T14:10:51Z", "request-id", "host/abc-000127"))));
    }

    @Nested
    class A_space {

        @Test
        void reads_the_same_from_its_making_the_list_and_by_its_id_though_roles_are_written_in_two_ways() {
            Space made = space();

            assertThat(made.permissions()).containsExactly(Permission.of(Grantee.user(ocis.me()), Role.MANAGER));
            assertThat(ocis.projectSpaces()).containsExactly(made);
            assertThat(ocis.space(made.id())).contains(made);
        }

        @Test
        void of_a_person_is_not_in_the_list_even_if_the_filter_were_ignored() {
            Space made = space();
            server.failing(
                    Fault.anyRequest(),
                    new Fault.Effect.AnswerInstead(Answer.json(
                            200,
                            Map.of(
                                    "value",
                                    List.of(
                                            Map.of("id", "p", "driveType", "personal"),
                                            Map.of("id", made.id(), "driveType", "project"))))));

            assertThat(ocis.projectSpaces()).extracting(Space::id).containsExactly(made.id());
        }

        @Test
        void is_changed_in_one_call_and_keeps_what_is_not_named() {
            Space made = space();

            Space changed = ocis.updateSpace(made.id(), SpaceFields.quota(5)).orElseThrow();

            assertThat(changed.quotaBytes()).isEqualTo(5);
            assertThat(changed.description()).isEqualTo("whose it is");
            assertThat(ocis.updateSpace(made.id(), SpaceFields.description(""))
                            .orElseThrow()
                            .description())
                    .isEmpty();
        }

        @Test
        void is_disabled_restored_and_purged() {
            Space made = space();

            assertThat(ocis.purgeSpace(made.id())).isEqualTo(PurgeOutcome.ENABLED);
            assertThat(ocis.disableSpace(made.id())).isTrue();
            assertThat(ocis.disableSpace(made.id())).isTrue();
            assertThat(ocis.space(made.id()).orElseThrow().disabled()).isTrue();
            assertThat(ocis.restoreSpace(made.id(), SpaceFields.quota(7))
                            .orElseThrow()
                            .disabled())
                    .isFalse();
            ocis.disableSpace(made.id());
            assertThat(ocis.purgeSpace(made.id())).isEqualTo(PurgeOutcome.PURGED);
            assertThat(ocis.purgeSpace(made.id())).isEqualTo(PurgeOutcome.ABSENT);
            assertThat(ocis.disableSpace(made.id())).isFalse();
            assertThat(ocis.space(made.id())).isEmpty();
            assertThat(ocis.updateSpace(made.id(), SpaceFields.quota(5))).isEmpty();
        }

        @Test
        void is_made_once_even_when_the_answer_is_lost() {
            server.failing(OcisServer.request("POST", "/graph/v1.0/drives"), new Fault.Effect.DropAnswer());

            assertThatThrownBy(HttpOcisTest.this::space)
                    .isInstanceOfSatisfying(ExternalException.Transient.class, lost -> assertThat(lost.effectUnknown())
                            .isTrue());
            assertThat(server.simulator.projectSpaces()).hasSize(1);
        }

        @Test
        void whose_list_is_null_is_none() {
            answering(Answer.json(200, Collections.singletonMap("value", null)));

            assertThat(ocis.projectSpaces()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"{}", "<html>sign in</html>", "{\"value\":{}}", "{\"value\":[{\"driveType\":\"project\"}]}"})
        void whose_list_can_not_be_read_proves_nothing(String body) {
            answering(Answer.text(200, "application/json", body));

            assertThatThrownBy(ocis::projectSpaces)
                    .isInstanceOfSatisfying(
                            ExternalException.Transient.class,
                            unreadable -> assertThat(unreadable.reason()).isEqualTo("OcisUnreadable"));
        }
    }

    @Nested
    class Members {

        @Test
        void are_let_in_once_and_their_role_changed() {
            Space made = space();
            Grantee group =
                    Grantee.group(ocis.createGroup("tenant-acme").orElseThrow().id());

            assertThat(ocis.invite(made.id(), group, Role.EDITOR)).isEqualTo(GrantOutcome.DONE);
            assertThat(ocis.invite(made.id(), group, Role.VIEWER)).isEqualTo(GrantOutcome.EXISTS);
            assertThat(ocis.changeRole(made.id(), group, Role.VIEWER)).isEqualTo(GrantOutcome.DONE);
            assertThat(ocis.permissions(made.id()).orElseThrow()).contains(Permission.of(group, Role.VIEWER));
            assertThat(ocis.revoke(made.id(), group)).isEqualTo(GrantOutcome.DONE);
            assertThat(ocis.permissions(made.id()).orElseThrow()).hasSize(1);
        }

        @Test
        void that_do_not_exist_are_told_from_a_wrong_request() {
            assertThat(ocis.invite(space().id(), Grantee.group(ABSENT), Role.EDITOR))
                    .isEqualTo(GrantOutcome.GRANTEE_UNKNOWN);

            answering(error(400, "invalidRequest", "role not applicable to this resource"));
            assertThatThrownBy(() -> ocis.invite("x", Grantee.group(ABSENT), Role.EDITOR))
                    .isInstanceOf(ExternalException.Invalid.class)
                    .hasMessageContaining("role not applicable");
        }

        @Test
        void whose_grant_is_absent_can_neither_be_changed_nor_revoked() {
            Space made = space();

            assertThat(ocis.changeRole(made.id(), Grantee.group(ABSENT), Role.EDITOR))
                    .isEqualTo(GrantOutcome.REFUSED);
            assertThat(ocis.revoke(made.id(), Grantee.group(ABSENT))).isEqualTo(GrantOutcome.REFUSED);
        }

        @Test
        void of_a_space_that_is_anothers_or_disabled_are_hidden() {
            String strangers = server.simulator
                    .createSpace("Theirs", "project/theirs", "boss")
                    .id();
            Space disabled = space();
            ocis.disableSpace(disabled.id());

            assertThat(ocis.permissions(strangers)).isEmpty();
            assertThat(ocis.invite(strangers, Grantee.user(ocis.me()), Role.MANAGER))
                    .isEqualTo(GrantOutcome.REFUSED);
            assertThat(ocis.permissions(disabled.id())).isEmpty();
            assertThat(ocis.changeRole(disabled.id(), Grantee.user(ocis.me()), Role.VIEWER))
                    .isEqualTo(GrantOutcome.REFUSED);
        }

        @Test
        void no_longer_expire_when_told_so() {
            Space made = space();
            Grantee group =
                    Grantee.group(ocis.createGroup("tenant-acme").orElseThrow().id());
            ocis.invite(made.id(), group, Role.EDITOR);
            server.forgetRequests();

            assertThat(ocis.clearExpiry(made.id(), group)).isEqualTo(GrantOutcome.DONE);

            assertThat(server.simulator.requests().all().get(0).request().text())
                    .isEqualTo("{\"expirationDateTime\":null}");
        }

        @Test
        void are_read_tolerantly_and_public_links_are_none_of_them() {
            answering(Answer.json(
                    200,
                    Map.of(
                            "value",
                            List.of(
                                    Map.of("id", "link1", "link", Map.of("type", "view")),
                                    Map.of(
                                            "id",
                                            "u:1",
                                            "grantedToV2",
                                            Map.of("user", Map.of("id", "1", "@libre.graph.userType", "Guest")),
                                            "roles",
                                            List.of("something new"),
                                            "expirationDateTime",
                                            "2099-01-01T00:00:00Z",
                                            "surprise",
                                            1)))));

            assertThat(ocis.permissions("x").orElseThrow())
                    .containsExactly(new Permission(Grantee.user("1"), Optional.empty(), true));
        }
    }

    @Nested
    class Groups {

        @Test
        void are_made_once_and_found_by_name_whatever_its_case() {
            Group made = ocis.createGroup("tenant-acme").orElseThrow();

            assertThat(ocis.createGroup("TENANT-acme")).isEmpty();
            assertThat(ocis.group("Tenant-Acme")).contains(made);
            assertThat(ocis.groups().orElseThrow()).contains(made);
            assertThat(ocis.deleteGroup(made.id())).isTrue();
            assertThat(ocis.deleteGroup(made.id())).isFalse();
            assertThat(ocis.group("tenant-acme")).isEmpty();
        }

        @Test
        void with_odd_names_are_found_too() {
            Group made = ocis.createGroup("a/b c%&ü").orElseThrow();

            assertThat(ocis.group("a/b c%&ü")).contains(made);
        }

        @Test
        void whose_making_was_not_answered_are_found_and_not_made_twice() {
            server.failing(OcisServer.request("POST", "/graph/v1.0/groups"), new Fault.Effect.DropAnswer());

            assertThat(ocis.createGroup("tenant-acme")).isEmpty();
            assertThat(ocis.group("tenant-acme")).isPresent();
        }
    }

    @Nested
    class A_folder {

        @Test
        void is_made_below_another_with_any_name() {
            Space made = space();

            assertThat(ocis.createFolder(made.id(), "Büro & Co #1?")).isEqualTo(FolderOutcome.CREATED);
            assertThat(ocis.createFolder(made.id(), "Büro & Co #1?/a%2Fb+c")).isEqualTo(FolderOutcome.CREATED);
            assertThat(ocis.createFolder(made.id(), "Büro & Co #1?")).isEqualTo(FolderOutcome.EXISTS);
            assertThat(ocis.createFolder(made.id(), "HR/Payroll")).isEqualTo(FolderOutcome.NO_PARENT);
            assertThat(server.onlySpace().folders()).contains("Büro & Co #1?");
        }

        @Test
        void of_a_space_where_the_operator_may_not_write_is_refused() {
            String strangers = server.simulator
                    .createSpace("Theirs", "project/theirs", "boss")
                    .id();
            ocis.me();

            assertThat(ocis.createFolder(strangers, "HR")).isEqualTo(FolderOutcome.REFUSED);
            server.simulator.grantUser(strangers, "dezky-operator", SpaceRole.VIEWER);
            assertThat(ocis.createFolder(strangers, "HR")).isEqualTo(FolderOutcome.REFUSED);
        }

        @Test
        void that_something_in_front_of_ocis_refuses_does_not_count_as_made() {
            answering(Answer.text(405, "text/html", "<html>405 Not Allowed</html>"));

            assertThatThrownBy(() -> ocis.createFolder("x", "HR")).isInstanceOf(ExternalException.Invalid.class);
        }
    }

    @Nested
    class An_error {

        private Throwable thrown(Answer answer) {
            answering(answer);
            return catchThrowable(HttpOcisTest.this::space);
        }

        @Test
        void of_401_is_a_refused_credential() {
            assertThat(thrown(Answer.empty(401))).isInstanceOf(ExternalException.Unauthorized.class);
        }

        @Test
        void of_403_names_the_role() {
            assertThat(thrown(error(403, "notAllowed", "insufficient permissions to create a space.")))
                    .isInstanceOf(ExternalException.Unauthorized.class)
                    .hasMessageContaining("role Admin");
        }

        @Test
        void of_400_says_what_ocis_complains_of_and_nothing_that_changes_with_every_try() {
            assertThat(thrown(error(400, "invalidRequest", "invalid spacename")))
                    .isInstanceOf(ExternalException.Invalid.class)
                    .hasMessageContaining("invalid spacename")
                    .message()
                    .doesNotContain("000127", "14:10:51");
        }

        @Test
        void of_500_without_a_body_names_the_role_claim_and_may_have_been_carried_out() {
            assertThat(thrown(Answer.empty(500))).isInstanceOfSatisfying(ExternalException.Transient.class, failed -> {
                assertThat(failed.effectUnknown()).isTrue();
                assertThat(failed.getMessage()).contains("role", "claims", "e-mail");
            });
        }

        @Test
        void of_500_with_a_body_does_not_repeat_it() {
            assertThat(thrown(error(500, "generalException", "rpc error: code = Unknown")))
                    .isInstanceOf(ExternalException.Transient.class)
                    .message()
                    .doesNotContain("rpc");
        }

        @Test
        void of_a_locked_thing_is_tried_again() {
            assertThat(thrown(error(423, "itemIsLocked", "locked"))).isInstanceOf(ExternalException.Transient.class);
        }

        @Test
        void of_something_that_is_not_ocis_says_so() {
            assertThat(thrown(Answer.text(404, "text/plain; charset=utf-8", "404 page not found\n")))
                    .isInstanceOf(ExternalException.Invalid.class)
                    .hasMessageContaining("ocis.url");
            assertThat(thrown(Answer.empty(302).with("Location", "https://elsewhere.test/")))
                    .isInstanceOf(ExternalException.Invalid.class);
        }

        @Test
        void of_404_from_something_in_front_of_ocis_does_not_mean_that_a_space_is_gone() {
            Space made = space();
            answering(Answer.text(404, "text/plain", "default backend - 404"));

            assertThatThrownBy(() -> ocis.space(made.id())).isInstanceOf(ExternalException.Invalid.class);
        }

        @Test
        void of_a_missing_role_claim_is_met_on_a_real_sign_in() {
            try (OcisServer other = new OcisServer(FilesFixture.CLOCK, "unknownRole", TokenVerifier.NONE)) {
                assertThatThrownBy(() -> other.client().me())
                        .isInstanceOf(ExternalException.Transient.class)
                        .hasMessageContaining("without a body");
            }
        }
    }

    @Test
    void groups_are_listed_to_admins_only_and_that_tells_the_role() {
        try (OcisServer other = new OcisServer(FilesFixture.CLOCK, "ocisSpaceAdmin", TokenVerifier.NONE)) {
            assertThat(other.client().groups()).isEmpty();
        }
        assertThat(ocis.groups()).isPresent();
    }
}
