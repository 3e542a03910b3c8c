package io.dezky.operator.mail;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.operator.http.ExternalException;
import io.dezky.operator.http.HttpAnswer;
import io.dezky.operator.http.HttpCall;
import io.dezky.operator.http.SystemHttp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stalwart over JMAP. */
public final class HttpStalwart implements Stalwart {

    private static final String DOMAIN = "x:Domain";
    private static final String SIGNATURE = "x:DkimSignature";
    private static final String ACCOUNT = "x:Account";
    private static final String MAILING_LIST = "x:MailingList";

    private static final List<String> DOMAIN_PROPERTIES = List.of(
            "id",
            "name",
            "description",
            "catchAllAddress",
            "certificateManagement",
            "dkimManagement",
            "dnsManagement",
            "dnsZoneFile");
    private static final List<String> SIGNATURE_PROPERTIES =
            List.of("id", "@type", "domainId", "selector", "stage", "publicKey");
    private static final List<String> MANAGEMENT = List.of("certificateManagement", "dkimManagement", "dnsManagement");

    private final SystemHttp http;
    private final DkimKeyGenerator keys;

    public HttpStalwart(SystemHttp http, DkimKeyGenerator keys) {
        this.http = http;
        this.keys = keys;
    }

    @Override
    public List<Domain> domainsWithWord(String word) {
        return domains("domain.find_by_mark", Map.of("text", word));
    }

    @Override
    public Optional<Domain> domainNamed(String name) {
        return domains("domain.find_by_name", Map.of("name", name)).stream().findFirst();
    }

    @Override
    public boolean isAlias(String name) {
        JmapRequest request = new JmapRequest();
        String query = request.call(DOMAIN + "/query", Map.of("filter", Map.of("aliases", name)));
        return !read("domain.find_by_alias", request).of(query).path("ids").isEmpty();
    }

    private List<Domain> domains(String operation, Map<String, ?> filter) {
        JmapRequest request = new JmapRequest();
        String get = request.find(DOMAIN, filter, DOMAIN_PROPERTIES);
        List<JsonNode> found = new ArrayList<>();
        read(operation, request).found(get).forEach(found::add);
        Map<String, List<DkimSignature>> signatures = signatures(
                found.stream().map(domain -> domain.path("id").asText()).toList());
        return found.stream()
                .map(domain ->
                        domain(domain, signatures.getOrDefault(domain.path("id").asText(), List.of())))
                .toList();
    }

    private Map<String, List<DkimSignature>> signatures(List<String> domainIds) {
        Map<String, List<DkimSignature>> byDomain = new LinkedHashMap<>();
        int perRequest = JmapRequest.MOST_CALLS / 2;
        for (int from = 0; from < domainIds.size(); from += perRequest) {
            JmapRequest request = new JmapRequest();
            Map<String, String> gets = new LinkedHashMap<>();
            for (String id : domainIds.subList(from, Math.min(from + perRequest, domainIds.size()))) {
                gets.put(id, request.find(SIGNATURE, Map.of("domainId", id), SIGNATURE_PROPERTIES));
            }
            JmapAnswer answer = read("dkim.list", request);
            gets.forEach((id, get) -> {
                List<DkimSignature> signatures = new ArrayList<>();
                answer.found(get).forEach(signature -> signatures.add(signature(signature)));
                byDomain.put(id, signatures);
            });
        }
        return byDomain;
    }

    private static Domain domain(JsonNode node, List<DkimSignature> signatures) {
        List<String> automatic = MANAGEMENT.stream()
                .filter(property ->
                        !node.path(property).path("@type").asText("Manual").equals("Manual"))
                .toList();
        return new Domain(
                node.path("id").asText(),
                node.path("name").asText(),
                node.path("description").asText(""),
                node.path("catchAllAddress").asText(null),
                automatic,
                node.path("dnsZoneFile").asText(""),
                signatures);
    }

    private static DkimSignature signature(JsonNode node) {
        return new DkimSignature(
                node.path("id").asText(),
                DkimAlgorithm.ofType(node.path("@type").asText()),
                node.path("selector").asText(),
                DkimStage.of(node.path("stage").asText()),
                node.path("publicKey").asText());
    }

