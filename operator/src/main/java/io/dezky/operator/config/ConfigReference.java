package io.dezky.operator.config;

import java.lang.reflect.RecordComponent;

/** Renders the reference page of the configuration from the record itself. */
public final class ConfigReference {

    private ConfigReference() {}

    /** The page, in Markdown. */
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                Generated from the configuration record: `mvn -pl operator -am verify -Dconfig.write=true` writes it anew, and
                `mvn verify` fails when this page and the code differ.

                The operator reads one YAML file (`--config FILE`, or the environment variable `DEZKY_CONFIG`). Each key can be
                overridden by an environment variable. A wrong key or value stops the start, with a message that names each wrong
                key and what to do. Durations are written like `500ms`, `30s`, `5m`, `24h`; lists in an environment variable with
                commas. An empty value counts as none, so that the default holds; an empty list is empty.
                """);
        for (RecordComponent section : OperatorConfig.class.getRecordComponents()) {
            page.append("\n## ").append(section.getName()).append("\n\n");
            page.append(section.getAnnotation(Key.class).value()).append(".\n\n");
            page.append("| key | default | what it does | environment variable |\n| --- | --- | --- | --- |\n");
            for (RecordComponent key : section.getType().getRecordComponents()) {
                page.append(row(section.getName(), key));
            }
        }
        return page.toString();
    }

    private static String row(String section, RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        String path = section + "." + component.getName();
        String byDefault =
                key.required() ? "**required**" : key.byDefault().isEmpty() ? "" : "`" + key.byDefault() + "`";
        return "| `" + path + "` | " + byDefault + " | " + key.value() + " | `" + ConfigReader.variable(path) + "` |\n";
    }
}
