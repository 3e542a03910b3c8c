package io.dezky.simulator.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.stalwart.DomainView;
import io.dezky.simulator.stalwart.SettableClock;
import io.dezky.simulator.stalwart.StalwartSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was done to the recorded server besides single requests: time passed, mails were sent, many requests were
 * counted. What the simulator knows of it is compared with what was seen; the rest is left out.
 */
final class StalwartWorld implements Replay.World {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StalwartSimulator simulator;
    private final SettableClock clock;
    private final StalwartTraffic traffic;
    private final Map<String, Set<String>> zones = new HashMap<>();
    private String zone = "";

    StalwartWorld(StalwartSimulator simulator, SettableClock clock) {
        this.simulator = simulator;
        this.clock = clock;
        this.traffic = new StalwartTraffic(simulator);
    }

    @Override
    public boolean happen(JsonNode action) {
        if (action.path("action").asText().equals("sleep")) {
            clock.advance(Duration.ofSeconds(action.get("seconds").asLong()));
            return true;
        }
        JsonNode observed = action.path("observed");
        if (observed.has("dkimSignatures")) {
            return checkSignatures(observed);
        }
        if (isListOfDkimNames(observed)) {
            return checkDkimNames(observed);
        }
        if (observed.has("records")) {
            return checkZone(observed);
        }
        if (observed.has("added")) {
            return checkZoneChange(observed);
        }
        if (observed.has("smtp") || observed.has("smtpFromOutside")) {
            return checkMail(observed);
        }
        if (observed.has("answersInOrder") && !simulator.isBanned()) {
            return traffic.check(action.get("note").asText(), observed);
        }
        if (observed.has("nobody") && simulator.isBanned()) {
            return traffic.checkBan();
        }
        return checkByNote(action.path("note").asText(), observed);
    }

    /** Two values in the zone text are hashes of things that no conversation shows whole. */
    @Override
    public String withoutOpaqueParts(String text) {
        return text.replaceAll("v=STSv1; id=\\d+", "v=STSv1; id=*")
                .replaceAll("(a=sha256; d=)[A-Za-z0-9+/=]{44}", "$1*");
    }

    private boolean checkSignatures(JsonNode observed) {
        String domain = observed.get("from").asText().split("@")[1];
        List<String> seen = new ArrayList<>();
        observed.get("dkimSignatures")
                .forEach(signature -> seen.add(
                        signature.get("s").asText() + " " + signature.get("a").asText()));
        Map<String, String> algorithms = Map.of("Dkim1RsaSha256", "rsa-sha256", "Dkim1Ed25519Sha256", "ed25519-sha256");
        List<String> given = simulator.signatures(domain).stream()
                .filter(signature -> signature.stage().word().equals("active"))
                .map(signature -> signature.selector() + " " + algorithms.get(signature.type()))
                .sorted()
                .toList();
        require(seen.stream().sorted().toList(), given, "what signs");
        require(
                given.stream()
                        .map(signature -> signature.split(" ")[0])
                        .sorted()
                        .toList(),
                simulator.wouldSign(domain),
                "wouldSign");
        return true;
    }

    private static boolean isListOfDkimNames(JsonNode observed) {
        return observed.isArray() && observed.path(0).asText().contains("._domainkey.");
    }

    private boolean checkDkimNames(JsonNode observed) {
        List<String> seen = texts(observed);
        String domain = seen.get(0).replaceAll(".*\\._domainkey\\.", "").replaceAll("\\.$", "");
        List<String> given = records(domain).stream()
                .map(line -> line.split(" ")[0])
                .filter(name -> name.contains("._domainkey."))
                .sorted()
                .toList();
        require(seen.stream().sorted().toList(), given, "DKIM names in the zone text");
        return true;
    }

