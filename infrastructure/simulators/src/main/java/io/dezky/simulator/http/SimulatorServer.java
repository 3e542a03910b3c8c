package io.dezky.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server on 127.0.0.1 around the one function that answers requests. It logs each exchange, waits as long as
 * {@link Latency} says, and lets {@link Faults} happen. Paths below {@code /_simulator/} steer it: see
 * {@link ControlEndpoint}.
 */
public final class SimulatorServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorServer.class);

    static {
        // The JDK's server sends head and body of an answer by themselves; without this the second one waits 40 ms for
        // the caller to acknowledge the first. Read once, when the first server starts.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Function<SimulatedRequest, Answer> system;
    private final RequestLog requests = new RequestLog();
    private final Faults faults = new Faults();
    private final ControlEndpoint control;
    private final Admission admission;
    private volatile Latency latency = Latency.NONE;

    private SimulatorServer(
            HttpServer server,
            Function<SimulatedRequest, Answer> system,
            ControlEndpoint.Extra extra,
            Admission admission) {
        this.server = server;
        this.system = system;
        this.admission = admission;
        this.control = new ControlEndpoint(requests, faults, this::latency, extra);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "simulator-" + server.getAddress().getPort());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /**
     * Starts a server.
     *
     * @param port 0 for any free port
     * @param system answers the requests; called by several threads at once
     */
    public static SimulatorServer start(int port, Function<SimulatedRequest, Answer> system) {
        return start(port, system, ControlEndpoint.Extra.NONE);
    }

    /** As {@link #start(int, Function)}, with control paths of the system's own. */
    public static SimulatorServer start(
            int port, Function<SimulatedRequest, Answer> system, ControlEndpoint.Extra extra) {
        return start(port, system, extra, Admission.FREE);
    }

    /** As {@link #start(int, Function, ControlEndpoint.Extra)}, for a system that limits how many requests run at once. */
    public static SimulatorServer start(
            int port, Function<SimulatedRequest, Answer> system, ControlEndpoint.Extra extra, Admission admission) {
        try {
            InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
            return new SimulatorServer(
                    HttpServer.create(new InetSocketAddress(loopback, port), 128), system, extra, admission);
        } catch (IOException e) {
            throw new UncheckedIOException("127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    /** Scheme, host and port. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public RequestLog requests() {
        return requests;
    }

    public Faults faults() {
        return faults;
    }

    public void latency(Latency latency) {
        this.latency = latency;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            SimulatedRequest request = read(exchange);
            if (control.concerns(request)) {
                write(exchange, control.answer(request), Integer.MAX_VALUE);
                return;
            }
            admit(exchange, request);
        } catch (IOException callerWentAway) {
            LOG.debug("connection lost: {}", callerWentAway.getMessage());
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.error(
                    "the simulator itself failed on {} {}",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    defect);
            throw defect;
        }
    }

    private void admit(HttpExchange exchange, SimulatedRequest request) throws IOException {
        Optional<Answer> refusal = admission.enter(request);
        if (refusal.isPresent()) {
            log(request, refusal.get(), false, true);
            write(exchange, refusal.get(), Integer.MAX_VALUE);
            return;
        }
        Reply reply;
        try {
            pause(latency.of(request));
            reply = befall(request, faults.next(request));
        } finally {
            // Before the answer goes out: who has it may send the next request at once.
            admission.leave(request);
        }
        write(exchange, reply.answer(), reply.bytes());
    }

    /** What goes to the caller, and how much of its body. */
    private record Reply(Answer answer, int bytes) {
        static Reply whole(Answer answer) {
            return new Reply(answer, Integer.MAX_VALUE);
        }
    }

    private Reply befall(SimulatedRequest request, Optional<Fault.Effect> effect) {
        if (effect.isEmpty()) {
            Answer answer = system.apply(request);
            log(request, answer, true, true);
            return Reply.whole(answer);
        }
        Fault.Effect fault = effect.get();
        if (fault instanceof Fault.Effect.RefuseConnection) {
            log(request, Answer.connectionClosed(), false, false);
            return Reply.whole(Answer.connectionClosed());
        }
        if (fault instanceof Fault.Effect.AnswerInstead instead) {
            log(request, instead.answer(), false, true);
            return Reply.whole(instead.answer());
        }
        if (fault instanceof Fault.Effect.Delay delay) {
            pause(delay.time());
        }
        Answer answer = system.apply(request);
        if (fault instanceof Fault.Effect.DropAnswer) {
            log(request, answer, true, false);
            return Reply.whole(Answer.connectionClosed());
        }
        if (fault instanceof Fault.Effect.CutAnswer) {
            log(request, answer, true, false);
            return new Reply(answer, answer.body().length / 2);
        }
        Answer given = instead(fault, answer);
        log(request, given, true, true);
        return Reply.whole(given);
    }

    private static Answer instead(Fault.Effect fault, Answer answer) {
        if (fault instanceof Fault.Effect.AnswerAfterActing after) {
            return after.answer();
        }
        if (fault instanceof Fault.Effect.GarbleAnswer) {
            return new Answer(answer.status(), answer.headers(), "{\"garbled\":<<".getBytes(StandardCharsets.UTF_8));
        }
        return answer;
    }

    private void log(SimulatedRequest request, Answer answer, boolean acted, boolean answered) {
        requests.add(new RequestLog.Exchange(request, answer, acted, answered && !answer.closesConnection()));
    }

    private static SimulatedRequest read(HttpExchange exchange) throws IOException {
        // The text of the URI, not its parts: a path that begins with two slashes would be taken for a host.
        String target = exchange.getRequestURI().toString();
        int question = target.indexOf('?');
        Map<String, List<String>> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return new SimulatedRequest(
                exchange.getRequestMethod().toUpperCase(Locale.ROOT),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    private static void write(HttpExchange exchange, Answer answer, int bytes) throws IOException {
        if (answer.closesConnection()) {
            // An exchange that is closed without headers closes its connection: the caller sees it end.
            return;
        }
        answer.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, new ArrayList<>(values)));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 || head ? -1 : body.length);
        if (body.length > 0 && !head) {
            OutputStream out = exchange.getResponseBody();
            out.write(body, 0, Math.min(bytes, body.length));
            out.flush();
        }
    }

    private static void pause(Duration time) {
        if (time.isZero()) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
