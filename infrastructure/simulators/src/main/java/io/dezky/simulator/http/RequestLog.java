package io.dezky.simulator.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Every exchange of one simulator, in the order in which the answers were decided. */
public final class RequestLog {

    /**
     * One exchange.
     *
     * @param request what came
     * @param answer what the simulator answered, or would have answered where the fault kept it back
     * @param acted whether the simulator carried the request out
     * @param answered whether the caller got the answer
     */
    public record Exchange(SimulatedRequest request, Answer answer, boolean acted, boolean answered) {

        /** Whether the request was more than a look: not GET, HEAD, OPTIONS or PROPFIND. */
        public boolean isWrite() {
            return switch (request.method()) {
                case "GET", "HEAD", "OPTIONS", "PROPFIND" -> false;
                default -> true;
            };
        }
    }

    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

    void add(Exchange exchange) {
        exchanges.add(exchange);
    }

    /** All exchanges so far. */
    public List<Exchange> all() {
        return List.copyOf(exchanges);
    }

    /** Those that meet the condition. */
    public List<Exchange> matching(Predicate<SimulatedRequest> condition) {
        return exchanges.stream().filter(e -> condition.test(e.request())).toList();
    }

    /** Forget all. */
    public void clear() {
        exchanges.clear();
    }
}
