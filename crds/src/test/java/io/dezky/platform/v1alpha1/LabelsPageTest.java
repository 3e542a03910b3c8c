package io.dezky.platform.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/reference/labels-annotations.md has every name of ours that the operator reads or writes, and no other. */
class LabelsPageTest {

    private static final Page PAGE = Page.of("docs/reference/labels-annotations.md");
    private static final Pattern WHOLE = Pattern.compile("\"platform\\.dezky\\.io/([a-z-]+)\"");
    private static final Pattern PREFIXED = Pattern.compile("PREFIX \\+ \"([a-z-]+)\"");

    /** Who writes Events; neither label nor annotation. */
    private static final String CONTROLLER = "dezky-operator";

    @Test
    void everyNameThatTheCodeKnowsStandsOnThePage() {
        assertThat(PAGE.text()).contains(inCode());
    }

    @Test
    void everyNameOnThePageIsOneThatTheCodeKnows() {
        List<String> named = PAGE.firstColumn().stream()
                .filter(row -> row.startsWith("platform.dezky.io/"))
                .toList();

        assertThat(named).hasSizeGreaterThan(15);
        assertThat(inCode()).containsAll(named);
    }

    private static Set<String> inCode() {
        Set<String> names = new TreeSet<>();
        names.addAll(Sources.found(Sources.operator(), WHOLE));
        names.addAll(Sources.found(Sources.operator(), PREFIXED));
        names.addAll(Sources.found(Sources.files(ProjectFiles.CRDS.resolve("src/main"), "Annotations.java"), WHOLE));
        names.remove(CONTROLLER);
        TreeSet<String> whole = new TreeSet<>();
        names.forEach(name -> whole.add("platform.dezky.io/" + name));
        return whole;
    }
}
