package io.dezky.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.dezky.k3s.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupRehearsalTest {

    @Test
    void everythingThatIsLostComesBackFromEitherSite() {
        Shell.needs("restic", "apt-get install restic");
        Shell.needs("python3", "apt-get install python3");

        Result rehearsal = new Shell().run(StackFiles.stack("backup/rehearse").toString());

        Assumptions.assumeFalse(
                rehearsal.exitCode() == 3,
                "needs PostgreSQL: " + rehearsal.output().strip());
        assertThat(rehearsal.exitCode()).as(rehearsal.output()).isZero();
        assertThat(rehearsal.output()).contains("All came back: 343 things compared, from both sites");
    }

    @Test
    void aMissingConfigurationIsNamed(@TempDir Path temporary) {
        for (String script : List.of("backup/backup", "backup/restore")) {
            Result result = withTools(temporary)
                    .with("BACKUP_ENV", temporary + "/none.env")
                    .run(StackFiles.stack(script).toString(), script.endsWith("restore") ? "ocis" : "--check");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output()).contains("/none.env cannot be read: copy backup.example.env there");
        }
    }

    @Test
    void theExampleConfigurationHasEveryKeyThatTheScriptsRead(@TempDir Path temporary) throws IOException {
        String example = StackFiles.text(StackFiles.stack("backup/backup.example.env"));

        for (String key : List.of(
                "RESTIC_REPOSITORY",
                "RESTIC_PASSWORD_FILE",
                "RESTIC_RCLONE",
                "SECOND_REPOSITORY",
                "SECOND_PASSWORD_FILE",
                "BUCKET_FROM",
                "BUCKET_TO",
                "STAGING",
                "KEEP_WITHIN")) {
            assertThat(example).containsPattern("(?m)^" + key + "=");
        }
        Path password = Files.writeString(temporary.resolve("password"), "x");
        Path configuration = temporary.resolve("backup.env");
        Files.writeString(
                configuration,
                example.replaceAll("(?m)_FILE=/etc.*$", "_FILE=" + password)
                        .replaceAll("(?m)^RESTIC_REPOSITORY=.*$", "RESTIC_REPOSITORY=" + temporary + "/first"));
        assertThat(withTools(temporary)
                        .with("BACKUP_ENV", configuration.toString())
                        .run(StackFiles.stack("backup/restore").toString(), "--list")
                        .output())
                .contains("restic snapshots --host dezky");
    }

    /** Stand-ins that only say how they were started. */
    private static Shell withTools(Path folder) {
        try {
            for (String tool : List.of("restic", "kubectl")) {
                Path file = folder.resolve(tool);
                Files.writeString(file, "#!/bin/sh\necho " + tool + " \"$@\"\n");
                assertThat(file.toFile().setExecutable(true)).isTrue();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new Shell().withTools(folder);
    }
}
