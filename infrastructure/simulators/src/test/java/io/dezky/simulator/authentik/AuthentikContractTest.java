package io.dezky.simulator.authentik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dezky.simulator.authentik.rest.LeftOutOperations;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.contract.Contract;
import io.dezky.simulator.http.SimulatedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tenant and an invited person from beginning to end, held against Authentik's published OpenAPI document. */
class AuthentikContractTest extends WithPlatform {

    private static final Path DOCUMENT = Path.of(
                    System.getProperty("project.root", "../.."), "..", "shared", "contracts", "authentik-openapi.yaml")
            .normalize();

    @Test
    void bothSidesOfAWholeConversationFitThePublishedDocument() {
        assumeTrue(Files.exists(DOCUMENT), "the OpenAPI document is not there: " + DOCUMENT);
        Caller caller = operator.at(HOST).with("Accept", "application/json");
        tenant(caller);
        invitation(caller);
        tearDown(caller);

        Contract contract = AuthentikDeviations.contract(DOCUMENT);
        assertThat(contract.violations(simulator.requests().all())).isEmpty();
    }

    @Test
    void everyOperationOfThePublishedDocumentIsSimulatedOrLeftOut() throws IOException {
        assumeTrue(Files.exists(DOCUMENT), "the OpenAPI document is not there: " + DOCUMENT);
        Routes routes = new Installation(clock).routes;
        List<String> forgotten = new ArrayList<>();
        new ObjectMapper(new YAMLFactory())
                .readTree(DOCUMENT.toFile())
                .get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(name -> {
                    SimulatedRequest request = request(name.toUpperCase(Locale.ROOT), "/api/v3" + path.getKey());
                    boolean simulated = routes.find(request.segments())
                            .flatMap(found -> found.route().handler(request.method()))
                            .isPresent();
                    if (!simulated && LeftOutOperations.of(request).isEmpty()) {
                        forgotten.add(request.toString());
                    }
                }));

        assertThat(forgotten).isEmpty();
    }

    private static SimulatedRequest request(String method, String path) {
        return new SimulatedRequest(method, path, "", Map.of(), new byte[0]);
    }

    private void tenant(Caller caller) {
        caller.get("/admin/version/");
        String tenants = caller.get("/core/groups/?name=dezky-tenants&include_users=false")
                .text("/results/0/pk");
        String acme = caller.post(
                        "/core/groups/",
                        "{'name':'tenant-acme','parents':['" + tenants + "'],'attributes':{'dezky.io/uid':'4711'}}")
                .text("/pk");
        caller.patch("/core/groups/" + acme + "/?include_users=false", "{'attributes':{'dezky.io/uid':'4712'}}");
        caller.get("/propertymappings/provider/scope/?managed__isnull=false&ordering=managed");
        caller.get("/crypto/certificatekeypairs/?has_key=true&name=authentik%20Self-signed%20Certificate");
        Caller.Reply made = caller.put(
                "/core/transactional/applications/",
                "{'app':{'name':'Acme','slug':'tenant-acme','meta_publisher':'dezky'},"
                        + "'provider_model':'authentik_providers_oauth2.oauth2provider',"
                        + "'provider':{" + providerMembers("tenant-acme") + ",'client_type':'confidential',"
                        + "'sub_mode':'user_uuid'},"
                        + "'policy_bindings':[{'group':'" + acme + "','order':0,'enabled':true,'timeout':30}]}");
        assertThat(made.body().get("applied").asBoolean()).isTrue();
        String application = caller.get("/core/applications/tenant-acme/").text("/pk");
        int provider = caller.get("/core/applications/tenant-acme/")
                .body()
                .get("provider")
                .asInt();
        caller.get("/policies/bindings/?page_size=100&target=" + application);
        caller.get("/core/applications/tenant-acme/check_access/");
        caller.patch(
                "/providers/oauth2/" + provider + "/",
                "{'redirect_uris':[{'matching_mode':'strict','url':'https://acme.dezky.test/'}]}");
        caller.get("/providers/oauth2/?name=tenant-acme");
        Caller.Reply brand = caller.get("/core/brands/?default=true");
        String uuid = caller.post(
                        "/core/brands/",
                        "{'domain':'acme.dezky.test','branding_title':'Acme','flow_recovery':'"
                                + brand.text("/results/0/flow_recovery") + "','default_application':'" + application
                                + "'}")
                .text("/brand_uuid");
        caller.patch("/core/brands/" + uuid + "/", "{'branding_title':'Acme GmbH'}");
    }

    private void invitation(Caller caller) {
        String group = caller.get("/core/groups/?name=tenant-acme").text("/results/0/pk");
        caller.get("/core/users/?search=ada%40example.com&include_groups=false&include_roles=false");
        Caller.Reply made = caller.post(
                "/core/users/",
                "{'username':'ada@example.com','name':'Ada','email':'ada@example.com','is_active':true,"
                        + "'type':'internal','path':'dezky','groups':['" + group + "'],'attributes':{'a':'b'}}");
        String user = "/core/users/" + made.text("/pk") + "/";
        String link = caller.at("acme.dezky.test")
                .post(user + "recovery/", "{'token_duration':'hours=24'}")
                .text("/link");
        caller.get("/core/tokens/" + made.text("/uid") + "-password-reset/");
        assertThat(simulator.human().useRecoveryLink(link, "Throwaway-1")).isTrue();
        caller.get(user);
        caller.get("/core/users/?username=ada%40example.com");
        caller.get("/events/events/?actions=login&username=ada%40example.com");
        caller.get("/core/authenticated_sessions/?user__username=ada%40example.com");
        caller.post(user + "set_password/", "{'password':'Throwaway-2'}");
        String stage = caller.get("/stages/email/?name=invitation").text("/results/0/pk");
        caller.post(user + "recovery_email/", "{'email_stage':'" + stage + "','token_duration':'hours=24'}");
        caller.delete("/core/tokens/" + made.text("/uid") + "-password-reset/");
        caller.delete("/core/authenticated_sessions/bulk_delete/?user_pks=" + made.text("/pk"));
        caller.patch(user, "{'is_active':false}");
        assertThat(caller.delete(user).status()).isEqualTo(204);
    }

    private void tearDown(Caller caller) {
        String provider = caller.get("/core/applications/tenant-acme/").text("/provider");
        caller.delete("/providers/oauth2/" + provider + "/");
        caller.delete("/core/applications/tenant-acme/");
        String brand = caller.get("/core/brands/?domain=acme.dezky.test").text("/results/0/brand_uuid");
        caller.delete("/core/brands/" + brand + "/");
        String group = caller.get("/core/groups/?name=tenant-acme").text("/results/0/pk");
        assertThat(caller.delete("/core/groups/" + group + "/").status()).isEqualTo(204);
        assertThat(simulator.everOpen("tenant-acme")).isFalse();
    }
}
