package io.dezky.simulator.dns;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.ControlEndpoint;
import io.dezky.simulator.http.SimulatedRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The control paths of the DNS simulator.
 *
 * <ul>
 *   <li>{@code GET /_simulator/zone}: all records as zone text; {@code POST} adds the zone text in the body, {@code PUT}
 *       puts it in the place of all, {@code DELETE} takes all back, {@code DELETE ?name=acme.test&type=TXT} those
 *   <li>{@code GET /_simulator/queries}: the questions so far; {@code DELETE} forgets them
 *   <li>{@code PUT /_simulator/behaviour}: {@code {"behaviour": "answer" | "refuse" | "servfail" | "time_out", "name":
 *       "acme.test"}}, without a name for all; {@code DELETE}: everything is answered again
 * </ul>
 */
public final class DnsControl implements ControlEndpoint.Extra {

    private final DnsSimulator dns;

    DnsControl(DnsSimulator dns) {
        this.dns = dns;
    }

    @Override
    public Optional<Answer> answer(SimulatedRequest request, String name) {
        return switch (request.method() + " " + name) {
            case "GET zone" -> Optional.of(Answer.text(200, "text/plain; charset=utf-8", dns.zone()));
            case "POST zone" -> Optional.of(Answer.json(200, Map.of("records", dns.publish(request.text()))));
            case "PUT zone" -> Optional.of(Answer.json(200, Map.of("records", dns.replace(request.text()))));
            case "DELETE zone" -> Optional.of(withdraw(request));
            case "GET queries" -> Optional.of(Answer.json(200, dns.queries()));
            case "DELETE queries" -> {
                dns.clearQueries();
                yield Optional.of(Answer.empty(204));
            }
            case "PUT behaviour" -> Optional.of(behave(request));
            case "DELETE behaviour" -> {
                dns.behaveNormally();
                yield Optional.of(Answer.empty(204));
            }
            default -> Optional.empty();
        };
    }

    private Answer withdraw(SimulatedRequest request) {
        Optional<String> name = request.parameter("name");
        if (name.isEmpty()) {
            dns.clear();
            return Answer.empty(204);
        }
        String type = request.parameter("type").orElseThrow(() -> new IllegalArgumentException("type is missing"));
        return Answer.json(200, Map.of("records", dns.withdraw(name.get(), type)));
    }

    private Answer behave(SimulatedRequest request) {
        JsonNode body = request.json().orElseThrow(() -> new IllegalArgumentException("no JSON body"));
        DnsBehaviour behaviour = behaviour(body.path("behaviour").asText());
        if (body.hasNonNull("name")) {
            dns.behave(body.get("name").asText(), behaviour);
        } else {
            dns.behave(behaviour);
        }
        return Answer.empty(204);
    }

    private static DnsBehaviour behaviour(String word) {
        return Arrays.stream(DnsBehaviour.values())
                .filter(behaviour -> behaviour.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "behaviour \"" + word + "\": one of answer, refuse, servfail, time_out"));
    }
}
