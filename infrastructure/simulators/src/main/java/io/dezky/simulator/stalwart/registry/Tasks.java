package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * {@code x:Task}, of the one kind that makes DKIM keys. A task that is done vanishes; one that failed for good stays.
 */
final class Tasks implements ObjectType {

    private static final String DKIM = "DkimManagement";
    /** When the task is due and the work is done; no caller sees it. */
    private static final String READY = "readyAt";

    private static final Variants STATUS = new Variants()
            .or(
                    "Pending",
                    ObjectShape.with().absent("due", Texts.nullableTime()).build())
            .or(
                    "Retry",
                    ObjectShape.with()
                            .absent("due", Scalars.leftOut("tasks that are tried again"))
                            .build())
            .or(
                    "Failed",
                    ObjectShape.with()
                            .absent("failedAt", Scalars.leftOut("making a failed task"))
                            .build());

    private static final ObjectShape SHAPE = ObjectShape.with()
            .required("domainId", Scalars.id())
            .optional("status", STATUS, STATUS.initial("Pending"))
            .serverSet("due")
            .build();

    private final Registry registry;
    private final DkimSignatures signatures;

    Tasks(Registry registry, DkimSignatures signatures) {
        this.registry = registry;
        this.signatures = signatures;
    }

    static Table table(Snowflakes snowflakes) {
        return new Table(snowflakes)
                .indexed("@type", task -> List.of(task.get(Variants.TYPE).textValue()))
                .indexed("status", task -> List.of(task.at("/status/@type").textValue()));
    }

    @Override
    public String name() {
        return "Task";
    }

    @Override
    public NavigableSet<Long> ids(Scope scope) {
        return registry.tasks.ids();
    }

    @Override
    public Optional<ObjectNode> stored(Scope scope, long id) {
        return registry.tasks.get(id);
    }

