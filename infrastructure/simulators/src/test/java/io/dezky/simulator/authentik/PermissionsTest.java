package io.dezky.simulator.authentik;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest extends WithPlatform {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "authentik_core.view_user | GET | /core/users/",
                "authentik_core.add_user | POST | /core/users/",
                "authentik_core.change_user | PATCH | /core/users/{user}/",
                "authentik_core.delete_user | DELETE | /core/users/{user}/",
                "authentik_core.reset_user_password | POST | /core/users/{user}/set_password/",
                "authentik_core.reset_user_password | POST | /core/users/{user}/recovery/",
                "authentik_core.add_user | POST | /core/users/{user}/recovery/",
                "authentik_core.view_group | GET | /core/groups/{group}/",
                "authentik_core.add_group | POST | /core/groups/",
                "authentik_core.change_group | PATCH | /core/groups/{group}/",
                "authentik_core.delete_group | DELETE | /core/groups/{group}/",
                "authentik_core.add_user_to_group | POST | /core/groups/{group}/add_user/",
                "authentik_core.remove_user_from_group | POST | /core/groups/{group}/remove_user/",
                "authentik_core.view_application | GET | /core/applications/dezky-files/",
                "authentik_core.add_application | POST | /core/applications/",
                "authentik_core.change_application | PATCH | /core/applications/dezky-files/",
                "authentik_core.delete_application | DELETE | /core/applications/dezky-files/",
                "authentik_core.delete_authenticatedsession"
                        + " | DELETE | /core/authenticated_sessions/bulk_delete/?user_pks=1",
                "authentik_policies.view_policybinding | GET | /policies/bindings/",
                "authentik_policies.add_policybinding | POST | /policies/bindings/",
                "authentik_providers_oauth2.view_oauth2provider | GET | /providers/oauth2/",
                "authentik_providers_oauth2.add_oauth2provider | POST | /providers/oauth2/",
                "authentik_providers_oauth2.view_scopemapping | GET | /propertymappings/provider/scope/",
                "authentik_brands.view_brand | GET | /core/brands/",
                "authentik_brands.add_brand | POST | /core/brands/",
                "authentik_crypto.view_certificatekeypair | GET | /crypto/certificatekeypairs/",
                "authentik_flows.view_flow | GET | /flows/instances/dezky-recovery/",
                "authentik_events.view_event | GET | /events/events/",
                "authentik_events.add_event | POST | /events/events/",
            })
    void withoutAPermissionTheCallThatNeedsItIsA403(String permission, String method, String path) {
        String user = String.valueOf(user("ada"));
        String group = group("team");
        unassign(permission);

        String named = path.replace("{user}", user).replace("{group}", group);
        Caller.Reply refused = operator.send(method, "/api/v3" + named, method.equals("GET") ? null : "{}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("/detail")).isEqualTo("You do not have permission to perform this action.");
    }

    @Test
    void withoutViewTokensALinkLooksAbsentAndWithoutDeleteTokensItCannotBeRevoked() {
        int ada = user("ada");
        operator.post("/core/users/" + ada + "/recovery/", "{}");
        String row =
                "/core/tokens/" + simulator.state().user("ada").orElseThrow().uid() + "-password-reset/";

        unassign("authentik_core.delete_token");
        assertThat(operator.delete(row).status()).isEqualTo(403);
        unassign("authentik_core.view_token");
        assertThat(operator.delete(row).status()).isEqualTo(404);
        assertThat(operator.get("/core/tokens/?user__username=ada").body().get("results"))
                .isEmpty();
    }

    @Test
    void theRefusalOfATransactionalRequestNamesTheEntry() {
        unassign("authentik_core.add_application");

        Caller.Reply refused = operator.put(
                "/core/transactional/applications/",
                "{'app':{'name':'a','slug':'a'},'provider_model':'authentik_providers_oauth2.oauth2provider',"
                        + "'provider':{" + providerMembers("a") + "}}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("/app")).isEqualTo("User lacks permission to create authentik_core.application");
        assertThat(simulator.state().provider("a")).isEmpty();
    }

    @Test
    void anUnknownPermissionMakesTheServerFail() {
        String path = "/rbac/permissions/assigned_by_roles/" + roleOfOperator() + "/assign/";

        assertThat(admin.post(path, "{'permissions':['authentik_core.no_such']}")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void withThePermissionForOneGroupOnlyTheOthersAreAbsent() {
        String mine = group("mine");
        String other = group("other");
        unassign("authentik_core.view_group");
        admin.post(
                "/rbac/permissions/assigned_by_roles/" + roleOfOperator() + "/assign/",
                "{'permissions':['authentik_core.view_group'],'model':'authentik_core.group','object_pk':'" + mine
                        + "'}");

        assertThat(operator.get("/core/groups/").body().get("results")).hasSize(1);
        assertThat(operator.get("/core/groups/" + other + "/").status()).isEqualTo(404);
    }

    @Test
    void onlyWhoMayRaisesAGroupToSuperusers() {
        assertThat(operator.post("/core/groups/", "{'name':'g','is_superuser':true}")
                        .text("/is_superuser/0"))
                .isEqualTo("User does not have permission to set superuser status to True.");
        assertThat(admin.post("/core/groups/", "{'name':'g','is_superuser':true}")
                        .status())
                .isEqualTo(201);
    }

    private void unassign(String permission) {
        admin.patch(
                "/rbac/permissions/assigned_by_roles/" + roleOfOperator() + "/unassign/",
                "{'permissions':['" + permission + "']}");
    }

    private String roleOfOperator() {
        return admin.get("/rbac/roles/?name=dezky-operator").text("/results/0/pk");
    }
}
