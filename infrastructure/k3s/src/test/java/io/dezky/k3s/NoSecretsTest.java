package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NoSecretsTest {

    /** Digits and both cases mixed in one long run without a separator: what a key or a random password looks like. */
    private static final Pattern RANDOM_LOOKING = Pattern.compile(
            "(?=[A-Za-z0-9+/]*\\d)(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])[A-Za-z0-9+]{24,}={0,2}");

    @Test
    void noFileHoldsAKey() {
        List<String> found = new ArrayList<>();
        for (Path file : StackFiles.all()) {
            String text = StackFiles.text(file);
            Matcher matcher = RANDOM_LOOKING.matcher(text);
            while (matcher.find()) {
                found.add(StackFiles.name(file) + ": " + matcher.group());
            }
            if (text.contains("-----BEGIN")) {
                found.add(StackFiles.name(file) + ": PEM");
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noManifestIsASecret() {
        assertThat(Rendered.laptop().resources()).isNotEmpty().noneMatch(resource -> resource.kind()
                .equals("Secret"));
    }

    @Test
    void whateverSoundsLikeACredentialComesFromASecret() {
        Pattern literal = Pattern.compile(
                "name: (\\w*(?:PASSWORD|SECRET|TOKEN|_KEY)\\w*), value: [^}]+", Pattern.CASE_INSENSITIVE);
        for (Path file : StackFiles.all()) {
            Matcher matcher = literal.matcher(StackFiles.text(file));
            while (matcher.find()) {
                assertThat(matcher.group(1)).as(StackFiles.name(file)).endsWith("_FILE");
            }
        }
    }

    @Test
    void secretsNeverStandOnACommandLine() {
        assertThat(StackFiles.text(StackFiles.stack("bootstrap")))
                .doesNotContain("--from-literal")
                .doesNotContain("--set ");
    }
}
