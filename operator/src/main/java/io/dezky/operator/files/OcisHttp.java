package io.dezky.operator.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.operator.http.ExternalException;
import io.dezky.operator.http.HttpAnswer;
import io.dezky.operator.http.HttpCall;
import io.dezky.operator.http.SystemHttp;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls to oCIS, and what its answers mean: see docs/systems/ocis.md, How errors look. */
record OcisHttp(SystemHttp http) {

    private static final Logger LOG = LoggerFactory.getLogger(OcisHttp.class);

    /**
     * An answer of 2xx, or of a status that the caller can deal with.
     *
     * @param expected further statuses; they count only from oCIS itself: the 404 of something in front of it proves
     *     nothing
     */
    HttpAnswer send(HttpCall call, Integer... expected) {
        HttpAnswer answer = http.send(call);
        if (answer.isSuccess()) {
            return answer;
        }
        // Another one with every try, so it must not get into messages.
        LOG.debug(
                "oCIS answers {} to {} (request {})",
                answer.status(),
                call.operation(),
                answer.header("x-request-id").orElse("without id"));
        if (Set.of(expected).contains(answer.status()) && isOcis(answer)) {
            return answer;
        }
        throw error(call, answer);
    }

    /** What an error body says. */
    static String complaint(HttpAnswer answer) {
        JsonNode message = answer.json().at("/error/message");
        String complaint = message.asText("");
        if (complaint.isEmpty()) {
            return "no reason given";
        }
        return complaint.length() > 300 ? complaint.substring(0, 300) + "…" : complaint;
    }

    /** Errors of the API are JSON, those of WebDAV XML; the router's own have neither. */
    private static boolean isOcis(HttpAnswer answer) {
        return answer.json().path("error").isObject() || answer.text().contains("sabredav");
    }

    private ExternalException error(HttpCall call, HttpAnswer answer) {
        return switch (answer.status()) {
            case 403 -> forbidden(call);
            case 404 -> isOcis(answer) ? changed(call) : notOcis();
            case 408, 412, 423, 425 -> busy(call, answer);
            case 400, 409, 413, 415, 422 -> refused(call, answer);
            case 501 -> notOcis();
            default -> answer.status() >= 500 ? failedInside(call, answer) : notOcis();
        };
    }

    private static ExternalException forbidden(HttpCall call) {
        return new ExternalException.Unauthorized(
                Ocis.SYSTEM,
                "OcisForbidden",
                "oCIS does not allow the operator " + call.operation()
                        + ". Its account needs the role Admin there (docs/systems/ocis.md, Sign-in).");
    }

    private ExternalException.Invalid notOcis() {
        return new ExternalException.Invalid(
                Ocis.SYSTEM,
                "OcisNotFound",
                "What answers at " + http.settings().url()
                        + " is not the API of oCIS, or a release without the call. Check ocis.url.");
    }

    private static ExternalException changed(HttpCall call) {
        return new ExternalException.Transient(
                Ocis.SYSTEM,
                "OcisChanged",
                "A thing that " + call.operation()
                        + " needs in oCIS is gone or hidden from the operator. The operator looks again by itself.",
                false,
                null,
                null);
    }

    private static ExternalException busy(HttpCall call, HttpAnswer answer) {
        return new ExternalException.Transient(
                Ocis.SYSTEM,
                "OcisBusy",
                "oCIS can't do " + call.operation() + " just now (" + answer.status()
                        + "). The operator tries again by itself.",
                false,
                null,
                null);
    }

    static ExternalException.Invalid refused(HttpCall call, HttpAnswer answer) {
        return new ExternalException.Invalid(
                Ocis.SYSTEM,
                "OcisRefused",
                "oCIS refuses " + call.operation() + ": " + complaint(answer) + ". Change what it complains of.");
    }

    private static ExternalException failedInside(HttpCall call, HttpAnswer answer) {
        boolean effectUnknown = !call.method().equals("GET");
        if (answer.status() == 500 && answer.body().length == 0) {
            return new ExternalException.Transient(
                    Ocis.SYSTEM,
                    "OcisFailed",
                    "oCIS answers 500 without a body to " + call.operation()
                            + ". So it refuses a token without a role that it knows, without a name, or with an empty"
                            + " e-mail address: check the claims of the operator's account in the identity provider"
                            + " (docs/systems/ocis.md, Sign-in); if they are right, see the log of oCIS. The operator"
                            + " tries again by itself.",
                    effectUnknown,
                    null,
                    null);
        }
        return new ExternalException.Transient(
                Ocis.SYSTEM,
                "OcisFailed",
                "oCIS failed inside on " + call.operation() + " (" + answer.status()
                        + "). The operator looks and tries again by itself; if it stays, see the log of oCIS.",
                effectUnknown,
                null,
                null);
    }

    /** A success whose body is none of oCIS: cut off, or a login page in front of it. */
    static ExternalException.Transient unreadable(HttpCall call) {
        return new ExternalException.Transient(
                Ocis.SYSTEM,
                "OcisUnreadable",
                "The answer of oCIS to " + call.operation()
                        + " can't be read. The operator looks and tries again by itself; if it stays, see what stands"
                        + " between them.",
                !call.method().equals("GET"),
                null,
                null);
    }
}
