package io.dezky.operator.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.operator.http.ExternalException;
import io.dezky.operator.http.HttpAnswer;
import io.dezky.operator.http.HttpCall;
import io.dezky.operator.identity.AuthentikHttp.Expected;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the smallest recovery flow with which a link works: password twice, write, sign in. Every part has a name that
 * nothing else has, so it can be repeated after a crash. There is no identification stage: without a link the
 * flow refuses at its end, because there is no user to write.
 */
record RecoveryFlowSetup(AuthentikHttp api) {

    String create(String slug) {
        String flow = named(
                "flow",
                "/flows/instances/",
                "slug",
                slug,
                Map.of(
                        "name", "Choose a password",
                        "slug", slug,
                        "title", "Choose a password",
                        "designation", "recovery",
                        "authentication", "none"));
        String password = prompt(slug + "-password", "password", "Password", 0);
        String repeated = prompt(slug + "-password-repeat", "password_repeat", "Password (repeat)", 1);
        String prompt =
                stage("/stages/prompt/stages/", slug + "-prompt", Map.of("fields", List.of(password, repeated)));
        String write = stage("/stages/user_write/", slug + "-write", Map.of("user_creation_mode", "never_create"));
        String login = stage("/stages/user_login/", slug + "-login", Map.of());
        bind(flow, prompt, 10);
        bind(flow, write, 20);
        bind(flow, login, 30);
        return flow;
    }

    private String prompt(String name, String fieldKey, String label, int order) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("field_key", fieldKey);
        body.put("label", label);
        body.put("type", "password");
        body.put("required", true);
        body.put("placeholder", label);
        body.put("order", order);
        return named("prompt", "/stages/prompt/prompts/", "name", name, body);
    }

    private String stage(String path, String name, Map<String, ?> fields) {
        Map<String, Object> body = new LinkedHashMap<>(fields);
        body.put("name", name);
        return named("stage", path, "name", name, body);
    }

    /**
     * Makes a part. Only if there is one of its name already, from an attempt that did not come to its end, is it looked
     * for: looking takes permissions that making does not.
     */
    private String named(String what, String path, String key, String value, Map<String, ?> body) {
        HttpCall create = api.write("recoveryflow.create_" + what, "POST", path, body);
        HttpAnswer answer = api.send(create, Expected.REFUSED);
        if (answer.isSuccess()) {
            return answer.json().path("pk").asText();
        }
        if (!AuthentikHttp.saysTaken(answer, key)) {
            throw refused(answer);
        }
        return api.first("recoveryflow.find_" + what, path + "?" + key + "=" + encoded(value), JsonNode.class)
                .map(part -> part.path("pk").asText())
                .orElseThrow(() -> refused(answer));
    }

    private void bind(String flow, String stage, int order) {
        HttpAnswer answer = api.send(
                api.write(
                        "recoveryflow.bind",
                        "POST",
                        "/flows/bindings/",
                        Map.of("target", flow, "stage", stage, "order", order)),
                Expected.REFUSED);
        if (answer.isSuccess() || AuthentikHttp.complaint(answer).contains("must make a unique set")) {
            return;
        }
        throw refused(answer);
    }

    private static ExternalException.Invalid refused(HttpAnswer answer) {
        return new ExternalException.Invalid(
                Authentik.SYSTEM,
                "AuthentikRefused",
                "Authentik refuses to build the recovery flow: " + AuthentikHttp.complaint(answer)
                        + ". Make one by hand, or switch authentik.createRecoveryFlow off.");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
