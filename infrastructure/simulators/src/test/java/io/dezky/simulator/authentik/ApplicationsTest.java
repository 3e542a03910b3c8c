package io.dezky.simulator.authentik;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.simulator.authentik.ApplicationHistory.Guard;
import io.dezky.simulator.authentik.ApplicationHistory.Moment;
import org.junit.jupiter.api.Test;

class ApplicationsTest extends WithPlatform {

    @Test
    void whatIsBoundToNothingLetsEverybodyIn() {
        user("stranger");
        open("acme");

        assertThat(operator.get("/core/applications/acme/check_access/")
                        .body()
                        .get("passing")
                        .asBoolean())
                .isTrue();
        assertThat(simulator.human().obtainsCode("acme", "stranger")).isPresent();
        assertThat(simulator.everOpen("acme")).isTrue();
    }

    @Test
    void anApplicationThatGetsItsProviderLastWasSeenUnboundButWasNeverOpen() {
        int provider = provider("acme");
        String team = group("tenant-acme");
        String application = application("acme", "null");
        bind(application, team);
        operator.patch("/core/applications/acme/", "{'provider':" + provider + "}");

        assertThat(simulator.everOpen("acme")).isFalse();
        assertThat(simulator.history().everUnguarded("acme")).isTrue();
        assertThat(simulator.history().moments("acme"))
                .extracting(Moment::guard)
                .containsExactly(Guard.UNGUARDED_WITHOUT_PROVIDER, Guard.GUARDED);
    }

    @Test
    void allInOneRequestLeavesNoMomentWithoutABinding() {
        String team = group("tenant-acme");

        assertThat(transactional("acme", team).body().get("applied").asBoolean())
                .isTrue();

        assertThat(simulator.history().everUnguarded("acme")).isFalse();
        AuthentikState.Application acme = simulator.state().application("acme").orElseThrow();
        assertThat(acme.provider()).contains("acme");
        assertThat(acme.bindings()).singleElement().satisfies(binding -> assertThat(binding.group())
                .contains("tenant-acme"));
    }

    @Test
    void allInOneRequestCannotBeRepeatedAndLeavesNothingBehindWhenItIsRefused() {
        String team = group("tenant-acme");
        transactional("acme", team);

        assertThat(transactional("acme", team).text("/app/slug/0"))
                .isEqualTo("Application with this slug already exists.");
        assertThat(transactional("other", "00000000-0000-0000-0000-000000000000")
                        .text("/policy_bindings/0/group/0"))
                .startsWith("Invalid pk");
        assertThat(simulator.state().provider("other")).isEmpty();
    }

    @Test
    void membersOfChildGroupsAreLetInAndOthersAreNot() {
        String team = group("tenant-acme");
        String admins = operator.post("/core/groups/", "{'name':'tenant-acme-admins','parents':['" + team + "']}")
                .text("/pk");
        operator.post("/core/groups/" + admins + "/add_user/", "{'pk':" + user("ada") + "}");
        user("eve");
        transactional("acme", team);

        assertThat(simulator.human().obtainsCode("acme", "ada")).isPresent();
        assertThat(simulator.human().obtainsCode("acme", "eve")).isEmpty();
    }

    @Test
    void deletingTheGroupOpensTheApplication() {
        String team = group("tenant-acme");
        transactional("acme", team);
        assertThat(simulator.everOpen("acme")).isFalse();

        operator.delete("/core/groups/" + team + "/");
        assertThat(simulator.everOpen("acme")).isTrue();
        assertThat(simulator.state().application("acme").orElseThrow().open()).isTrue();
    }

    @Test
    void switchingTheOnlyBindingOffOpensTheApplication() {
        String team = group("tenant-acme");
        transactional("acme", team);
        String application = operator.get("/core/applications/acme/").text("/pk");
        String binding =
                operator.get("/policies/bindings/?target=" + application).text("/results/0/pk");

        operator.patch(
                "/policies/bindings/" + binding + "/",
                "{'enabled':false,'target':'" + application + "','group':'" + team + "'}");
        assertThat(simulator.everOpen("acme")).isTrue();
    }