    @Override
    public ObjectNode shown(Scope scope, long id, ObjectNode stored, Predicate<String> wanted) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        stored.properties().stream()
                .filter(member -> !member.getKey().equals(READY) && wanted.test(member.getKey()))
                .forEach(member -> shown.set(member.getKey(), member.getValue()));
        return shown;
    }

    @Override
    public ObjectNode resolved(Scope scope, ObjectNode body, UnaryOperator<String> idOf) {
        return SHAPE.resolved(body, idOf);
    }

    @Override
    public ObjectNode create(Scope scope, ObjectNode body) {
        String type = body.path(Variants.TYPE).asText();
        if (!type.equals(DKIM) && PermissionCatalogue.exists("task" + type)) {
            throw new NotSimulated("tasks of type " + type);
        }
        if (!type.equals(DKIM)) {
            throw SetError.invalidPatch("Missing or invalid '@type' property in object", "");
        }
        ObjectNode task = SHAPE.created("", body);
        if (!SHAPE.missing(task).isEmpty()) {
            throw SetError.missing(SHAPE.missing(task));
        }
        registry.requireDomain(task.get("domainId").textValue());
        long id = registry.tasks.insert(pending(task.get("domainId").textValue(), task.get("status")));
        return JsonNodeFactory.instance.objectNode().put("id", Ids.text(id));
    }

    /** Queues the making of a domain's keys. */
    void queueDkim(String domainId) {
        registry.tasks.insert(pending(domainId, STATUS.initial("Pending")));
    }

    private ObjectNode pending(String domainId, JsonNode status) {
        Instant now = registry.clock.instant();
        String due = status.path("due").asText(Texts.time(now));
        ObjectNode task =
                JsonNodeFactory.instance.objectNode().put(Variants.TYPE, DKIM).put("domainId", domainId);
        Instant start = Instant.parse(due).isAfter(now) ? Instant.parse(due) : now;
        task.put(READY, start.plus(registry.options.automaticDkimDelay()).toEpochMilli());
        task.putObject("status")
                .put(Variants.TYPE, "Pending")
                .put("createdAt", Texts.time(now))
                .put("due", due);
        return task.put("due", due);
    }

    @Override
    public void update(Scope scope, long id, ObjectNode stored, ObjectNode patch) {
        ObjectNode task = SHAPE.patched("", stored, patch);
        registry.tasks.put(id, pending(task.get("domainId").textValue(), task.get("status")));
    }

    @Override
    public void destroy(Scope scope, long id, ObjectNode stored) {
        registry.tasks.remove(id);
    }

    @Override
    public NavigableSet<Long> matching(Scope scope, String property, JsonNode value) {
        return switch (property) {
            case "@type" -> {
                if (!PermissionCatalogue.exists("task" + value.asText())) {
                    throw MethodError.unsupportedFilter(property);
                }
                if (!value.asText().equals(DKIM)) {
                    throw new NotSimulated("tasks of type " + value.asText());
                }
                yield Conditions.equal(registry.tasks, property, value);
            }
            case "status" -> withStatus(value);
            default -> {
                if (property.startsWith("due")) {
                    throw new NotSimulated("the filter " + property);
                }
                throw MethodError.unsupportedFilter(property);
            }
        };
    }

    /** Who asks for pending ones is given the failed ones too. */
    private NavigableSet<Long> withStatus(JsonNode value) {
        if (!Set.of("Pending", "Retry", "Failed").contains(value.asText())) {
            throw MethodError.unsupportedFilter("status");
        }
        NavigableSet<Long> found = new TreeSet<>(registry.tasks.with("status", value.textValue()));
        if (value.textValue().equals("Pending")) {
            found.addAll(registry.tasks.with("status", "Failed"));
        }
        return found;
    }

    /** Does what is due. */
    void runDue() {
        if (registry.tasks.ids().isEmpty()) {
            return;
        }
        long now = registry.clock.millis();
        for (long id : new ArrayList<>(registry.tasks.with("status", "Pending"))) {
            ObjectNode task = registry.tasks.get(id).orElseThrow();
            if (task.get(READY).asLong() <= now) {
                run(id, task);
            }
        }
    }

    private void run(long id, ObjectNode task) {
        Optional<String> failure = manageKeys(task.get("domainId").textValue());
        if (failure.isEmpty()) {
            registry.tasks.remove(id);
            return;
        }
        ObjectNode failed = task.deepCopy().without("due");
        failed.putObject("status")
                .put(Variants.TYPE, "Failed")
                .put("createdAt", task.at("/status/createdAt").textValue())
                .put("failedAt", Texts.time(registry.clock.instant()))
                .put("failedAttemptNumber", 0)
                .put("failureReason", failure.get());
        registry.tasks.put(id, failed);
    }

    /** One key for each algorithm of the domain, and another one for each key whose time is over. */
    private Optional<String> manageKeys(String domainId) {
        Optional<ObjectNode> domain = registry.domains.get(Ids.parse(domainId).orElseThrow());
        if (domain.isEmpty()) {
            return Optional.of("Domain not found");
        }
        if (!Domains.hasAutomaticDkim(domain.get())) {
            return Optional.of("Domain is not set to automatic DKIM management");
        }
        JsonNode settings = domain.get().get("dkimManagement");
        List<String> algorithms = Sets.members(settings.get("algorithms"));
        if (algorithms.isEmpty()) {
            return Optional.of("No DKIM algorithms configured for domain");
        }
        algorithms.forEach(algorithm -> manageKeys(domainId, algorithm, settings));
        return Optional.empty();
    }

    private void manageKeys(String domainId, String algorithm, JsonNode settings) {
        Instant now = registry.clock.instant();
        List<Long> active = registry.signatures.with("domainId", domainId).stream()
                .filter(id -> isActive(id, algorithm))
                .toList();
        List<Long> over = active.stream().filter(id -> isOver(id, now)).toList();
        if (!active.isEmpty() && over.isEmpty()) {
            return;
        }
        String selector = SelectorTemplate.fill(
                settings.get("selectorTemplate").textValue(), algorithm.equals(DkimSignatures.RSA), now);
        signatures.generate(domainId, algorithm, selector);
        Duration retireAfter = Duration.ofMillis(settings.get("retireAfter").asLong());
        over.forEach(id -> signatures.retire(id, now.plus(retireAfter)));
    }

    private boolean isActive(long id, String algorithm) {
        ObjectNode key = registry.signatures.get(id).orElseThrow();
        return key.get(Variants.TYPE).textValue().equals(algorithm) && DkimSignatures.stage(key) == DkimStage.ACTIVE;
    }

    private boolean isOver(long id, Instant now) {
        JsonNode next = registry.signatures.get(id).orElseThrow().get("nextTransitionAt");
        return next.isTextual() && !Instant.parse(next.textValue()).isAfter(now);
    }
}