    @Override
    public Optional<Domain> createDomain(NewDomain domain) {
        JmapRequest request = new JmapRequest();
        String create = request.call(DOMAIN + "/set", Map.of("create", Map.of("domain", properties(domain))));
        Map<String, String> made = new LinkedHashMap<>();
        for (NewDomain.NewKey key : domain.keys()) {
            String item = "key" + made.size();
            made.put(
                    item, request.call(SIGNATURE + "/set", Map.of("create", Map.of(item, properties("#domain", key)))));
        }
        String get = request.call(DOMAIN + "/get", Map.of("ids", List.of("#domain"), "properties", DOMAIN_PROPERTIES));
        String keyGet = request.call(
                SIGNATURE + "/get",
                Map.of(
                        "ids",
                        made.keySet().stream().map(item -> "#" + item).toList(),
                        "properties",
                        SIGNATURE_PROPERTIES));
        JmapAnswer answer = write("domain.create", request);
        Optional<JmapAnswer.SetError> refusal = answer.refusal(create, "domain");
        if (refusal.isPresent()) {
            if (refusal.get().type().equals("primaryKeyViolation")) {
                return Optional.empty();
            }
            throw refusal.get().asException("domain.create");
        }
        made.forEach((item, call) -> answer.refusal(call, item).ifPresent(error -> {
            throw error.asException("dkim.create");
        }));
        List<DkimSignature> signatures = new ArrayList<>();
        answer.of(keyGet).path("list").forEach(signature -> signatures.add(signature(signature)));
        return Optional.of(domain(answer.of(get).path("list").path(0), signatures));
    }

