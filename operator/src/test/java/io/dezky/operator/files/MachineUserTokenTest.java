package io.dezky.operator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dezky.operator.http.Credential;
import io.dezky.operator.http.ExternalException;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineUserTokenTest {

    private final MovingClock clock = new MovingClock();
    private final TokenEndpoint authentik = new TokenEndpoint(clock);
    private final OcisServer server = new OcisServer(clock, "ocisUser", authentik);

    @TempDir
    private Path folder;

    private MachineUserToken token;
    private HttpOcis ocis;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(passwordFile(), TokenEndpoint.PASSWORD + "\n");
        token = token();
        ocis = server.client(token);
    }

    @AfterEach
    void stop() {
        server.close();
        authentik.close();
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private MachineUserToken token() {
        return new MachineUserToken(
                OcisServer.http("authentik", "Authentik", authentik.server.url(), Credential.none(), clock),
                new MachineUserToken.Account(
                        "dezky-files", "dezky-operator", passwordFile(), "openid profile email", "auth.dezky.test"),
                clock);
    }

    private void authentikIsAway() {
        authentik.server.faults().add(Fault.always(Fault.anyRequest(), new Fault.Effect.RefuseConnection()));
    }

    @Test
    void one_token_serves_all_calls() {
        ocis.me();
        ocis.projectSpaces();
        ocis.groups();

        assertThat(authentik.requests()).isEqualTo(1);
    }

    @Test
    void many_calls_at_once_ask_for_one_token() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> calls = Collections.nCopies(8, () -> ocis.me());
            for (Future<String> id : threads.invokeAll(calls)) {
                assertThat(id.get()).isNotEmpty();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(authentik.requests()).isEqualTo(1);
    }

    @Test
    void it_is_renewed_when_four_fifths_of_its_life_are_over() {
        ocis.me();
        clock.advance(Duration.ofSeconds(479));
        ocis.me();
        assertThat(authentik.requests()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(1));
        ocis.me();

        assertThat(authentik.requests()).isEqualTo(2);
    }

    @Test
    void the_old_one_is_used_to_its_end_while_authentik_is_away() {
        ocis.me();
        authentikIsAway();
        clock.advance(Duration.ofSeconds(599));

        assertThat(ocis.me()).isNotEmpty();
        int asked = authentik.requests();
        ocis.me();

        assertThat(authentik.requests()).as("not asked again with every call").isEqualTo(asked);
    }

    @Test
    void with_authentik_away_and_no_good_token_the_identity_provider_is_to_blame() {
        ocis.me();
        authentikIsAway();
        clock.advance(Duration.ofSeconds(601));

        assertThatThrownBy(() -> ocis.me())
                .isInstanceOfSatisfying(ExternalException.IdentityProviderDown.class, down -> {
                    assertThat(down.system()).isEqualTo("ocis");
                    assertThat(down.getMessage())
                            .startsWith("oCIS can't be asked, because Authentik, which vouches for the operator there,"
                                    + " does not answer");
                });

        authentik.server.faults().clear();
        assertThat(ocis.me()).isNotEmpty();
    }

    @Test
    void a_token_that_ocis_refuses_is_replaced_once_and_the_call_made_again() {
        ocis.me();
        authentik.revokeAll();
        server.simulator.forgetTokensOf("dezky-operator");

        assertThat(ocis.me()).isNotEmpty();

        assertThat(authentik.requests()).isEqualTo(2);
    }

    @Test
    void a_token_that_ocis_cannot_check_because_authentik_is_away_blames_the_identity_provider() {
        token.authorization();
        server.simulator.identityProviderReachable(false);
        authentikIsAway();

        assertThatThrownBy(() -> ocis.me()).isInstanceOf(ExternalException.IdentityProviderDown.class);
    }

    @Test
    void where_ocis_trusts_another_issuer_it_is_told_and_tokens_are_not_asked_for_with_every_call() {
        authentik.distrusted();

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> ocis.me())
                    .isInstanceOfSatisfying(
                            ExternalException.Unauthorized.class, refused -> assertThat(refused.getMessage())
                                    .contains("dezky-operator", "issuer", "auth.dezky.test"));
        }

        assertThat(authentik.requests()).isEqualTo(2);
        clock.advance(MachineUserToken.PATIENCE);
        assertThatThrownBy(() -> ocis.me()).isInstanceOf(ExternalException.Unauthorized.class);
        assertThat(authentik.requests()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_grant, app password",
        "invalid_client, ocis.clientId",
        "invalid_scope, ocis.scope",
        "unsupported_grant_type, client_credentials"
    })
    void a_refusal_of_authentik_says_what_to_check(String error, String advice) {
        authentik.answers(TokenEndpoint.error(error));

        assertThatThrownBy(() -> ocis.me()).isInstanceOfSatisfying(ExternalException.Unauthorized.class, refused -> {
            assertThat(refused.reason()).isEqualTo("SignInRefused");
            assertThat(refused.getMessage()).contains(error, advice).doesNotContain(TokenEndpoint.PASSWORD);
        });
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_wrong_password_is_not_sent_with_every_call_but_a_corrected_one_at_once() throws IOException {
        Files.writeString(passwordFile(), "wrong");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> ocis.me()).isInstanceOf(ExternalException.Unauthorized.class);
        }
        assertThat(authentik.requests()).isEqualTo(1);

        Files.writeString(passwordFile(), TokenEndpoint.PASSWORD);

        assertThat(ocis.me()).isNotEmpty();
    }

    @Test
    void what_was_refused_is_tried_again_after_a_while_because_it_may_be_mended_in_authentik() {
        authentik.answers(TokenEndpoint.error("invalid_grant"));
        assertThatThrownBy(() -> ocis.me()).isInstanceOf(ExternalException.Unauthorized.class);
        authentik.answers(null);

        clock.advance(MachineUserToken.PATIENCE);

        assertThat(ocis.me()).isNotEmpty();
    }

    @Test
    void a_missing_or_empty_password_file_is_named() throws IOException {
        Files.writeString(passwordFile(), " \n");
        assertThatThrownBy(() -> ocis.me()).hasMessageContaining(passwordFile() + " is empty");

        Files.delete(passwordFile());
        assertThatThrownBy(() -> ocis.me())
                .isInstanceOf(ExternalException.Unauthorized.class)
                .hasMessageContaining(passwordFile() + " can't be read");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 405})
    void a_failure_inside_authentik_blames_the_identity_provider(int status) {
        authentik.answers(Answer.empty(status));

        assertThatThrownBy(() -> ocis.me()).isInstanceOf(ExternalException.IdentityProviderDown.class);
    }

    @Test
    void an_answer_without_a_token_blames_the_identity_provider() {
        authentik.answers(Answer.text(200, "text/html", "<html>sign in</html>"));

        assertThatThrownBy(() -> ocis.me())
                .isInstanceOf(ExternalException.IdentityProviderDown.class)
                .hasMessageContaining("without a token");
    }

    @Test
    void a_wrong_address_of_authentik_is_told() {
        authentik.answers(Answer.text(404, "text/html", "<html>not here</html>"));

        assertThatThrownBy(() -> ocis.me())
                .isInstanceOf(ExternalException.Unauthorized.class)
                .hasMessageContaining("authentik.url");
    }

    @Test
    void neither_token_nor_password_is_ever_shown() {
        String header = token.authorization().orElseThrow();

        assertThat(token.toString())
                .doesNotContain(header.replace("Bearer ", ""))
                .doesNotContain(TokenEndpoint.PASSWORD);
    }
}
