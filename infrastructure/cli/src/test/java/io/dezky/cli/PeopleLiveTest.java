package io.dezky.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.kubernetes.KubernetesApi;
import io.dezky.kubernetes.RealKubernetes;
import io.dezky.simulator.authentik.AuthentikState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From an invitation to a person who can sign in, or can't any more. */
@RealKubernetes
class PeopleLiveTest {

    private static final String LINK = "https://acme\\.dezky\\.test/\\S+flow_token=[A-Za-z0-9]{20,}\n";

    private static Platform platform;

    @BeforeAll
    static void start(KubernetesApi api) {
        platform = Platform.on(api);
    }

    @Test
    void anEditorOfTheNamespaceInvitesAMemberAndPassesTheCredentialOn() {
        Plugin.Result invited = invite(
                "eva", "Eva@acme.test", "--name", "Eva \"E\" Müller", "--role", "Member", "--expires-after", "2h");

        assertThat(invited.exitCode()).as(invited.err()).isZero();
        assertThat(invited.out())
                .containsPattern("For Eva@acme\\.test there is a recovery link in the Secret eva-credentials of the"
                        + " namespace tenants, usable until \\S+Z\\.\n")
                .endsWith("To print it: kubectl dezky credential tenantinvite/eva -n tenants\n")
                .doesNotContain("flow_token");
        assertThat(user("eva@acme.test").name()).isEqualTo("Eva \"E\" Müller");
        Plugin.Result credential = editor("credential", "eva");
        assertThat(credential.out()).matches(LINK);
        assertThat(platform.systems
                        .authentik
                        .human()
                        .useRecoveryLink(credential.out().trim(), "Chosen-by-Eva-1843"))
                .isTrue();
    }

    @Test
    void afterThePersonSignedInThereIsNoCredentialAnyMore() {
        invite("ida", "ida@acme.test");
        platform.systems
                .authentik
                .human()
                .useRecoveryLink(editor("credential", "ida").out().trim(), "Chosen-by-Ida-1843");
        await().atMost(Platform.PATIENCE).untilAsserted(() -> assertThat(
                        editor("status", "tenantinvite/ida").out())
                .containsPattern("Signed in: +\\S+Z\n")
                .endsWith("Nothing is to be done.\n"));

        Plugin.Result credential = editor("credential", "ida");
        Plugin.Result resend = editor("resend", "ida");

        assertThat(credential.exitCode()).isEqualTo(3);
        assertThat(credential.out()).isEmpty();
        assertThat(credential.err())
                .matches(
                        "error: no credential: ida@acme\\.test has signed in on \\S+Z, so the credential was used and is"
                                + " gone\n");
        assertThat(resend)
                .isEqualTo(new Plugin.Result(
                        3, "", "error: ida@acme.test has signed in already, so there is nothing to hand over again\n"));
    }

    @Test
    void aTemporaryPasswordIsPrintedAloneAndWorks() {
        JsonNode invited = Platform.json(
                invite("tom", "tom@acme.test", "--handoff", "TemporaryPassword", "--role=Admin", "-o", "json"));

        assertThat(invited.at("/state").asText()).isEqualTo("Delivered");
        assertThat(invited.at("/method").asText()).isEqualTo("TemporaryPassword");
        assertThat(invited.at("/secret").asText()).isEqualTo("tom-credentials");
        String password = editor("credential", "tenantinvite/tom").out();
        assertThat(password).matches("\\S{16}\n");
        assertThat(platform.systems.authentik.human().signIn("tom@acme.test", password.trim()))
                .isTrue();
    }

    @Test
    void anotherCredentialMakesTheOneBeforeWorthNothing() {
        invite("rita", "rita@acme.test");
        String before = editor("credential", "rita").out();

        Plugin.Result resent = editor("resend", "rita");

        assertThat(resent.exitCode()).as(resent.err()).isZero();
        assertThat(resent.out())
                .startsWith("For rita@acme.test there is a recovery link in the Secret rita-credentials");
        String after = editor("credential", "rita").out();
        assertThat(after).matches(LINK).isNotEqualTo(before);
        assertThat(platform.systems.authentik.human().useRecoveryLink(before.trim(), "Chosen-by-Rita-1843"))
                .isFalse();
        assertThat(Platform.json(editor("resend", "rita", "-o", "json"))
                        .at("/state")
                        .asText())
                .isEqualTo("Delivered");
    }