    private boolean checkZone(JsonNode observed) {
        zone = domainOf(texts(observed.get("records")));
        Set<String> seen = opaque(texts(observed.get("records")));
        require(seen, opaque(records(zone)), "zone text");
        require(
                observed.get("endsWithNewline").asBoolean(),
                simulator.zoneText(zone).orElseThrow().endsWith("\n"),
                "end of the zone text");
        return true;
    }

    private boolean checkZoneChange(JsonNode observed) {
        List<String> mentioned = Stream.concat(
                        texts(observed.get("added")).stream(), texts(observed.get("removed")).stream())
                .toList();
        zone = mentioned.isEmpty() ? zone : domainOf(mentioned);
        Set<String> before = zones.getOrDefault(zone, Set.of());
        Set<String> now = opaque(records(zone));
        zones.put(zone, now);
        require(opaque(texts(observed.get("added"))), without(now, before), "new records of " + zone);
        require(opaque(texts(observed.get("removed"))), without(before, now), "records that went from " + zone);
        return true;
    }

    private String domainOf(List<String> records) {
        return simulator.domains().stream()
                .map(DomainView::name)
                .filter(name -> records.stream()
                        .anyMatch(record -> (record + " ").contains(" " + name + ". ")
                                || record.split(" ")[0].endsWith(name + ".")))
                .max((one, other) -> Integer.compare(one.length(), other.length()))
                .orElseThrow();
    }

    private List<String> records(String domain) {
        String text = simulator.zoneText(domain).orElseThrow();
        return List.of(text.substring(0, text.length() - 1).split("\\n(?![ )])"));
    }

