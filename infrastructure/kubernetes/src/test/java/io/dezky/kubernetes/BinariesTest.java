package io.dezky.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {

    @Test
    void aFolderWithoutAllBinariesIsNotTaken(@TempDir Path folder) throws IOException {
        for (String name : List.of("etcd", "kube-apiserver", "kube-controller-manager")) {
            Files.createFile(folder.resolve(name)).toFile().setExecutable(true);
        }
        assertThat(Binaries.in(folder)).isEmpty();

        Files.createFile(folder.resolve("kubectl")).toFile().setExecutable(true);
        assertThat(Binaries.in(folder)).contains(new Binaries(folder));
    }
}
