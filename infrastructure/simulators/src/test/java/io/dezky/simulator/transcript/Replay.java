package io.dezky.simulator.transcript;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dezky.simulator.Simulator;
import io.dezky.simulator.http.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays a recorded conversation against a simulator, step by step, and compares what it answers. */
final class Replay {

    /** What became of a step. */
    enum Verdict {
        PASSED,
        LEFT_OUT,
        FAILED
    }

    /** One step of one transcript. */
    record Outcome(String transcript, int step, Verdict verdict, String why) {
        @Override
        public String toString() {
            return transcript + " step " + step + ": " + verdict + (why.isEmpty() ? "" : ": " + why);
        }
    }

    /** Things that happen to the server from outside: time passes, a synchronisation is due. */
    interface World {
        /** @return false when this simulator has no such thing; the step then counts as left out */
        boolean happen(JsonNode action);

        /**
         * A text of an answer without those parts of it that only the real server can compute (a hash of something that
         * no conversation shows). Recorded and given texts are compared after this.
         */
        default String withoutOpaqueParts(String text) {
            return text;
        }

        /**
         * Is told of every step that is left out, and may do by other means what the step did.
         *
         * @param known what the steps before have captured, by name
         * @return what the step would have captured, by name
         */
        default Map<String, JsonNode> instead(int step, Function<String, JsonNode> known) {
            return Map.of();
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    /** As the recorder wrote it: some answers repeat the text of the request, or count its characters. */
    private static final ObjectWriter AS_RECORDED = JSON.writer(new MinimalPrettyPrinter() {
        private static final long serialVersionUID = 1;

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
            out.writeRaw(", ");
        }
    });