    @Test
    void aRevokedInviteIsGoneAndItsLinkOpensNothing() {
        invite("uwe", "uwe@acme.test");
        String link = editor("credential", "uwe").out().trim();

        Plugin.Result unsure = platform.as("editor").typing("no\n").run("revoke", "uwe", "-n", Platform.TENANTS);
        boolean stayed = platform.exists("tenantinvite/uwe", Platform.TENANTS);
        Plugin.Result sure = platform.as("editor").typing("yes\n").run("revoke", "uwe", "-n", Platform.TENANTS);

        assertThat(unsure.exitCode()).isEqualTo(1);
        assertThat(unsure.err()).isEqualTo("error: not confirmed, so nothing was changed\n");
        assertThat(stayed).isTrue();
        assertThat(sure.exitCode()).as(sure.err()).isZero();
        assertThat(sure.out())
                .contains("tenantinvite/uwe in tenants invites uwe@acme.test and is Delivered.\n")
                .contains("spec.onDelete is Deactivate: the user stays in Authentik and can't sign in any more")
                .endsWith("tenantinvite/uwe is deleted.\n");
        assertThat(platform.exists("tenantinvite/uwe", Platform.TENANTS)).isFalse();
        assertThat(user("uwe@acme.test").active()).isFalse();
        assertThat(platform.systems.authentik.human().useRecoveryLink(link, "Chosen-by-Uwe-1843"))
                .isFalse();
    }

    @Test
    void anInviteThatComesFromTheTenantsSpecIsNotRevokedButItsMendIsTold() {
        String name = platform.kubectl(
                "get",
                "tenantinvites",
                "-n",
                Platform.TENANTS,
                "-l",
                "platform.dezky.io/admin-of",
                "-o",
                "jsonpath={.items[0].metadata.name}");

        Plugin.Result result = editor("revoke", name, "--yes");

        assertThat(result)
                .isEqualTo(new Plugin.Result(
                        1,
                        "",
                        "error: tenantinvite/" + name
                                + " comes from spec.admins of tenant/acme, and would be made anew:"
                                + " take it@acme.test out of it\n"));
    }

    @Test
    void anAddressThatIsSomebodysAlreadyIsToldWithWhatToDo() {
        invite("eve", "IT@acme.test");

        Plugin.Result status = editor("status", "tenantinvite/eve");
        Plugin.Result resend = editor("resend", "eve");
        Plugin.Result revoked = editor("revoke", "eve", "-y");

        assertThat(status.exitCode()).isEqualTo(3);
        assertThat(status.out())
                .containsPattern("Ready +False +EmailTaken")
                .contains("then kubectl dezky reconcile tenantinvite/eve -n tenants\n");
        assertThat(resend.exitCode()).isEqualTo(3);
        assertThat(resend.err()).contains("nothing was handed over yet (EmailTaken: ");
        assertThat(revoked.out()).contains("It has made no user in Authentik, so none is touched.\n");
        assertThat(user("it@acme.test").active()).isTrue();
    }

    @Test
    void aRefusedInviteIsToldInTheWordsOfTheRule() {
        Plugin.Result result = invite("bad", "no-address");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("spec.email must be an e-mail address such as ")
                .doesNotContain("waiting");
        assertThat(invite("acme.admin", "x@acme.test", "--expires-after=1000h").err())
                .contains("spec.expiresAfter");
    }

    @Test
    void aNameThatIsInUseIsToldAsSuch() {
        assertThat(invite("twice", "twice@acme.test", "--no-wait").out())
                .isEqualTo("tenantinvite/twice is created. What becomes of it: kubectl dezky status tenantinvite/twice"
                        + " -n tenants\n");
        assertThat(invite("twice", "other@acme.test"))
                .isEqualTo(new Plugin.Result(
                        1, "", "error: there is tenantinvite/twice in the namespace tenants already\n"));
    }

