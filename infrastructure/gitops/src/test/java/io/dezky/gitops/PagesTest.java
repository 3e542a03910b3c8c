package io.dezky.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages about GitOps. */
class PagesTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Path PAGE = ProjectFiles.ROOT.resolve("docs/gitops.md");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/gitops.md",
                "infrastructure/gitops/README.md",
                "infrastructure/gitops/example-tenants/README.md"
            })
    void everyLinkLeadsSomewhere(String page) {
        Path file = ProjectFiles.ROOT.resolve(page);
        Matcher links = LINK.matcher(ProjectFiles.read(file));
        while (links.find()) {
            assertThat(file.resolveSibling(links.group(1))).exists();
        }
    }

    @Test
    void thePageTellsOfEveryApplicationAndKustomization() {
        String page = ProjectFiles.read(PAGE);
        Pattern name = Pattern.compile("^ {2}name: (dezky\\S*)$", Pattern.MULTILINE);
        for (Path folder : new Path[] {ProjectFiles.ARGO_CD.resolve("apps"), ProjectFiles.FLUX}) {
            for (Path file : ProjectFiles.below(folder, ".yaml")) {
                Matcher names = name.matcher(ProjectFiles.read(file));
                while (names.find() && !file.endsWith("operator/rbac.yaml") && !file.endsWith("projects.yaml")) {
                    assertThat(page).contains("`" + names.group(1) + "`");
                }
            }
        }
    }

    @Test
    void thePageTellsOfEveryActionByTheNameThatArgoCdShows() {
        String page = ProjectFiles.read(PAGE);
        Pattern shown = Pattern.compile("displayName\"] = \"([^\"]+)\"");
        for (String kind : ProjectFiles.KINDS) {
            Matcher names = shown.matcher(
                    ProjectFiles.read(ProjectFiles.CUSTOMIZATIONS.resolve(kind).resolve("actions/discovery.lua")));
            while (names.find()) {
                assertThat(page).contains(names.group(1));
            }
        }
    }
}
