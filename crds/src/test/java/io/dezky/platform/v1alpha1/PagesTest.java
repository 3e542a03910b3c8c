package io.dezky.platform.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page of the project, wherever it lies: links, objects, and what has no place in it. */
class PagesTest {

    private static final Set<String> KINDS = Set.of("Tenant", "OperatorInvite", "TenantInvite");
    private static final Pattern MENTION = Pattern.compile("docs/[a-z0-9/-]+\\.md");

    /** Homes and work folders of machines, and addresses that packages were fetched from somewhere. */
    private static final Pattern FROM_A_MACHINE = Pattern.compile(
            "/home/\\w|/Users/\\w|\\.\\./shared\\b|/root/\\.m2|"
                    + "artifactory|nexus\\.|localhost:\\d+/(?:maven|repository)|repo1?\\.maven|registry\\.npmjs|proxy\\.golang");

    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]+Test)(?:#(\\w+))?`");
    private static final List<Path> TESTS = Sources.files(ProjectFiles.ROOT, "Test.java");

    private static final OfflineApiServer SERVER = new OfflineApiServer(
            CrdGeneration.KINDS.stream().map(CrdGeneration::crd).toList());

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Page page) {
        List<String> dead =
                page.links().stream().filter(link -> leadsNowhere(page, link)).toList();

        assertThat(dead).as(page.toString()).isEmpty();
    }

    private static boolean leadsNowhere(Page page, String link) {
        if (link.matches("[a-z]+:.*")) {
            return false;
        }
        String path = link.replaceFirst("#.*", "");
        Path target =
                path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        if (!Files.exists(target)) {
            return true;
        }
        if (!link.contains("#")) {
            return false;
        }
        Page other = Page.of(ProjectFiles.ROOT
                .toAbsolutePath()
                .normalize()
                .relativize(target.toAbsolutePath().normalize())
                .toString());
        return !other.anchors().contains(link.replaceFirst(".*#", ""));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyObjectOfOursIsOneThatTheApiServerAccepts(Page page) {
        List<String> errors = new ArrayList<>();
        for (Page.Block block : page.blocks()) {
            if (!Set.of("yaml", "yml").contains(block.language())) {
                continue;
            }
            for (JsonNode object : Fixture.documents(block.text())) {
                if (KINDS.contains(object.path("kind").asText())) {
                    SERVER.create(object).forEach(error -> errors.add("line " + block.line() + ": " + error));
                }
            }
        }

        assertThat(errors).as(page.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void nothingTellsOfTheMachineThatItWasWrittenOn(Page page) {
        assertThat(page.lines()).noneMatch(line -> FROM_A_MACHINE.matcher(line).find());
    }

    @Test
    void everyPageThatTheSourcesNameIsThere() {
        List<String> missing = new ArrayList<>();
        for (Path source : Sources.java()) {
            Matcher mention = MENTION.matcher(ProjectFiles.read(source));
            while (mention.find()) {
                if (!Files.exists(ProjectFiles.ROOT.resolve(mention.group()))) {
                    missing.add(ProjectFiles.ROOT.relativize(source) + ": " + mention.group());
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    /** By itself, by the index of the page's folder, or by the folder as a whole. */
    @Test
    void theIndexLeadsToEveryPageOfTheDocs() {
        Path docs = ProjectFiles.ROOT.resolve("docs");
        Set<Path> reached = new HashSet<>(targets(Page.of("docs/README.md")));
        reached.addAll(targets(Page.of("docs/decisions/README.md")));
        List<Path> lost = pages().map(Page::file)
                .filter(file -> file.startsWith(docs) && !file.equals(docs.resolve("README.md")))
                .filter(file -> !reached.contains(file) && !reached.contains(file.getParent()))
                .toList();

        assertThat(reached).hasSizeGreaterThan(30);
        assertThat(lost).isEmpty();
    }

    private static List<Path> targets(Page page) {
        return page.links().stream()
                .map(link -> page.file().resolveSibling(link).normalize())
                .toList();
    }

    /** Pages name a test as {@code Name} or {@code Name#method}, in backquotes. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyTestThatAPageNamesExists(Page page) {
        List<String> missing = new ArrayList<>();
        Matcher named = TEST.matcher(page.text());
        while (named.find()) {
            if (!exists(named.group(1), named.group(2))) {
                missing.add(named.group());
            }
        }

        assertThat(missing).as(page.toString()).isEmpty();
    }

    private static boolean exists(String test, String method) {
        return TESTS.stream()
                .filter(file -> file.endsWith(test + ".java"))
                .anyMatch(file -> method == null || ProjectFiles.read(file).contains(" " + method + "("));
    }

    static Stream<Page> pages() {
        return Page.all().stream();
    }
}
