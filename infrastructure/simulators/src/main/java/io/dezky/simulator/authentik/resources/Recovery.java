package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Call;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.Durations;
import io.dezky.simulator.authentik.rest.Field;
import io.dezky.simulator.authentik.rest.Fields;
import io.dezky.simulator.authentik.rest.Kinds;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.rest.Write;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.StageKind;
import io.dezky.simulator.authentik.store.Store;
import io.dezky.simulator.authentik.store.Table;
import io.dezky.simulator.http.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * {@code recovery} and {@code recovery_email}: a link by which a person chooses a password. The flow is that of the
 * brand whose host the request names, and there is no fall-back to the default brand's: docs/systems/authentik.md, The
 * host of the request decides.
 */
public final class Recovery {

    private static final Fields LINK = Fields.of(Field.optional("token_duration", Kinds.text(), ""));
    private static final Fields MAIL =
            Fields.of(Field.required("email_stage", Kinds.uuid()), Field.optional("token_duration", Kinds.text(), ""));

    private final Core core;
    private final Store store;
    private final RecoveryLinks links;

    public Recovery(Core core, RecoveryLinks links) {
        this.core = core;
        this.store = core.store();
        this.links = links;
    }

    public void addTo(Routes routes) {
        routes.on("POST", "/api/v3/core/users/{key}/recovery/", this::link)
                .on("POST", "/api/v3/core/users/{key}/recovery_email/", this::mail);
    }

    /** The flow is asked for before the user, whether or not there is one. */
    private Answer link(Call call) {
        requirePermission(call);
        ObjectNode body = LINK.read(call.body(), Write.CREATE, Optional.empty(), call.arrived());
        Row flow = flow(call);
        Row user = user(call);
        return Answer.json(200, Map.of("link", issue(user, flow, body, false, call)));
    }

    /** The address is asked for before the stage, and the stage before the flow. */
    private Answer mail(Call call) {
        requirePermission(call);
        ObjectNode body = MAIL.read(call.body(), Write.CREATE, Optional.empty(), call.arrived());
        Row user = user(call);
        if (user.text("email").isEmpty()) {
            throw Problem.nonFieldText("User does not have an email address set.");
        }
        requireStage(body.get("email_stage").asText(), call);
        issue(user, flow(call), body, true, call);
        return Answer.empty(204);
    }

    /** Both permissions, for every object or for this one; none to view the user. */
    private void requirePermission(Call call) {
        core.require(call, "authentik_core.add_user");
        String permission = "authentik_core.reset_user_password";
        if (!core.permissions().hasOn(call.caller(), permission, store.users(), call.path("key"))) {
            throw Problem.forbidden();
        }
    }

    private Row user(Call call) {
        return store.users().byKey(call.path("key")).orElseThrow(() -> Problem.notFound(store.users()));
    }

    private void requireStage(String key, Call call) {
        Table stages = store.stages(StageKind.EMAIL);
        boolean visible =
                core.permissions().hasOn(call.caller(), "authentik_stages_email.view_emailstage", stages, key);
        if (!visible || stages.byKey(key).isEmpty()) {
            throw Problem.nonFieldText("Email stage not found.");
        }
    }

    private Row flow(Call call) {
        return core.brands()
                .find(call.origin().host())
                .flatMap(brand -> brand.optional("flow_recovery"))
                .flatMap(store.flows()::byKey)
                .orElseThrow(() -> Problem.nonFieldText("No recovery flow set."));
    }

    private String issue(Row user, Row flow, ObjectNode body, boolean byMail, Call call) {
        requireApplicable(flow, user);
        String asked = body.get("token_duration").asText();
        String duration = asked.isEmpty() ? store.settings().defaultTokenDuration() : asked;
        Duration life = Durations.parse(duration).orElseThrow(Problem::crash);
        String key = links.issue(user, flow, life, byMail, call.now());
        return call.origin().base() + "/if/flow/" + flow.text("slug") + "/?flow_token=" + key;
    }

    /** The flow is planned for somebody who is not signed in yet. */
    private void requireApplicable(Row flow, Row user) {
        String authentication = flow.text("authentication");
        boolean open = authentication.equals("none") || authentication.equals("require_unauthenticated");
        if (!open || !core.admission().admits(flow, user)) {
            throw Problem.nonFieldText("Recovery flow not applicable to user");
        }
    }
}
