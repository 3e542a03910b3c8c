package io.dezky.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.monitoring.Alerts.Alert;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages about monitoring. */
class PageTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void thePageTellsOfEveryAlert() {
        StringBuilder table = new StringBuilder("\n| Alert | Severity | After | What it says |\n|---|---|---|---|\n");
        for (Alert alert : Alerts.all()) {
            String summary =
                    alert.annotations().get("summary").asText().replaceAll("\\{\\{ \\$labels\\.(\\w+) }}", "<$1>");
            table.append("| [%s](runbooks/%s.md) | %s | %s | %s |\n"
                    .formatted(
                            alert.name(),
                            alert.name(),
                            alert.severity(),
                            alert.after(),
                            summary.replace("<", "‹").replace(">", "›")));
        }

        ProjectFiles.writeOrCompare(
                ProjectFiles.PAGE, "alerts", table.append('\n').toString());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) {
        Matcher links = LINK.matcher(ProjectFiles.read(page));
        while (links.find()) {
            assertThat(page.resolveSibling(links.group(1))).exists();
        }
    }

    static List<Path> pages() {
        List<Path> pages = new ArrayList<>(ProjectFiles.below(ProjectFiles.RUNBOOKS, ".md"));
        pages.add(ProjectFiles.PAGE);
        pages.add(ProjectFiles.MONITORING.resolve("README.md"));
        return pages;
    }
}
