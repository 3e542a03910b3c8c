package io.dezky.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder that holds etcd, kube-apiserver, kube-controller-manager and kubectl.
 *
 * @param folder where they lie
 */
record Binaries(Path folder) {

    static final String HOW_TO_INSTALL =
            "No etcd, kube-apiserver, kube-controller-manager and kubectl in KUBEBUILDER_ASSETS or "
                    + "/usr/local/kubebuilder/bin: run infrastructure/kubernetes/install";

    private static final Path DEFAULT_FOLDER = Path.of("/usr/local/kubebuilder/bin");
    private static final List<String> NEEDED = List.of("etcd", "kube-apiserver", "kube-controller-manager", "kubectl");

    /** Looks in {@code KUBEBUILDER_ASSETS}, or where that is not set in {@code /usr/local/kubebuilder/bin}. */
    static Optional<Binaries> find() {
        String chosen = System.getenv("KUBEBUILDER_ASSETS");
        return in(chosen == null || chosen.isBlank() ? DEFAULT_FOLDER : Path.of(chosen));
    }

    static Optional<Binaries> in(Path folder) {
        boolean complete = NEEDED.stream()
                .map(folder::resolve)
                .allMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
        return complete ? Optional.of(new Binaries(folder)) : Optional.empty();
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }
}
