package io.dezky.helm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.operator.config.Key;
import io.dezky.operator.config.OperatorConfig;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The schema of the operator's configuration, from its record: what the operator would refuse at its start, helm refuses before. */
final class ConfigSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final String DOMAIN = "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String WEB_URL = "^https?://[^/?#@\\s]+(/[^?#\\s]*)?$";

    /** An empty value is one that is not set yet; the templates ask for it by a message of their own. */
    private static final Map<String, String> PATTERNS = Map.of(
            "platform.instance", "^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$",
            "platform.baseDomain", "^(" + DOMAIN + ")?$",
            "authentik.url", "^$|" + WEB_URL,
            "stalwart.url", "^$|" + WEB_URL,
            "ocis.url", "^$|" + WEB_URL,
            "authentik.publicHost", "^" + DOMAIN + "$",
            "mail.reservedDomains", "^" + DOMAIN + "$",
            "dns.resolvers", "^(\\[[0-9a-fA-F:]+\\](:[0-9]{1,5})?|[A-Za-z0-9.-]+(:[0-9]{1,5})?)$",
            "ocis.defaultQuota", "^[1-9][0-9]{0,14}(k|M|G|T|Ki|Mi|Gi|Ti)?$",
            "logging.level", "^(ERROR|WARN|INFO|DEBUG)$");

    private record Range(int least, int most) {}

    private static final Map<String, Range> RANGES = Map.of(
            "maxConcurrentCalls", new Range(1, 64),
            "maxCallsPerSecond", new Range(1, 10_000),
            "workers", new Range(1, 200),
            "port", new Range(1, 65_535));

    private ConfigSchema() {}

    static ObjectNode schema() {
        return record(OperatorConfig.class, "");
    }

    private static ObjectNode record(Class<?> type, String path) {
        ObjectNode schema = JSON.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        for (RecordComponent component : type.getRecordComponents()) {
            String child = path.isEmpty() ? component.getName() : path + "." + component.getName();
            properties.set(component.getName(), key(component, child));
        }
        return schema;
    }

    private static ObjectNode key(RecordComponent component, String path) {
        Key key = component.getAnnotation(Key.class);
        ObjectNode schema = JSON.objectNode().put("description", key.value());
        if (component.getType().isRecord()) {
            return schema.setAll(record(component.getType(), path));
        }
        schema.setAll(value(component, path));
        if (!key.byDefault().isEmpty()) {
            byDefault(schema, component.getType(), key.byDefault());
        }
        return schema;
    }

    private static ObjectNode value(RecordComponent component, String path) {
        Class<?> type = component.getType();
        ObjectNode schema = JSON.objectNode();
        if (type == boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == int.class) {
            Range range = RANGES.get(component.getName());
            return schema.put("type", "integer").put("minimum", range.least()).put("maximum", range.most());
        }
        if (type == List.class) {
            schema.put("type", "array");
            schema.set("items", text(PATTERNS.get(path)));
            return schema;
        }
        if (type.isEnum()) {
            ArrayNode constants = schema.put("type", "string").putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                constants.add(constant.toString());
            }
            return schema;
        }
        return text(PATTERNS.getOrDefault(path, patternOf(type)));
    }

    private static ObjectNode text(String pattern) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        return pattern == null ? schema : schema.put("pattern", pattern);
    }

    private static String patternOf(Class<?> type) {
        if (type == Duration.class) {
            return "^0*[1-9][0-9]{0,8}(ms|s|m|h)$";
        }
        if (type == Path.class) {
            return "^/\\S+$";
        }
        return type == URI.class ? WEB_URL : null;
    }

    private static void byDefault(ObjectNode schema, Class<?> type, String text) {
        if (type == boolean.class) {
            schema.put("default", Boolean.parseBoolean(text));
        } else if (type == int.class) {
            schema.put("default", Integer.parseInt(text));
        } else if (type == List.class) {
            List.of(text.split(",")).forEach(schema.withArray("default")::add);
        } else {
            schema.put("default", text);
        }
    }
}
