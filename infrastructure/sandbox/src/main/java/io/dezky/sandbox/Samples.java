package io.dezky.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dezky.platform.v1alpha1.Crds;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantInvite;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Puts CRDs, roles and sample objects into a cluster. */
final class Samples {

    private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

    private final Cluster cluster;
    private final Path home;

    /**
     * Samples.
     *
     * @param home the folder of the sandbox
     */
    Samples(Cluster cluster, Path home) {
        this.cluster = cluster;
        this.home = home;
    }

    void installCrds() {
        for (CustomResourceDefinition crd : Crds.all()) {
            if (cluster.checksObjects()) {
                cluster.admin()
                        .resource(crd)
                        .forceConflicts()
                        .fieldManager("dezky-sandbox")
                        .serverSideApply();
            } else {
                cluster.admin().resource(crd).create();
            }
        }
        if (cluster.checksObjects()) {
            Crds.all().forEach(crd -> cluster.admin()
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(crd.getMetadata().getName())
                    .waitUntilCondition(Samples::isEstablished, 30, TimeUnit.SECONDS));
        }
    }

    private static boolean isEstablished(CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(c -> c.getType().equals("Established")
                                && c.getStatus().equals("True"));
    }

    void createNamespaces() {
        for (String name : List.of("tenants", "dezky-system")) {
            Namespace namespace = new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .endMetadata()
                    .build();
            if (cluster.admin().resource(namespace).get() == null) {
                cluster.admin().resource(namespace).create();
            }
        }
    }

    void createRoles() {
        for (GenericKubernetesResource object : read(home.resolve("manifests/operator-rbac.yaml"))) {
            cluster.admin().resource(object).fieldManager("dezky-sandbox").serverSideApply();
        }
    }

    /** An object that the API server refused, with what it said. */
    record Refused(String object, String message) {}

    /**
     * Applies all samples in order, each file a moment after the one before: of two claims the older one wins, and
     * Kubernetes tells the age of objects in whole seconds.
     */
    List<Refused> apply(Terminal terminal) {
        List<Refused> refused = new ArrayList<>();
        for (Path file : files()) {
            waitForTheNextSecond();
            for (GenericKubernetesResource object : read(file)) {
                String name = object.getKind().toLowerCase(java.util.Locale.ROOT) + "/"
                        + object.getMetadata().getName();
                try {
                    apply(object);
                    terminal.progress("applied  " + name + "  (" + file.getFileName() + ")");
                } catch (KubernetesClientException e) {
                    String message = e.getStatus() == null
                            ? e.getMessage()
                            : e.getStatus().getMessage();
                    refused.add(new Refused(name, message));
                    terminal.progress("refused  " + name + "  (" + file.getFileName() + ")");
                }
            }
        }
        return refused;
    }

    private static void waitForTheNextSecond() {
        try {
            TimeUnit.MILLISECONDS.sleep(1100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void apply(GenericKubernetesResource object) {
        KubernetesClient client = cluster.admin();
        if (cluster.checksObjects()) {
            client.resource(object)
                    .patch(new PatchContext.Builder()
                            .withPatchType(PatchType.SERVER_SIDE_APPLY)
                            .withFieldManager("dezky-sandbox")
                            .withForce(true)
                            .build());
            return;
        }
        client.resource(withDefaults(object)).create();
    }

    /** What a real API server fills in by itself. */
    private static GenericKubernetesResource withDefaults(GenericKubernetesResource object) {
        JSONSchemaProps schema = Crds.all().stream()
                .filter(crd -> crd.getSpec().getNames().getKind().equals(object.getKind()))
                .findFirst()
                .orElseThrow()
                .getSpec()
                .getVersions()
                .get(0)
                .getSchema()
                .getOpenAPIV3Schema();
        ObjectNode node = Serialization.jsonMapper().valueToTree(object);
        fill(node.path("spec"), schema.getProperties().get("spec"));
        return Serialization.jsonMapper().convertValue(node, GenericKubernetesResource.class);
    }

    private static void fill(JsonNode node, JSONSchemaProps schema) {
        if (schema == null) {
            return;
        }
        if (node instanceof ObjectNode object && schema.getProperties() != null) {
            schema.getProperties().forEach((name, property) -> {
                if (!object.has(name) && property.getDefault() != null) {
                    object.set(name, property.getDefault());
                }
                fill(object.path(name), property);
            });
        } else if (node.isArray() && schema.getItems() != null) {
            node.forEach(item -> fill(item, schema.getItems().getSchema()));
        }
    }

    /** Deletes all samples, so that nothing is left behind in a cluster that goes on. */
    void delete() {
        List<Path> files = new ArrayList<>(files());
        Collections.reverse(files);
        for (Path file : files) {
            for (GenericKubernetesResource object : read(file)) {
                cluster.admin().resource(object).delete();
            }
        }
    }

    /** Whether no sample is left, and none of the invites that the operator made for a sample's administrators. */
    boolean areGone() {
        List<GenericKubernetesResource> samples =
                files().stream().flatMap(file -> read(file).stream()).toList();
        return samples.stream()
                        .allMatch(object -> cluster.admin().resource(object).get() == null)
                && samples.stream().noneMatch(this::ownsInvites);
    }

    /** They go after their owner, and not without the operator. */
    private boolean ownsInvites(GenericKubernetesResource sample) {
        return sample.getKind().equals(HasMetadata.getKind(Tenant.class))
                && cluster
                        .admin()
                        .resources(TenantInvite.class)
                        .inNamespace(sample.getMetadata().getNamespace())
                        .list()
                        .getItems()
                        .stream()
                        .flatMap(invite -> invite.getMetadata().getOwnerReferences().stream())
                        .anyMatch(owner -> owner.getKind().equals(sample.getKind())
                                && owner.getName().equals(sample.getMetadata().getName()));
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(home.resolve("samples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<GenericKubernetesResource> read(Path file) {
        try (var documents =
                YAML.readerFor(GenericKubernetesResource.class).<GenericKubernetesResource>readValues(file.toFile())) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
