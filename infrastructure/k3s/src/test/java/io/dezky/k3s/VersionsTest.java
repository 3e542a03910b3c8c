package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VersionsTest {

    private static final Pattern VERSION = Pattern.compile("(?<![\\d.])v?\\d+\\.\\d+(?:\\.\\d+){1,3}(?![\\d.])");
    private static final Pattern ASSIGNMENT = Pattern.compile("^([A-Z0-9_]+)=(.+)$", Pattern.MULTILINE);
    /** Four numbers: an address, of the pod network, of resolvers. */
    private static final Pattern ADDRESS = Pattern.compile("(?<![\\d.])\\d+\\.\\d+\\.\\d+\\.\\d+(?![\\d.])");

    @Test
    void noFileButVersionsEnvNamesAVersion() {
        List<String> found = new ArrayList<>();
        for (Path file : StackFiles.all()) {
            if (List.of("versions.env", "pom.xml").contains(StackFiles.name(file))) {
                continue;
            }
            Matcher matcher =
                    VERSION.matcher(ADDRESS.matcher(StackFiles.text(file)).replaceAll(""));
            while (matcher.find()) {
                found.add(StackFiles.name(file) + ": " + matcher.group());
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void everyImageComesFromVersionsEnv() {
        List<String> images = new ArrayList<>();
        for (Path file : StackFiles.all()) {
            StackFiles.text(file)
                    .lines()
                    .filter(line -> line.strip().matches("-? ?\"?image\"?:.*"))
                    .forEach(images::add);
        }
        assertThat(images).isNotEmpty().allMatch(line -> line.strip().matches("image: \\$\\{[A-Z0-9]+_IMAGE}"));
    }

    @Test
    void everyImageHasATagAndEveryChartAVersion() {
        List<String> names = new ArrayList<>();
        Matcher matcher = ASSIGNMENT.matcher(StackFiles.text(StackFiles.stack("versions.env")));
        while (matcher.find()) {
            names.add(matcher.group(1));
            if (matcher.group(1).endsWith("_IMAGE")) {
                assertThat(matcher.group(2))
                        .as(matcher.group(1))
                        .matches("[a-z0-9.-]+/[a-z0-9./-]+:[\\w][\\w.-]+")
                        .doesNotEndWith(":latest");
            }
        }
        assertThat(names.stream().filter(name -> name.endsWith("_CHART")))
                .isNotEmpty()
                .allMatch(name -> names.contains(name + "_VERSION"));
    }

    @Test
    void nothingInVersionsEnvIsUnused() {
        Matcher matcher = ASSIGNMENT.matcher(StackFiles.text(StackFiles.stack("versions.env")));
        String everything = StackFiles.all().stream()
                .filter(file -> !StackFiles.name(file).equals("versions.env"))
                .map(StackFiles::text)
                .reduce("", String::concat);
        while (matcher.find()) {
            assertThat(everything).contains(matcher.group(1));
        }
    }
}
