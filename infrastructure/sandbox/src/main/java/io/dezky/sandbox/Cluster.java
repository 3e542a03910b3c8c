package io.dezky.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A Kubernetes API for the sandbox. */
interface Cluster extends AutoCloseable {

    /** What it is, for the first lines. */
    List<String> description();

    /** For the sandbox itself: may do everything. */
    KubernetesClient admin();

    /** For the operator: may do what its role allows, where there are roles. */
    Config operator();

    /** For people with kubectl; empty where kubectl does not work. */
    Optional<Path> kubeconfig();

    /** Whether the API server refuses wrong objects and fills in defaults. */
    boolean checksObjects();

    /** Whether objects outlive the sandbox. */
    boolean outlivesSandbox();

    @Override
    void close();
}
