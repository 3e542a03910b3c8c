package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A misspelt environment variable is silently ignored by all three systems, so each must be one that the facts name. */
class EnvironmentNamesTest {

    private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Z0-9]+(?:_+[A-Z0-9]+)+\\b");
    private static final Pattern BRACES = Pattern.compile("([A-Z0-9_]*)\\{([A-Z0-9_,]+)}([A-Z0-9_]*)");

    @Test
    void everyVariableOfOcisIsOneThatTheFactsName() {
        Set<String> used = new TreeSet<>();
        for (Rendered.Resource resource : Rendered.server().resources()) {
            if (resource.namespace().equals("ocis") && resource.kind().equals("ConfigMap")) {
                resource.body().path("data").fieldNames().forEachRemaining(used::add);
            }
        }
        used.addAll(keysOfSecret("ocis"));

        assertThat(used).hasSizeGreaterThan(35);
        assertThat(facts()).containsAll(used);
    }

    @Test
    void everyVariableOfAuthentikIsOneThatTheFactsName() {
        Set<String> used = new TreeSet<>();
        JsonNode values = Rendered.server().document("authentik/values.yaml");
        for (String list : new String[] {"/global/env", "/worker/env", "/server/env"}) {
            values.at(list).forEach(variable -> used.add(variable.path("name").asText()));
        }

        assertThat(used).hasSizeGreaterThan(8).allMatch(name -> name.startsWith("AUTHENTIK_"));
        assertThat(facts()).containsAll(used);
    }

    @Test
    void everyVariableOfStalwartIsOneThatTheFactsName() {
        Set<String> used = new TreeSet<>();
        Rendered.laptop().resources().stream()
                .filter(resource -> resource.file().equals("stalwart/stalwart.yaml"))
                .forEach(resource -> resource.podTemplate()
                        .at("/spec/containers/0/env")
                        .forEach(variable -> used.add(variable.path("name").asText())));

        assertThat(used).contains("STALWART_HOSTNAME", "STALWART_PUBLIC_URL", "STALWART_RECOVERY_ADMIN");
        assertThat(facts()).containsAll(used);
    }

    @Test
    void theSettingsThatWereProvenWithAuthentikStandWithTheirValues() {
        String federation = StackFiles.text(StackFiles.shared("contracts/federation.md"));
        String block = federation.substring(federation.indexOf("OCIS_URL="));
        JsonNode environment = Rendered.documents(Rendered.laptop().file("ocis/ocis.yaml"))
                .get(0)
                .path("data");
        int compared = 0;
        for (String line : block.substring(0, block.indexOf("```")).lines().toList()) {
            Matcher matcher = Pattern.compile("^([A-Z0-9_]+)=(\\S+)").matcher(line);
            if (matcher.find()) {
                assertThat(environment.path(matcher.group(1)).asText())
                        .as(matcher.group(1))
                        .isEqualTo(matcher.group(2).replace("dezky.example", "dezky.test"));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(13);
    }

    private static Set<String> keysOfSecret(String namespace) {
        Set<String> keys = new HashSet<>();
        Matcher lines = Pattern.compile("ensure_secret " + namespace + " [^\n]*(?:\\\\\n[^\n]*)*")
                .matcher(StackFiles.text(StackFiles.stack("bootstrap")));
        while (lines.find()) {
            Matcher names = Pattern.compile("([A-Z][A-Z0-9_]+)=(?:random|line)").matcher(lines.group());
            while (names.find()) {
                keys.add(names.group(1));
            }
        }
        assertThat(keys).isNotEmpty();
        return keys;
    }

    private static Set<String> facts() {
        Set<String> names = new HashSet<>();
        for (String file : new String[] {
            "contracts/federation.md",
            "contracts/ocis.md",
            "contracts/authentik.md",
            "contracts/stalwart.md",
            "design/k3s-stack.md"
        }) {
            String text = StackFiles.text(StackFiles.shared(file));
            Matcher plain = NAME.matcher(text);
            while (plain.find()) {
                names.add(plain.group());
            }
            Matcher braces = BRACES.matcher(text);
            while (braces.find()) {
                for (String middle : braces.group(2).split(",")) {
                    names.add(braces.group(1) + middle + braces.group(3));
                }
            }
            addShortForms(text, names);
        }
        return names;
    }

    /** {@code AUTHENTIK_BOOTSTRAP_PASSWORD, _TOKEN}: the end of the name before is replaced. */
    private static void addShortForms(String text, Set<String> names) {
        for (String line : text.split("\n")) {
            Matcher matcher = Pattern.compile("(?<![A-Z0-9_])([A-Z0-9]+(?:_+[A-Z0-9]+)+)|(?<![A-Z0-9])(_[A-Z0-9_]+)")
                    .matcher(line);
            String before = "";
            while (matcher.find()) {
                if (matcher.group(1) != null) {
                    before = matcher.group(1);
                    continue;
                }
                for (int end = before.indexOf('_'); end > 0; end = before.indexOf('_', end + 1)) {
                    names.add(before.substring(0, end) + matcher.group(2));
                }
            }
        }
        // AUTHENTIK_POSTGRESQL__HOST|PORT|NAME|USER|PASSWORD
        Matcher bars = Pattern.compile("([A-Z_]+__)([A-Z]+(?:\\|[A-Z]+)+)").matcher(text);
        while (bars.find()) {
            for (String last : bars.group(2).split("\\|")) {
                names.add(bars.group(1) + last);
            }
        }
    }
}
