package io.dezky.simulator.authentik.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.store.Row;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The members that a body may have. Others are ignored, without a word. */
public final class Fields {

    private final List<Field> fields;

    private Fields(List<Field> fields) {
        this.fields = fields;
    }

    public static Fields of(Field... fields) {
        return new Fields(List.of(fields));
    }

    /** These and more. */
    public Fields and(Field... more) {
        return new Fields(Stream.concat(fields.stream(), Stream.of(more)).toList());
    }

    /**
     * Checks a body and gives the members to store; refuses with everything that is wrong with it.
     *
     * @param write how it is meant
     * @param existing the object that it changes, for a PUT or PATCH
     * @param arrived {@link Call#arrived}
     */
    public ObjectNode read(ObjectNode body, Write write, Optional<Row> existing, long arrived) {
        ObjectNode accepted = JsonNodeFactory.instance.objectNode();
        ObjectNode complaints = JsonNodeFactory.instance.objectNode();
        for (Field field : fields) {
            try {
                read(field, body, write, existing, arrived).ifPresent(value -> accepted.set(field.name(), value));
            } catch (Refused refused) {
                complaints.set(field.name(), refused.complaint());
            }
        }
        if (!complaints.isEmpty()) {
            throw Problem.invalid(complaints);
        }
        return accepted;
    }

    private static Optional<JsonNode> read(
            Field field, ObjectNode body, Write write, Optional<Row> existing, long arrived) {
        JsonNode given = body.get(field.name());
        if (given == null) {
            return missing(field, write);
        }
        if (given.isNull()) {
            if (!field.nullable()) {
                throw new Refused("This field may not be null.");
            }
            return Optional.of(NullNode.instance);
        }
        JsonNode value = field.kind().accept(given);
        field.unique().ifPresent(unique -> check(unique, value, existing, arrived));
        return Optional.of(value);
    }

    private static Optional<JsonNode> missing(Field field, Write write) {
        if (write == Write.PATCH) {
            return Optional.empty();
        }
        if (field.required()) {
            throw new Refused("This field is required.");
        }
        boolean set = write == Write.CREATE || field.emptiedByPut();
        return set ? Optional.of(field.initial().get()) : Optional.empty();
    }

    /**
     * Who began before the other object was there has passed this check on the real server and fails at the data base:
     * one such caller sees a crash, the others the plain refusal, so that both are met with.
     */
    private static void check(Field.Unique unique, JsonNode value, Optional<Row> existing, long arrived) {
        if (value.isNull()) {
            return;
        }
        Optional<Row> other = unique.others()
                .apply(value.asText())
                .filter(row -> existing.map(self -> self != row).orElse(true))
                .findFirst();
        if (other.isEmpty()) {
            return;
        }
        if (unique.guarded()
                && other.get().isYoungerThan(arrived)
                && other.get().tellRace()) {
            throw Problem.crash();
        }
        throw new Refused(unique.complaint());
    }
}
