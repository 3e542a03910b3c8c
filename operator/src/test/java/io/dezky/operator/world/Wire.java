package io.dezky.operator.world;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * All that one operator process sends, to the systems and to Kubernetes: recorded in order, and cut when the process
 * dies. A process that is dead sends nothing any more, whatever its code still tries.
 */
public final class Wire {

    /** Where and how a process dies. */
    public record Death(int point, Moment moment) {}

    /** Before a request, or after it, its answer lost. */
    public enum Moment {
        BEFORE,
        AFTER
    }

    private final List<String> points = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean dead = new AtomicBoolean();
    private final Death death;
    private final Refusal refusal;

    /** Which requests the other side refuses, and how. */
    private record Refusal(String points, int status) {}

    private Wire(Death death, Refusal refusal) {
        this.death = death;
        this.refusal = refusal;
    }

    /** A wire that is never cut. */
    public static Wire whole() {
        return new Wire(null, null);
    }

    /** A wire that is cut at a point, counted from 0. */
    public static Wire cutAt(int point, Moment moment) {
        return new Wire(new Death(point, moment), null);
    }

    /** A wire at whose other end all requests whose point matches are refused. */
    public static Wire refusing(String points, int status) {
        return new Wire(null, new Refusal(points, status));
    }

    /** What was sent, in order; only what counts as a point at which to die. */
    public List<String> points() {
        return new ArrayList<>(points);
    }

    /** Whether the process died. */
    public boolean isDead() {
        return dead.get();
    }

    /** For the clients of the systems: every call is a point. */
    Interceptor external(String name) {
        return chain -> pass(chain, true, name);
    }

    /** For the Kubernetes client: every write is a point. */
    Interceptor kubernetes() {
        return chain -> pass(chain, !isRead(chain.request()), "kubernetes");
    }

    private static boolean isRead(Request request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    private Response pass(Interceptor.Chain chain, boolean isPoint, String name) throws IOException {
        if (dead.get()) {
            throw new IOException("the process is dead");
        }
        if (!isPoint) {
            return chain.proceed(chain.request());
        }
        int point = count.getAndIncrement();
        points.add(name + " " + chain.request().method() + " "
                + chain.request().url().encodedPath());
        if (refusal != null && points.get(points.size() - 1).matches(refusal.points())) {
            return refused(chain.request(), refusal.status());
        }
        boolean here = death != null && death.point() == point;
        if (here && death.moment() == Moment.BEFORE) {
            dead.set(true);
            throw new IOException("the process dies before this request");
        }
        Response response = chain.proceed(chain.request());
        if (here) {
            response.close();
            dead.set(true);
            throw new IOException("the process dies before it gets this answer");
        }
        return response;
    }

    private static Response refused(Request request, int status) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("refused")
                .body(ResponseBody.create("{\"kind\": \"Status\", \"code\": " + status + "}", null))
                .build();
    }
}