    private Set<String> opaque(List<String> records) {
        return records.stream().map(this::withoutOpaqueParts).collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean checkMail(JsonNode observed) {
        for (String conversation : List.of("smtp", "smtpFromOutside", "submissionTo")) {
            for (JsonNode command : observed.path(conversation)) {
                String text = command.get(0).asText();
                if (text.startsWith("RCPT TO:<")) {
                    String address = text.substring("RCPT TO:<".length(), text.length() - 1);
                    require(command.get(1).asInt() == 250, simulator.acceptsMailFor(address), text);
                }
            }
        }
        if (observed.has("submission")) {
            boolean signedIn = observed.at("/submission/0/1").asInt() == 235;
            require(signedIn, simulator.may("alice@acme.test", "authenticate"), "submission of alice");
            require(observed.get("imapLogin").asText().equals("OK"), signedIn, "IMAP of alice");
        }
        return true;
    }

    private boolean checkByNote(String note, JsonNode observed) {
        if (observed.has("answersToSender")) {
            boolean bounced = !observed.get("answersToSender").isEmpty();
            require(bounced, !simulator.may("alice@acme.test", "emailReceive"), note);
            return true;
        }
        if (note.startsWith("the header of alice-app")) {
            require(true, simulator.actors().get("alice-app") != null, note);
            return true;
        }
        if (note.startsWith("2,000 domains")) {
            return makeDomains(observed);
        }
        if (note.startsWith("a set call of 501")) {
            return compare(observed, call("x:Domain/set", object().set("create", domains(0, 501))));
        }
        if (note.startsWith("x:Domain/get ids null")) {
            JsonNode answer = call("x:Domain/get", object()).get(1);
            require(observed.at("/1/list").asInt(), answer.get("list").size(), note);
            require(observed.at("/1/notFound").asInt(), answer.get("notFound").size(), note);
            return true;
        }
        if (note.startsWith("x:Domain/get of 501")) {
            ArrayNode ids = JSON.createArrayNode();
            simulator.domains().stream().limit(501).forEach(domain -> ids.add(domain.id()));
            return compare(observed, call("x:Domain/get", object().set("ids", ids)));
        }
        if (note.startsWith("x:Domain/query of 2,012")) {
            JsonNode answer =
                    call("x:Domain/query", object().put("calculateTotal", true)).get(1);
            require(observed.get("ids").asInt(), answer.get("ids").size(), note);
            require(observed.get("total"), answer.get("total"), note);
            return true;
        }
        if (note.startsWith("paging with sort id")) {
            return page(observed, true);
        }
        if (note.startsWith("paging with sort name")) {
            return page(observed, false);
        }
        if (note.startsWith("all destroyed again")) {
            return destroyDomains(observed);
        }
        return false;
    }

    private boolean makeDomains(JsonNode observed) {
        for (int i = 0; i < 4; i++) {
            JsonNode answer = call("x:Domain/set", object().set("create", domains(i * 500, 500)));
            require(observed.get("created" + i).asInt(), answer.at("/1/created").size(), "domains made");
        }
        return true;
    }

    private static ObjectNode domains(int from, int count) {
        ObjectNode create = object();
        for (int i = from; i < from + count; i++) {
            create.putObject("d" + i)
                    .put("name", "many" + i + ".test")
                    .putObject("dkimManagement")
                    .put("@type", "Manual");
        }
        return create;
    }

    private boolean page(JsonNode observed, boolean byId) {
        List<String> ids = new ArrayList<>();
        int calls = 0;
        for (boolean more = true; more; calls++) {
            ObjectNode arguments = object().put("limit", 500);
            arguments
                    .putArray("sort")
                    .addObject()
                    .put("property", byId ? "id" : "name")
                    .put("isAscending", true);
            if (byId && !ids.isEmpty()) {
                arguments.put("anchor", ids.get(ids.size() - 1));
            } else if (!byId) {
                arguments.put("position", ids.size());
            }
            List<String> page = texts(call("x:Domain/query", arguments).at("/1/ids"));
            ids.addAll(page);
            more = !page.isEmpty();
        }
        require(observed.get("calls").asInt(), calls, "calls");
        require(observed.get("ids").asInt(), ids.size(), "ids");
        require(observed.get("distinct").asInt(), new HashSet<>(ids).size(), "different ids");
        return true;
    }

    private boolean destroyDomains(JsonNode observed) {
        List<String> ids = new ArrayList<>();
        simulator.domains().forEach(domain -> ids.add(domain.id()));
        ids.remove(simulator.variables().get("platformDomainId").asText());
        int destroyed = 0;
        for (int from = 0; from < ids.size(); from += 500) {
            ArrayNode some = JSON.createArrayNode();
            ids.subList(from, Math.min(from + 500, ids.size())).forEach(some::add);
            destroyed += call("x:Domain/set", object().set("destroy", some))
                    .at("/1/destroyed")
                    .size();
        }
        require(observed.get("destroyed").asInt(), destroyed, "domains destroyed");
        return true;
    }

    private boolean compare(JsonNode observed, JsonNode given) {
        ObjectNode seen = (ObjectNode) observed.get(1);
        require(observed.get(0), given.get(0), "kind of answer");
        require(seen, given.get(1), "answer");
        return true;
    }

    /** One call over HTTP. */
    private JsonNode call(String method, JsonNode arguments) {
        ObjectNode request = object();
        request.putArray("using").add("urn:stalwart:jmap");
        request.putArray("methodCalls").addArray().add(method).add(arguments).add("R0");
        Map<String, String> headers = new LinkedHashMap<>(simulator.actors().get("recovery"));
        headers.put("Host", simulator.url().getAuthority());
        headers.put("Content-Type", "application/json");
        Answer answer = RawHttp.exchange(simulator.url(), "POST", "/jmap", headers, request.toString());
        try {
            return JSON.readTree(answer.body()).at("/methodResponses/0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static Set<String> without(Set<String> these, Set<String> those) {
        Set<String> rest = new TreeSet<>(these);
        rest.removeAll(those);
        return rest;
    }

    private static void require(Object seen, Object given, String what) {
        if (!seen.equals(given)) {
            throw new AssertionError(what + ": seen " + seen + ", given " + given);
        }
    }
}
