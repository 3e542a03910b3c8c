package io.dezky.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    @Test
    void aCtrlCInTheTerminalOfThisJvmDoesNotReachIt(@TempDir Path folder) throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs Linux");

        ChildProcess child =
                ChildProcess.start("session", "TERM", folder, List.of("cut", "-d", " ", "-f", "6", "/proc/self/stat"));
        assertThat(child.endsWithin(Duration.ofSeconds(30))).isTrue();

        long ofChild =
                Long.parseLong(Files.readString(folder.resolve("session.log")).strip());
        assertThat(ofChild).isNotEqualTo(ownSession());
    }

    /** What the terminal sends goes to the processes of its own session. */
    private static long ownSession() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(afterName[3]);
    }
}
