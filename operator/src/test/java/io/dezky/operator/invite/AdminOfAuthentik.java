package io.dezky.operator.invite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.operator.http.Json;
import io.dezky.simulator.authentik.AuthentikSimulator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** An administrator who changes things in Authentik behind the operator's back. */
record AdminOfAuthentik(AuthentikSimulator authentik) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Sends a request, which must succeed; gives back the answer as JSON text. */
    String send(String method, String path, Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(authentik.url().resolve("/api/v3" + path))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.write(body)));
        Map<String, String> headers = authentik.actors().get("admin");
        headers.forEach(request::header);
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as("%s %s: %s", method, path, answer.body())
                    .isBetween(200, 299);
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