    @Test
    void theSameBindingIsMadeTwiceAndAPatchWithoutItsTargetMakesTheServerFail() {
        String team = group("tenant-acme");
        String application = application("acme", "null");
        String first = bind(application, team);
        bind(application, team);
        assertThat(simulator.state().application("acme").orElseThrow().bindings())
                .hasSize(2);

        String path = "/policies/bindings/" + first + "/";
        assertThat(operator.patch(path, "{'enabled':false}").status()).isEqualTo(405);
        assertThat(operator.patch(path, "{'enabled':false,'target':'" + application + "'}")
                        .text("/non_field_errors/0"))
                .isEqualTo("The fields policy, target, order must make a unique set.");
    }

    @Test
    void theBindingsOfAnApplicationThatIsGoneAreA400() {
        String application = application("acme", "null");
        assertThat(operator.get("/policies/bindings/?target=" + application).status())
                .isEqualTo(200);

        operator.delete("/core/applications/acme/");
        assertThat(operator.get("/policies/bindings/?target=" + application).status())
                .isEqualTo(400);
    }

    @Test
    void theListOfApplicationsShowsWhatTheCallerMayOpenAndForgetsTheFilter() {
        application("open-one", "null");
        application("open-two", "null");
        String first = operator.get("/core/applications/?slug=open-one").text("/results/0/slug");
        assertThat(first).isEqualTo("open-one");

        Caller.Reply lying = operator.get("/core/applications/?slug=absent");
        assertThat(lying.body().at("/pagination/count").asInt()).isZero();
        assertThat(lying.text("/results/0/slug")).isEqualTo("open-one");
        assertThat(operator.get("/core/applications/open-two/").status()).isEqualTo(200);
        assertThat(operator.get("/core/applications/absent/").status()).isEqualTo(404);
    }

    @Test
    void whoIsNoSuperuserIsCheckedItselfWhoeverItAsksFor() {
        String team = group("tenant-acme");
        int ada = user("ada");
        operator.post("/core/groups/" + team + "/add_user/", "{'pk':" + ada + "}");
        transactional("acme", team);
        String path = "/core/applications/acme/check_access/?for_user=" + ada;

        assertThat(operator.get(path).body().get("passing").asBoolean()).isFalse();
        assertThat(admin.get(path).body().get("passing").asBoolean()).isTrue();
    }

    @Test
    void aProviderStaysWhenItsApplicationGoesAndAnApplicationStaysWhenItsProviderGoes() {
        transactional("acme", group("tenant-acme"));
        operator.delete("/core/applications/acme/");
        assertThat(simulator.state().provider("acme").orElseThrow().application())
                .isEmpty();

        transactional("beta", group("tenant-beta"));
        int provider = simulator.state().provider("beta").orElseThrow().pk();
        operator.delete("/providers/oauth2/" + provider + "/");
        assertThat(simulator.state().application("beta").orElseThrow().provider())
                .isEmpty();
    }

    @Test
    void anybodyWhoListensHearsOfEveryChangeOfGuard() {
        StringBuilder heard = new StringBuilder();
        simulator
                .history()
                .listen(moment -> heard.append(moment.slug()).append(' ').append(moment.guard()));

        open("acme");
        assertThat(heard).hasToString("acme OPEN");
    }

    private void open(String slug) {
        application(slug, String.valueOf(provider(slug)));
    }

    private String application(String slug, String provider) {
        return operator.post(
                        "/core/applications/",
                        "{'name':'" + slug + "','slug':'" + slug + "','provider':" + provider + "}")
                .text("/pk");
    }

    private String bind(String application, String group) {
        return operator.post(
                        "/policies/bindings/", "{'target':'" + application + "','group':'" + group + "','order':0}")
                .text("/pk");
    }

    private Caller.Reply transactional(String slug, String group) {
        return operator.put(
                "/core/transactional/applications/",
                "{'app':{'name':'" + slug + "','slug':'" + slug + "'},"
                        + "'provider_model':'authentik_providers_oauth2.oauth2provider',"
                        + "'provider':{" + providerMembers(slug) + "},"
                        + "'policy_bindings':[{'group':'" + group + "','order':0}]}");
    }
}
