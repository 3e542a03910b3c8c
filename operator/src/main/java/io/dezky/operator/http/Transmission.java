package io.dezky.operator.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/** Sends one request and reads its answer whole, or says why there is none and whether the request went out. */
final class Transmission {

    private static final int LARGEST_ANSWER = 64 * 1024 * 1024;

    /** An answer that would fill the memory: nothing that the operator asks for is as large. */
    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final int TOO_MANY = 429;

    /** Whether a request began to go out: from then on nobody knows whether it was carried out. */
    private static final class Progress {
        private volatile boolean begun;
    }

    private static final EventListener PROGRESS = new EventListener() {
        @Override
        public void requestHeadersStart(Call call) {
            Progress progress = call.request().tag(Progress.class);
            if (progress != null) {
                progress.begun = true;
            }
        }
    };

    private final SystemSettings settings;
    private final OkHttpClient client;
    private final Clock clock;

    Transmission(SystemSettings settings, OkHttpClient base, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.client = Tls.configure(base.newBuilder(), settings.caFile())
                .connectTimeout(settings.connectTimeout())
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                // The credential must not go to where an answer points.
                .followRedirects(false)
                .followSslRedirects(false)
                // A call that OkHttp repeats by itself could be carried out twice; what is repeated is decided
                // elsewhere.
                .retryOnConnectionFailure(false)
                .eventListener(PROGRESS)
                .build();
    }

    /**
     * Sends a call.
     *
     * @param authorization null for none
     * @throws NoAnswer when there was none, or 502, 503 or 504
     * @throws ExternalException.Transient when the system refuses because it has too much to do (429)
     */
    HttpAnswer send(HttpCall call, String authorization) {
        Progress progress = new Progress();
        Call request = client.newCall(request(call, authorization, progress));
        Duration limit = call.timeout() == null ? settings.callTimeout() : call.timeout();
        request.timeout().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        try (Response response = request.execute()) {
            return new HttpAnswer(response.code(), headers(response), body(response));
        } catch (IOException e) {
            throw noAnswer(call, e, progress.begun);
        }
    }

    /**
     * What an answer means whatever the system.
     *
     * @return the answer, if it is for the system's client to understand
     */
    HttpAnswer judged(HttpCall call, HttpAnswer answer) {
        Duration retryAfter = RetryAfter.of(answer, clock).orElse(null);
        return switch (answer.status()) {
            // Refused before anything was done.
            case TOO_MANY ->
                throw new ExternalException.Transient(
                        settings.system(),
                        settings.unavailable(),
                        settings.displayName() + " asks for fewer calls (429). The operator tries again by itself.",
                        false,
                        retryAfter,
                        null);
            case 502, 503, 504 ->
                throw noAnswer(
                        call,
                        place() + " answers " + answer.status()
                                + ": it is starting, or something behind it is down. Check that it runs",
                        true,
                        retryAfter,
                        null);
            default -> answer;
        };
    }

    private NoAnswer noAnswer(HttpCall call, IOException e, boolean begun) {
        boolean untrusted = e instanceof SSLException && !begun;
        String what = untrusted
                ? "The TLS certificate of " + place()
                        + " is not trusted, is not for this host or has expired, or there is no TLS. Give the operator the"
                        + " CA that signed it (caFile), or mend the certificate"
                : place() + " does not answer (" + cause(e) + "). Check that it runs and can be reached";
        return noAnswer(call, what, begun, null, e);
    }

    private NoAnswer noAnswer(
            HttpCall call, String what, boolean mayHaveActed, Duration retryAfter, IOException cause) {
        return new NoAnswer(new ExternalException.Transient(
                settings.system(),
                settings.unavailable(),
                what + "; the operator tries again by itself.",
                mayHaveActed && !call.isRead(),
                retryAfter,
                cause));
    }

    private String place() {
        return settings.displayName() + " at " + settings.url();
    }

    /** Short and the same for the same trouble, so that a condition does not change with every try. */
    private static String cause(IOException e) {
        if (e instanceof UnknownHostException) {
            return "unknown host";
        }
        if (e instanceof ConnectException) {
            return "connection refused";
        }
        if (e instanceof TooLarge) {
            return "its answer has more than 64 MiB";
        }
        return e instanceof InterruptedIOException ? "timeout" : "connection lost";
    }

    private static Map<String, String> headers(Response response) {
        Map<String, String> headers = new HashMap<>();
        response.headers()
                .forEach(header -> headers.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
        return headers;
    }

    private static byte[] body(Response response) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(LARGEST_ANSWER + 1L)) {
            throw new TooLarge();
        }
        return source.getBuffer().readByteArray();
    }

    private Request request(HttpCall call, String authorization, Progress progress) {
        String base = HttpUrl.get(settings.url().toString()).toString().replaceFirst("/$", "");
        RequestBody body = call.body() == null
                ? emptyBody(call.method())
                : RequestBody.create(call.body(), MediaType.get(call.contentType()));
        Request.Builder request = new Request.Builder()
                .url(HttpUrl.get(base + call.path()))
                .tag(Progress.class, progress)
                .header("Accept", "application/json")
                .header("User-Agent", "dezky-operator")
                .method(call.method(), body);
        call.headers().forEach(request::header);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }

    private static RequestBody emptyBody(String method) {
        return switch (method) {
            case "POST", "PUT", "PATCH" -> RequestBody.create(new byte[0], null);
            default -> null;
        };
    }
}
