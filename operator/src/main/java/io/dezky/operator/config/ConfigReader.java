package io.dezky.operator.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the configuration from a YAML file. Each key can be overridden by an environment variable: {@code DEZKY_} and
 * the key in upper case, words and levels joined by underscores ({@code authentik.tokenFile} is
 * {@code DEZKY_AUTHENTIK_TOKEN_FILE}); a list is written with commas.
 */
public final class ConfigReader {

    /** Kubernetes puts such variables into every pod for each Service of the namespace. */
    private static final Pattern SERVICE_LINK = Pattern.compile("_SERVICE_HOST$|_SERVICE_PORT(_|$)|_PORT(_\\d+_|$)");

    private static final int LARGEST_PORT = 65_535;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    /** What stands twice, or behind a second {@code ---}, would be ignored in part. */
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    private ConfigReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Reads and validates.
     *
     * @param file null for none: then all comes from the environment
     * @throws WrongConfiguration when it can't be used; the message names each wrong key
     */
    public static OperatorConfig read(Path file, Map<String, String> environment) {
        ConfigReader reader = new ConfigReader(environment);
        JsonNode tree = file == null ? JsonNodeFactory.instance.objectNode() : parse(file);
        OperatorConfig config = (OperatorConfig) reader.record(OperatorConfig.class, "", tree);
        reader.unknownVariables();
        if (reader.problems.isEmpty()) {
            reader.problems.addAll(ConfigRules.problems(config));
        }
        if (!reader.problems.isEmpty()) {
            throw new WrongConfiguration(reader.problems);
        }
        return config;
    }

    private static JsonNode parse(Path file) {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            if (tree == null || tree.isNull() || tree.isMissingNode()) {
                return JsonNodeFactory.instance.objectNode();
            }
            if (!tree.isObject()) {
                throw new WrongConfiguration(
                        List.of(file + ": is no YAML mapping. Begin with a line like `platform:`."));
            }
            return tree;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new WrongConfiguration(List.of(file + ": can't be understood at line " + line
                    + ": no YAML, a key that stands twice, or a second" + " document. Mend that line."));
        } catch (IOException e) {
            throw new WrongConfiguration(List.of(file + ": can't be read. Mount it, or give its path by --config."));
        }
    }

    private Object record(Class<?> type, String path, JsonNode tree) {
        if (!tree.isObject()) {
            problems.add(path + ": must be a mapping. Write its keys on lines of their own below it, indented.");
            tree = JsonNodeFactory.instance.objectNode();
        }
        RecordComponent[] components = type.getRecordComponents();
        Set<String> known = new LinkedHashSet<>();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            known.add(components[i].getName());
            types[i] = components[i].getType();
            values[i] = value(components[i], child(path, components[i].getName()), tree.get(components[i].getName()));
        }
        tree.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.add(
                        child(path, name) + ": there is no such key. Known here: " + String.join(", ", known) + ".");
            }
        });
        return construct(type, types, values);
    }

    private static Object construct(Class<?> type, Class<?>[] types, Object[] values) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Object value(RecordComponent component, String path, JsonNode given) {
        if (component.getType().isRecord()) {
            return record(
                    component.getType(),
                    path,
                    given == null || given.isNull() ? JsonNodeFactory.instance.objectNode() : given);
        }
        return component.getType() == List.class ? list(component, path, given) : single(component, path, given);
    }

    /** An empty text counts as none: charts write such for values that nobody set. */
    private Object single(RecordComponent component, String path, JsonNode given) {
        Key key = component.getAnnotation(Key.class);
        if (given != null && given.isContainerNode()) {
            problems.add(path + ": must be a single value, not a list or a mapping.");
            return absent(component.getType());
        }
        String written =
                environment.getOrDefault(variable(path), given == null || given.isNull() ? "" : given.asText());
        String text = written.isBlank() ? key.byDefault() : written.strip();
        if (text.isEmpty()) {
            if (key.required()) {
                problems.add(path + ": is missing. Set it in the file, or by " + variable(path) + ".");
            }
            return absent(component.getType());
        }
        try {
            return convert(component.getType(), text);
        } catch (IllegalArgumentException wrong) {
            problems.add(path + ": " + wrong.getMessage());
            return absent(component.getType());
        }
    }

    /** An empty one is empty, and not the default: that is how somebody wants none. */
    private List<String> list(RecordComponent component, String path, JsonNode given) {
        String override = environment.get(variable(path));
        if (override != null) {
            return separated(override);
        }
        if (given == null || given.isNull()) {
            return separated(component.getAnnotation(Key.class).byDefault());
        }
        if (!given.isArray()) {
            problems.add(path + ": must be a list, like [one, two].");
            return List.of();
        }
        List<String> items = new ArrayList<>();
        for (JsonNode item : given) {
            if (item.isContainerNode() || item.asText().isBlank()) {
                problems.add(path + ": must be a list of single values; one of them is empty, a list or a mapping.");
            } else {
                items.add(item.asText().strip());
            }
        }
        return List.copyOf(items);
    }

    private static List<String> separated(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static Object absent(Class<?> type) {
        if (type == List.class) {
            return List.of();
        }
        if (type == int.class) {
            return 0;
        }
        return type == boolean.class ? Boolean.FALSE : null;
    }

    private static Object convert(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == boolean.class) {
            return truth(text);
        }
        if (type == int.class) {
            return number(text);
        }
        if (type == Duration.class) {
            return duration(text);
        }
        if (type == URI.class) {
            return url(text);
        }
        if (type == Path.class) {
            return Path.of(text);
        }
        return constant(type, text);
    }

    private static Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (constant.toString().equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is not one of " + Arrays.toString(type.getEnumConstants()) + ".");
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" must be true or false.");
        };
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" must be a whole number.");
        }
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" must be a duration like 30s, 5m or 24h.");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            boolean bare = url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
            if (web && bare && url.getHost() != null && url.getPort() <= LARGEST_PORT) {
                return url;
            }
        } catch (IllegalArgumentException noUri) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "must be an http or https URL with a host, without user, password, query and fragment, like"
                        + " https://auth.example.");
    }

    private void unknownVariables() {
        Set<String> known = new LinkedHashSet<>();
        variables(OperatorConfig.class, "", known);
        environment.keySet().stream()
                .filter(name -> name.startsWith("DEZKY_") && !known.contains(name))
                .filter(name -> !name.equals("DEZKY_CONFIG")
                        && !SERVICE_LINK.matcher(name).find())
                .sorted()
                .forEach(name -> problems.add(name + ": no key belongs to this environment variable. Unset it."));
    }

    private static void variables(Class<?> type, String path, Set<String> known) {
        for (RecordComponent component : type.getRecordComponents()) {
            String child = child(path, component.getName());
            if (component.getType().isRecord()) {
                variables(component.getType(), child, known);
            } else {
                known.add(variable(child));
            }
        }
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The environment variable of a key. */
    static String variable(String path) {
        String words = path.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2");
        return "DEZKY_" + words.toUpperCase(Locale.ROOT);
    }
}