    @Test
    void onlyWhoeverMayInviteOperatorsInvitesThemAndIsNamedAsTheOneWhoAsked() {
        Plugin.Result refused = platform.as("editor").run("invite", "ada", "ada@dezky.test", "-n", Platform.TENANTS);
        Plugin.Result invited = platform.as("inviter")
                .run("-n", Platform.SYSTEM, "invite", "ada", "ada@dezky.test", "--name=Ada Lovelace");

        assertThat(refused)
                .isEqualTo(
                        new Plugin.Result(
                                4,
                                "",
                                "error: you may not create operatorinvites.platform.dezky.io in the namespace tenants: ask your administrator for a role that allows it\n"));
        assertThat(invited.exitCode()).as(invited.err()).isZero();
        assertThat(platform.as("inviter")
                        .run("status", "operatorinvite/ada", "-n", Platform.SYSTEM)
                        .out())
                .contains("Asked for by: system:serviceaccount:people:inviter\n");
        // Whoever may invite may not read the Secret by that alone.
        assertThat(platform.as("inviter").run("credential", "operatorinvite/ada", "-n", Platform.SYSTEM))
                .isEqualTo(
                        new Plugin.Result(
                                4,
                                "",
                                "error: you may not get secrets in the namespace dezky-system: ask your administrator for a role that allows it\n"));
        assertThat(platform.as("inviter").run("revoke", "operatorinvite/ada", "-y", "-n", Platform.SYSTEM))
                .extracting(Plugin.Result::exitCode)
                .isEqualTo(0);
    }

    @Test
    void whoeverMayOnlyViewSeesNoCredentialAndChangesNothing() {
        invite("vera", "vera@acme.test");

        for (String verb :
                new String[] {"credential vera", "resend vera", "revoke vera -y", "invite w w@acme.test --tenant acme"
                }) {
            Plugin.Result result = platform.as("viewer").run((verb + " -n tenants").split(" "));
            assertThat(result.exitCode()).as(verb).isEqualTo(4);
            assertThat(result.err()).startsWith("error: you may not ").hasLineCount(1);
            assertThat(result.out()).doesNotContain("flow_token");
        }
        assertThat(editor("credential", "vera").out()).matches(LINK);
    }

    @Test
    void aSecretThatIsNoCredentialOfTheOperatorIsNotPrinted() {
        platform.kubectl(
                "create",
                "secret",
                "generic",
                "database-credentials",
                "-n",
                Platform.TENANTS,
                "--from-literal=temporary-password=not-yours");
        platform.kubectl(
                "create",
                "role",
                "one-secret",
                "-n",
                Platform.TENANTS,
                "--verb=get",
                "--resource=secrets",
                "--resource-name=database-credentials");
        platform.kubectl(
                "create",
                "rolebinding",
                "one-secret",
                "-n",
                Platform.TENANTS,
                "--role=one-secret",
                "--serviceaccount=people:nobody");
        await().atMost(Platform.PATIENCE).untilAsserted(() -> {
            Plugin.Result result = platform.as("nobody").run("credential", "database", "-n", Platform.TENANTS);
            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.err()).contains("is not one of the operator's for an invite: it is not printed");
            assertThat(result.out()).isEmpty();
        });
    }

    private static Plugin.Result invite(String name, String email, String... more) {
        String[] arguments = new String[5 + more.length];
        arguments[0] = "invite";
        arguments[1] = name;
        arguments[2] = email;
        arguments[3] = "--tenant";
        arguments[4] = "acme";
        System.arraycopy(more, 0, arguments, 5, more.length);
        return editor(arguments);
    }

    private static Plugin.Result editor(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-n";
        all[arguments.length + 1] = Platform.TENANTS;
        return platform.as("editor").run(all);
    }

    private static AuthentikState.User user(String username) {
        return platform.systems.authentik.state().user(username).orElseThrow();
    }
}
