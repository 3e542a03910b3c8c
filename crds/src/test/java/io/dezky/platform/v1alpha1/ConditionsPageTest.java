package io.dezky.platform.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/conditions.md has every type and every reason, and no other.
 *
 * <p>Reasons are words in the operator's sources, not in one place: each word of their form counts as one, unless it
 * stands here among those that are none. So a new reason can't be forgotten.
 */
class ConditionsPageTest {

    private static final Page PAGE = Page.of("docs/reference/conditions.md");
    private static final Pattern WORD = Pattern.compile("\"([A-Z][a-z]{2,}(?:[A-Z][A-Za-z]*)?)\"");

    /** Of words in code: {@code settings.unavailable()} makes these of a system's name. */
    private static final Set<String> MADE_UP = Set.of("AuthentikUnavailable", "StalwartUnavailable", "OcisUnavailable");

    /** Packages in which reasons stand. */
    private static final List<String> PACKAGES =
            List.of("identity", "mail", "files", "http", "plan", "tenant", "invite", "kubernetes");

    private static final Set<String> KINDS_OF_OBJECTS = Set.of(
            "Account",
            "Application",
            "Brand",
            "Domain",
            "DkimSignature",
            "Folder",
            "Group",
            "Permission",
            "PolicyBinding",
            "Space",
            "Tenant",
            "User");

    /** What an Event or a log says was done. */
    private static final Set<String> ACTIONS =
            Set.of("Accept", "Delete", "Expire", "Invite", "Pause", "Purge", "Reconcile", "Resend", "Restore");

    /** Members and values of the systems' own, of Secrets, and of HTTP. */
    private static final Set<String> OTHER_WORDS = Set.of(
            "Accept",
            "Authorization",
            "Automatic",
            "Email",
            "Gone",
            "Manual",
            "Opaque",
            "Open",
            "Password",
            "RecoveryLink",
            "TemporaryPassword",
            "Text",
            "Unavailable");

    @Test
    void everyReasonThatTheOperatorMayGiveStandsOnThePage() {
        Set<String> missing = new TreeSet<>(words());
        missing.removeAll(KINDS_OF_OBJECTS);
        missing.removeAll(ACTIONS);
        missing.removeAll(OTHER_WORDS);
        missing.removeAll(rows());

        assertThat(missing)
                .as("write them down in docs/reference/conditions.md, or name them here as no reasons")
                .isEmpty();
    }

    @Test
    void noWordIsLeftOutThatTheCodeDoesNotHave() {
        assertThat(words()).containsAll(KINDS_OF_OBJECTS).containsAll(ACTIONS).containsAll(OTHER_WORDS);
    }

    @Test
    void everyReasonOnThePageIsOneThatTheOperatorMayGive() {
        Set<String> written = words();
        List<String> invented = rows().stream()
                .filter(row -> !written.contains(row) && !types().contains(row) && !MADE_UP.contains(row))
                .toList();

        assertThat(rows()).hasSizeGreaterThan(80);
        assertThat(invented).isEmpty();
    }

    @Test
    void everyTypeStandsOnThePage() {
        assertThat(rows()).containsAll(types());
    }

    @Test
    void everySystemHasItsReasonForNotAnswering() {
        assertThat(rows()).containsAll(MADE_UP);
    }

    @Test
    void everyStateOfAnInviteStandsOnThePage() {
        assertThat(Arrays.stream(InviteState.values())
                        .map(state -> state.name().charAt(0)
                                + state.name().substring(1).toLowerCase(Locale.ROOT)))
                .allMatch(state -> PAGE.text().contains("\n| " + state + " |"));
    }

    private static Set<String> rows() {
        Set<String> rows = new TreeSet<>(PAGE.firstColumn());
        rows.removeIf(row -> !row.matches("[A-Z][A-Za-z]+"));
        return rows;
    }

    private static Set<String> words() {
        List<Path> files = new ArrayList<>();
        for (Path file : Sources.operator()) {
            if (PACKAGES.contains(file.getParent().getFileName().toString())) {
                files.add(file);
            }
        }
        return Sources.found(files, WORD);
    }

    private static Set<String> types() {
        return Stream.of(ConditionTypes.class.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .map(ConditionsPageTest::value)
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
