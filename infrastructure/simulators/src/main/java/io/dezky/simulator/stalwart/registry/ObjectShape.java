package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The properties of one kind of object: what they may hold, which of them a caller may write, what they are at first. */
final class ObjectShape {

    private record Property(ValueType type, boolean serverSet, boolean required, JsonNode initial) {}

    private final Map<String, Property> properties;

    private ObjectShape(Map<String, Property> properties) {
        this.properties = properties;
    }

    static Builder with() {
        return new Builder();
    }

    static final class Builder {
        private final Map<String, Property> properties = new LinkedHashMap<>();

        /** A property that every object must have and that has no default. */
        Builder required(String name, ValueType type) {
            return add(name, new Property(type, false, true, null));
        }

        /** A property that is null until it is written. */
        Builder optional(String name, ValueType type) {
            return add(name, new Property(type, false, false, NullNode.instance));
        }

        /** A property that has this value until it is written. */
        Builder optional(String name, ValueType type, JsonNode initial) {
            return add(name, new Property(type, false, false, initial));
        }

        /** A property that an object simply does not have until it is written. */
        Builder absent(String name, ValueType type) {
            return add(name, new Property(type, false, false, null));
        }

        /** A property that only the server writes. */
        Builder serverSet(String name) {
            return add(name, new Property((path, given) -> given, true, false, null));
        }

        private Builder add(String name, Property property) {
            PropertyNames.add(name);
            properties.put(name, property);
            return this;
        }

        ObjectShape build() {
            return new ObjectShape(properties);
        }
    }

    /**
     * A new object.
     *
     * @param prefix the path of the property that holds it; empty for an object of the registry
     * @throws SetError when a member is refused
     */
    ObjectNode created(String prefix, ObjectNode body) {
        List<String> given = new ArrayList<>();
        body.fieldNames().forEachRemaining(given::add);
        given.remove("@type");
        given.stream().filter(name -> !PropertyNames.isKnown(name)).findFirst().ifPresent(name -> {
            // The answer does not say which one: the name is lost while the body is read.
            throw SetError.invalidPatch("Invalid key for object", prefix);
        });
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name : given) {
            String path = path(prefix, name);
            object.set(name, writable(path, name).type().accept(path, body.get(name)));
        }
        properties.forEach((name, property) -> {
            if (!object.has(name) && property.initial() != null) {
                object.set(name, property.initial().deepCopy());
            }
        });
        return object;
    }

    /** The required properties that an object lacks. */
    List<String> missing(ObjectNode object) {
        return properties.entrySet().stream()
                .filter(entry -> entry.getValue().required() && !object.has(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The object after a patch, whose keys are names of properties or JSON pointers into them.
     *
     * @throws SetError when a member is refused; then nothing of the patch counts
     */
    ObjectNode patched(String prefix, ObjectNode current, ObjectNode patch) {
        ObjectNode object = current.deepCopy();
        patch.properties().forEach(member -> {
            List<String> pointer = pointer(member.getKey());
            String name = pointer.get(0);
            String path = path(prefix, member.getKey());
            ValueType type = writable(path, name).type();
            JsonNode value = pointer.size() == 1
                    ? type.accept(path, member.getValue())
                    : type.acceptAt(path, pointer.subList(1, pointer.size()), member.getValue(), valueOf(object, name));
            object.set(name, value);
        });
        return object;
    }

    /** What a caller may read: without the properties that are not wanted, secrets masked. */
    ObjectNode shown(ObjectNode stored, Predicate<String> wanted) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        stored.properties().forEach(member -> {
            Property property = properties.get(member.getKey());
            if (property != null && wanted.test(member.getKey())) {
                shown.set(member.getKey(), property.type().shown(member.getValue()));
            }
        });
        return shown;
    }

    /** A body or a patch with creation references replaced wherever an id is expected. */
    ObjectNode resolved(ObjectNode body, UnaryOperator<String> idOf) {
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        body.properties().forEach(member -> {
            List<String> pointer = pointer(member.getKey());
            Property property = properties.get(pointer.get(0));
            if (property == null) {
                resolved.set(member.getKey(), member.getValue());
            } else if (pointer.size() == 1) {
                resolved.set(member.getKey(), property.type().resolved(member.getValue(), idOf));
            } else {
                List<String> rest = pointer.subList(1, pointer.size());
                List<String> found = property.type().resolvedPointer(rest, idOf);
                String key = found.equals(rest) ? member.getKey() : pointer.get(0) + "/" + joined(found);
                resolved.set(key, property.type().resolvedAt(rest, member.getValue(), idOf));
            }
        });
        return resolved;
    }

    ValueType type(String name) {
        Property property = properties.get(name);
        return property == null ? null : property.type();
    }

    private Property writable(String path, String name) {
        Property property = properties.get(name);
        if (property == null) {
            throw SetError.invalidPatch("Invalid property", path);
        }
        if (property.serverSet()) {
            throw SetError.invalidPatch("Cannot modify server set property", path);
        }
        return property;
    }

    private static JsonNode valueOf(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        return value == null ? NullNode.instance : value;
    }

    private static String path(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** The parts of a pointer as one text. */
    static String joined(List<String> parts) {
        return String.join(
                "/",
                parts.stream()
                        .map(part -> part.replace("~", "~0").replace("/", "~1"))
                        .toList());
    }

    /** The path of what holds the last parts of a pointer. */
    static String holder(String path, List<String> rest) {
        return path.substring(0, path.length() - joined(rest).length() - 1);
    }

    private static List<String> pointer(String key) {
        List<String> parts = new ArrayList<>();
        for (String part : key.split("/", -1)) {
            parts.add(part.replace("~1", "/").replace("~0", "~"));
        }
        return parts;
    }
}