    private static Map<String, Object> properties(NewDomain domain) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("name", domain.name());
        properties.put("description", domain.description());
        if (domain.catchAll() != null) {
            properties.put("catchAllAddress", domain.catchAll());
        }
        MANAGEMENT.forEach(property -> properties.put(property, Map.of("@type", "Manual")));
        return properties;
    }

    private Map<String, Object> properties(String domainId, NewDomain.NewKey key) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("@type", key.algorithm().type());
        properties.put("domainId", domainId);
        properties.put("selector", key.selector());
        // Left out, it would be active and sign at once.
        properties.put("stage", DkimStage.PENDING.word());
        properties.put("privateKey", Map.of("@type", "Text", "secret", keys.generate(key.algorithm())));
        return properties;
    }

    @Override
    public void updateDomain(String id, Map<String, ?> properties) {
        update("domain.update", DOMAIN, id, properties);
    }

    @Override
    public void createSignature(String domainId, NewDomain.NewKey key) {
        JmapRequest request = new JmapRequest();
        String call = request.call(SIGNATURE + "/set", Map.of("create", Map.of("key", properties(domainId, key))));
        write("dkim.create", request).refusal(call, "key").ifPresent(error -> {
            throw error.asException("dkim.create");
        });
    }

    @Override
    public void changeStage(String signatureId, DkimStage stage) {
        update("dkim.change_stage", SIGNATURE, signatureId, Map.of("stage", stage.word()));
    }

    private void update(String operation, String object, String id, Map<String, ?> properties) {
        JmapRequest request = new JmapRequest();
        String call = request.call(object + "/set", Map.of("update", Map.of(id, properties)));
        send(operation, request, true).requireUpdated(call, id);
    }

    @Override
    public void destroySignature(String signatureId) {
        JmapRequest request = new JmapRequest();
        String call = request.call(SIGNATURE + "/set", Map.of("destroy", List.of(signatureId)));
        send("dkim.destroy", request, true).requireDestroyed(call, signatureId);
    }

    @Override
    public Contents contents(String domainId, String domainName) {
        List<String> users = ids("account.list", ACCOUNT, Map.of("domainId", domainId, "@type", "User"));
        List<String> groups = ids("account.list", ACCOUNT, Map.of("domainId", domainId, "@type", "Group"));
        return new Contents(users, groups, lists(domainName));
    }

    /** Mailing lists can't be filtered by domain: all are read, and compared by address. */
    private List<String> lists(String domainName) {
        List<String> all = ids("mailinglist.list", MAILING_LIST, Map.of());
        List<String> ofDomain = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PAGE) {
            JmapRequest request = new JmapRequest();
            String get = request.call(
                    MAILING_LIST + "/get",
                    Map.of(
                            "ids",
                            all.subList(from, Math.min(from + PAGE, all.size())),
                            "properties",
                            List.of("id", "emailAddress")));
            for (JsonNode list : read("mailinglist.list", request).of(get).path("list")) {
                if (list.path("emailAddress").asText().endsWith("@" + domainName)) {
                    ofDomain.add(list.path("id").asText());
                }
            }
        }
        return ofDomain;
    }

    private static final int PAGE = 500;

    /** All ids. With a count the pages are what they should be; without it Stalwart cuts in silence. */
    private List<String> ids(String operation, String object, Map<String, ?> filter) {
        List<String> ids = new ArrayList<>();
        int total;
        do {
            JmapRequest request = new JmapRequest();
            String query = request.call(
                    object + "/query",
                    Map.of("filter", filter, "calculateTotal", true, "limit", PAGE, "position", ids.size()));
            JsonNode answer = read(operation, request).of(query);
            total = answer.path("total").asInt();
            if (answer.path("ids").isEmpty()) {
                break;
            }
            answer.path("ids").forEach(id -> ids.add(id.asText()));
        } while (ids.size() < total);
        return ids;
    }

    @Override
    public void destroyContents(Contents contents) {
        // Groups last: members refer to them.
        destroyAll("mailinglist.destroy", MAILING_LIST, contents.lists());
        destroyAll("account.destroy", ACCOUNT, contents.users());
        destroyAll("account.destroy", ACCOUNT, contents.groups());
    }

    private void destroyAll(String operation, String object, List<String> ids) {
        for (int from = 0; from < ids.size(); from += PAGE) {
            List<String> page = ids.subList(from, Math.min(from + PAGE, ids.size()));
            JmapRequest request = new JmapRequest();
            String call = request.call(object + "/set", Map.of("destroy", page));
            JmapAnswer answer = send(operation, request, true);
            page.forEach(id -> answer.requireDestroyed(call, id));
        }
    }

    @Override
    public void destroyDomain(String id, List<String> signatureIds) {
        JmapRequest request = new JmapRequest();
        String keyCall = request.call(SIGNATURE + "/set", Map.of("destroy", signatureIds));
        String call = request.call(DOMAIN + "/set", Map.of("destroy", List.of(id)));
        JmapAnswer answer = send("domain.destroy", request, true);
        signatureIds.forEach(signature -> answer.requireDestroyed(keyCall, signature));
        Optional<JmapAnswer.SetError> refusal = answer.refusal(call, id);
        if (refusal.isPresent() && refusal.get().type().equals("objectIsLinked")) {
            throw new ExternalException.Conflict(
                    SYSTEM,
                    "DomainInUse",
                    "The domain can't be destroyed in Stalwart while "
                            + refusal.get().details().path("linkedObjects").size()
                            + " other object(s) refer to it, such as aliases of mailboxes in other domains. Remove these"
                            + " references in Stalwart.");
        }
        answer.requireDestroyed(call, id);
    }

    private JmapAnswer read(String operation, JmapRequest request) {
        return send(operation, request, true);
    }

    private JmapAnswer write(String operation, JmapRequest request) {
        return send(operation, request, false);
    }

    private JmapAnswer send(String operation, JmapRequest request, boolean repeatable) {
        HttpCall call = HttpCall.write(operation, "POST", "/jmap", request.body());
        HttpAnswer answer = http.send(repeatable ? call.asRepeatable() : call);
        if (!answer.isSuccess()) {
            throw error(operation, answer);
        }
        if (!answer.json().has("methodResponses")) {
            throw unreadable(operation);
        }
        return new JmapAnswer(operation, answer.json());
    }

    private static ExternalException unreadable(String operation) {
        return new ExternalException.Transient(
                SYSTEM,
                "StalwartUnreadable",
                "What Stalwart answers to " + operation
                        + " can't be read: it is no JMAP. Check that nothing between the operator and Stalwart changes"
                        + " answers; the operator looks and tries again by itself.",
                true,
                null,
                null);
    }

    /** The detail of a 400 repeats the request with its private keys: it is never shown. */
    private ExternalException error(String operation, HttpAnswer answer) {
        String type = answer.json().path("type").asText("");
        if (answer.status() == 400 && type.endsWith(":limit")) {
            return new ExternalException.Transient(
                    SYSTEM,
                    "StalwartUnavailable",
                    "Stalwart asks for fewer calls at once. The operator tries again by itself.",
                    false,
                    null,
                    null);
        }
        return switch (answer.status()) {
            case 403 -> JmapAnswer.forbidden(operation);
            case 404 ->
                new ExternalException.Invalid(
                        SYSTEM,
                        "StalwartNotFound",
                        "What answers at " + http.settings().url()
                                + " is not Stalwart 0.16 or later. Check stalwart.url, and the release.");
            case 400 ->
                new ExternalException.Invalid(
                        SYSTEM,
                        "StalwartRefused",
                        "Stalwart refuses " + operation + " as a whole (" + type.replaceFirst("^.*:", "")
                                + "). This is a defect of the operator or a release that it does not know: report it.");
            default ->
                new ExternalException.Transient(
                        SYSTEM,
                        "StalwartFailed",
                        "Stalwart failed inside on " + operation + " (" + answer.status()
                                + "). The operator looks and tries again by itself; if it stays, see Stalwart's log.",
                        true,
                        null,
                        null);
        };
    }
}
