package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One object of a set call was refused; the others of the call go on. */
public final class SetError extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** An object that is named in an error. */
    record Named(String object, String id) {
        Named(String object, long id) {
            this(object, Ids.text(id));
        }

        ObjectNode json() {
            return JsonNodeFactory.instance.objectNode().put("object", object).put("id", id);
        }
    }

    private final transient ObjectNode json;

    private SetError(ObjectNode json) {
        super(json.toString(), null, false, false);
        this.json = json;
    }

    /** The error as it stands in the answer. */
    public ObjectNode json() {
        return json;
    }

    /** A value that cannot be stored: of the wrong kind, in the wrong form, under a wrong name. */
    static SetError invalidPatch(String description, String property) {
        ObjectNode json = of("invalidPatch").put("description", description);
        json.putArray("properties").add(property);
        return new SetError(json);
    }

    /** Values that are well-formed, but not acceptable. */
    static SetError invalidProperties(String description, String... properties) {
        ObjectNode json = of("invalidProperties").put("description", description);
        if (properties.length > 0) {
            ArrayNode names = json.putArray("properties");
            List.of(properties).forEach(names::add);
        }
        return new SetError(json);
    }

    static SetError missing(List<String> properties) {
        ObjectNode json = of("validationFailed");
        ArrayNode errors = json.putArray("validationErrors");
        properties.forEach(
                property -> errors.addObject().put("type", "Required").put("property", property));
        return new SetError(json);
    }

    /** Another object has this name already. */
    static SetError primaryKeyViolation(String property, Named owner) {
        ObjectNode json = of("primaryKeyViolation");
        json.putArray("properties").add(property);
        json.set("objectId", owner.json());
        return new SetError(json);
    }

    /** The object that is referred to does not exist. */
    static SetError invalidForeignKey(Named referred) {
        ObjectNode json = of("invalidForeignKey");
        json.set("objectId", referred.json());
        return new SetError(json);
    }

    /** Others refer to the object, all of which are named. */
    static SetError objectIsLinked(Named object, List<Named> linked) {
        ObjectNode json = of("objectIsLinked");
        json.set("objectId", object.json());
        ArrayNode others = json.putArray("linkedObjects");
        linked.forEach(other -> others.add(other.json()));
        return new SetError(json);
    }

    /** A setting that a reload could not build. */
    static SetError validationFailed(String description, Named object) {
        ObjectNode json = of("validationFailed").put("description", description);
        json.set("objectId", object.json());
        return new SetError(json);
    }

    static SetError forbidden(String description) {
        return new SetError(of("forbidden").put("description", description));
    }

    static SetError overQuota(String description) {
        return new SetError(of("overQuota").put("description", description));
    }

    public static SetError notFound() {
        return new SetError(of("notFound"));
    }

    /** Update and destroy of the same object in one call: the update is refused. */
    public static SetError willDestroy() {
        return new SetError(of("willDestroy").put("description", "ID will be destroyed."));
    }

    private static ObjectNode of(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