    private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z0-9_.]+)}");

    private final Transcript transcript;
    private final Simulator simulator;
    private final World world;
    private final LeftOut leftOut;
    private final Map<String, JsonNode> known = new HashMap<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    private Replay(Transcript transcript, Simulator simulator, World world, LeftOut leftOut) {
        this.transcript = transcript;
        this.simulator = simulator;
        this.world = world;
        this.leftOut = leftOut;
        known.put("base", TextNode.valueOf(simulator.url().toString()));
        known.put("host", TextNode.valueOf(simulator.url().getAuthority()));
        known.putAll(simulator.variables());
    }

    static List<Outcome> of(Transcript transcript, Simulator simulator, World world, LeftOut leftOut) {
        Replay replay = new Replay(transcript, simulator, world, leftOut);
        List<JsonNode> steps = transcript.steps();
        for (int i = 0; i < steps.size(); i++) {
            replay.take(i, replay.withUncompared(i, steps.get(i)));
        }
        return replay.outcomes;
    }

    private JsonNode withUncompared(int number, JsonNode step) {
        List<String> pointers = leftOut.uncompared(number);
        if (pointers.isEmpty()) {
            return step;
        }
        ArrayNode all = JSON.createArrayNode();
        pointers.forEach(all::add);
        step.path("volatile").forEach(all::add);
        ObjectNode changed = step.deepCopy();
        changed.set("volatile", all);
        return changed;
    }

    private void take(int number, JsonNode step) {
        var reason = leftOut.reason(number);
        if (reason.isPresent()) {
            outcome(number, Verdict.LEFT_OUT, reason.get());
            return;
        }
        if (step.has("action")) {
            boolean done = world.happen(step);
            outcome(
                    number,
                    done ? Verdict.PASSED : Verdict.LEFT_OUT,
                    done ? "" : "out of band: " + step.path("note").asText());
            return;
        }
        try {
            if (step.has("parallel")) {
                parallel(number, step);
            } else {
                single(number, step);
            }
        } catch (UnknownName unknown) {
            outcome(
                    number,
                    Verdict.LEFT_OUT,
                    "needs " + unknown.getMessage() + ", which a step that was left out tells");
        }
    }

    private void single(int number, JsonNode step) {
        Answer answer = sendUntil(step);
        if (answer.headers().containsKey(Answer.NOT_SIMULATED.toLowerCase(Locale.ROOT))
                && step.at("/response/status").asInt() != 501) {
            outcome(
                    number,
                    Verdict.LEFT_OUT,
                    answer.headers()
                            .get(Answer.NOT_SIMULATED.toLowerCase(Locale.ROOT))
                            .get(0));
            return;
        }
        capture(step, answer);
        List<String> differences = differences(step, answer);
        outcome(number, differences.isEmpty() ? Verdict.PASSED : Verdict.FAILED, String.join("; ", differences));
    }

    /** Asks again, a second of the simulated time later, as long as the step waits for something. */
    private Answer sendUntil(JsonNode step) {
        Answer answer = send(step);
        JsonNode wanted = step.at("/eventually/until");
        for (int second = 0; second < step.at("/eventually/seconds").asInt() && !holds(wanted, answer); second++) {
            ObjectNode sleep = JSON.createObjectNode().put("action", "sleep").put("seconds", 1);
            if (!world.happen(sleep)) {
                return answer;
            }
            answer = send(step);
        }
        return answer;
    }

    private static boolean holds(JsonNode wanted, Answer answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            return wanted.properties().stream()
                    .allMatch(member -> body.at(member.getKey()).equals(member.getValue()));
        } catch (IOException noJson) {
            return false;
        }
    }

    private List<String> differences(JsonNode step, Answer answer) {
        List<String> differences = new ArrayList<>();
        JsonNode recorded = step.get("response");
        if (recorded.get("status").asInt() != answer.status()) {
            differences.add("status " + recorded.get("status") + " recorded, " + answer.status() + " given: "
                    + answer.text().substring(0, Math.min(400, answer.text().length())));
            return differences;
        }
        if (step.path("racy").asBoolean()) {
            return differences;
        }
        String recordedType = recorded.path("contentType").isNull()
                ? null
                : recorded.path("contentType").asText();
        String givenType = answer.headers().getOrDefault("content-type", List.of()).stream()
                .findFirst()
                .orElse(null);
        if (!java.util.Objects.equals(recordedType, givenType)) {
            differences.add("Content-Type " + recordedType + " recorded, " + givenType + " given");
        }
        headers(step, recorded, answer, differences);
        JsonNode body = fill(recorded.path("body").deepCopy());
        JsonNode given = body(recordedType, answer);
        differences.addAll(Comparison.of(pointersFilled(step), opaque(body), opaque(given)));
        return differences;
    }

    /** The step with captured values in its lists of pointers, which may lead through members named by an id. */
    private JsonNode pointersFilled(JsonNode step) {
        ObjectNode filled = JSON.createObjectNode();
        for (String list : List.of("volatile", "unordered", "optional")) {
            ArrayNode pointers = filled.putArray(list);
            step.path(list).forEach(pointer -> pointers.add(fillText(pointer.asText())));
        }
        filled.set("lengths", step.path("lengths"));
        return filled;
    }

    private JsonNode opaque(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(world.withoutOpaqueParts(node.textValue()));
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(opaque(member.getValue())));
        }
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, opaque(list.get(i)));
            }
        }
        return node;
    }

    private void headers(JsonNode step, JsonNode recorded, Answer answer, List<String> differences) {
        List<String> volatileHeaders = new ArrayList<>();
        step.path("volatileHeaders")
                .forEach(pointer -> volatileHeaders.add(pointer.asText().split("/")[1]));
        recorded.path("headers").properties().forEach(header -> {
            List<String> given = answer.headers().getOrDefault(header.getKey().toLowerCase(Locale.ROOT), List.of());
            if (volatileHeaders.contains(header.getKey())) {
                if (given.isEmpty()) {
                    differences.add("header " + header.getKey() + " absent");
                }
                return;
            }
            List<String> wanted = new ArrayList<>();
            header.getValue().forEach(value -> wanted.add(fill(value).asText()));
            if (!wanted.equals(given)) {
                differences.add("header " + header.getKey() + ": " + wanted + " recorded, " + given + " given");
            }
        });
    }

    private static JsonNode body(String type, Answer answer) {
        if (answer.body().length == 0) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (type != null && type.contains("json")) {
            try {
                return JSON.readTree(answer.body());
            } catch (IOException noJson) {
                return TextNode.valueOf(answer.text());
            }
        }
        return TextNode.valueOf(answer.text());
    }

    private void capture(JsonNode step, Answer answer) {
        JsonNode body;
        try {
            body = answer.body().length == 0 ? JsonNodeFactory.instance.nullNode() : JSON.readTree(answer.body());
        } catch (IOException noJson) {
            body = TextNode.valueOf(answer.text());
        }
        JsonNode read = body;
        step.path("capture").properties().forEach(capture -> {
            JsonNode value = read.at(capture.getValue().asText());
            if (!value.isMissingNode()) {
                learn(capture.getKey(), value);
            }
        });
        step.path("captureMatch").properties().forEach(capture -> {
            String source = capture.getValue().get(0).asText();
            String text = source.startsWith("header:")
                    ? answer.headers()
                            .getOrDefault(source.substring(7).toLowerCase(Locale.ROOT), List.of(""))
                            .get(0)
                    : read.at(source).asText();
            Matcher matcher =
                    Pattern.compile(capture.getValue().get(1).asText()).matcher(text);
            if (matcher.find()) {
                learn(capture.getKey(), TextNode.valueOf(matcher.group(1)));
            }
        });
        step.path("captureCookie").properties().forEach(capture -> {
            for (String cookie : answer.headers().getOrDefault("set-cookie", List.of())) {
                if (cookie.startsWith(capture.getValue().asText() + "=")) {
                    learn(capture.getKey(), TextNode.valueOf(cookie.split("[=;]")[1]));
                }
            }
        });
    }

    private void learn(String name, JsonNode value) {
        known.put(name, value);
        String[] halves = value.asText().split("\\$");
        if (halves.length == 2) {
            known.put(name + ".storage", TextNode.valueOf(halves[0]));
            known.put(name + ".space", TextNode.valueOf(halves[1]));
        }
    }

    private void parallel(int number, JsonNode step) {
        int times = step.get("parallel").asInt();
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                calls.add(() -> send(step));
            }
            Map<String, Integer> counts = new LinkedHashMap<>();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> future : threads.invokeAll(calls)) {
                Answer answer = future.get();
                answers.add(answer);
                counts.merge(String.valueOf(answer.status()), 1, Integer::sum);
            }
            if (answers.get(0).headers().containsKey(Answer.NOT_SIMULATED.toLowerCase(Locale.ROOT))) {
                outcome(
                        number,
                        Verdict.LEFT_OUT,
                        answers.get(0)
                                .headers()
                                .get(Answer.NOT_SIMULATED.toLowerCase(Locale.ROOT))
                                .get(0));
                return;
            }
            String problem = summaryProblem(step, counts, answers);
            outcome(number, problem.isEmpty() ? Verdict.PASSED : Verdict.FAILED, problem);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof UnknownName unknown) {
                throw unknown;
            }
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Racy counts are an example: then only the kinds of answers count, and that the best one came at least once. */
    private static String summaryProblem(JsonNode step, Map<String, Integer> counts, List<Answer> answers) {
        JsonNode recorded = step.at("/summary/statusCounts");
        boolean racy = step.path("racy").asBoolean() || step.at("/summary/racy").asBoolean();
        if (racy) {
            String best = recorded.properties().iterator().next().getKey();
            if (!counts.containsKey(best)) {
                return "no answer with " + best + " among " + counts;
            }
            return jmapProblem(step.at("/summary/jmapCounts"), answers);
        }
        ObjectNode given = JSON.createObjectNode();
        counts.forEach(given::put);
        if (!recorded.equals(given)) {
            return "counts " + recorded + " recorded, " + given + " given";
        }
        List<String> problems = new ArrayList<>();
        step.at("/summary/distinctValues").properties().forEach(distinct -> {
            long values = answers.stream()
                    .map(answer -> {
                        try {
                            return JSON.readTree(answer.body()).at(distinct.getKey());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .distinct()
                    .count();
            if (values != distinct.getValue().asLong()) {
                problems.add(distinct.getKey() + ": " + values + " different values, recorded " + distinct.getValue());
            }
        });
        return String.join("; ", problems);
    }

    /** However a race goes, the number of objects that are made or destroyed is the same each time. */
    private static String jmapProblem(JsonNode recorded, List<Answer> answers) {
        List<String> problems = new ArrayList<>();
        for (String outcome : List.of("created", "destroyed")) {
            if (!recorded.has(outcome)) {
                continue;
            }
            long given = answers.stream()
                    .filter(answer -> answer.text().contains("\"" + outcome + "\":"))
                    .count();
            if (given != recorded.get(outcome).asLong()) {
                problems.add(outcome + " " + given + " times, recorded " + recorded.get(outcome));
            }
        }
        return String.join("; ", problems);
    }

    private Answer send(JsonNode step) {
        JsonNode request = step.get("request");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", simulator.url().getAuthority());
        if (transcript.name().startsWith("authentik")) {
            headers.put("Accept", "application/json");
        }
        Map<String, String> actor = simulator.actors().get(step.get("as").asText());
        if (actor == null) {
            throw new IllegalStateException("the simulator has no actor " + step.get("as"));
        }
        actor.forEach((name, value) -> headers.put(name, fillText(value)));
        JsonNode body = request.path("body");
        String content = null;
        if (body.isObject() && body.size() == 1 && body.has("raw")) {
            content = fillText(body.get("raw").asText());
        } else if (!body.isNull() && !body.isMissingNode()) {
            content = write(fill(body.deepCopy()));
        }
        if (content != null) {
            headers.put("Content-Type", "application/json");
        }
        request.path("headers").properties().forEach(header -> {
            String wanted = header.getKey();
            headers.keySet().removeIf(name -> name.equalsIgnoreCase(wanted));
            if (!header.getValue().isNull()) {
                headers.put(wanted, fillText(header.getValue().asText()));
            }
        });
        return RawHttp.exchange(
                simulator.url(),
                request.get("method").asText(),
                fillText(request.get("path").asText()),
                headers,
                content);
    }

    private static String write(JsonNode node) {
        try {
            return AS_RECORDED.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private JsonNode fill(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            Map<String, JsonNode> filled = new LinkedHashMap<>();
            names.forEach(name -> filled.put(fillText(name), fill(object.get(name))));
            object.removeAll();
            filled.forEach(object::set);
            return object;
        }
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, fill(list.get(i)));
            }
            return list;
        }
        if (node.isTextual()) {
            Matcher whole = NAME.matcher(node.textValue());
            if (whole.matches()) {
                return lookUp(whole.group(1));
            }
            return TextNode.valueOf(fillText(node.textValue()));
        }
        return node;
    }

    private String fillText(String text) {
        Matcher matcher = NAME.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(
                    filled, Matcher.quoteReplacement(lookUp(matcher.group(1)).asText()));
        }
        return matcher.appendTail(filled).toString();
    }

    private JsonNode lookUp(String name) {
        JsonNode value = known.get(name);
        if (value == null) {
            throw new UnknownName(name);
        }
        return value;
    }

    private void outcome(int step, Verdict verdict, String why) {
        if (verdict == Verdict.LEFT_OUT) {
            world.instead(step, known::get).forEach(this::learn);
        }
        outcomes.add(new Outcome(transcript.name(), step, verdict, why));
    }

    private static final class UnknownName extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownName(String name) {
            super(name);
        }
    }
}
