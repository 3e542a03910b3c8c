package io.dezky.platform.v1alpha1;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** The CRDs of this API, for whoever installs them from Java. */
public final class Crds {

    private Crds() {}

    /** All of them, as they lie in the folder {@code crds}. */
    public static List<CustomResourceDefinition> all() {
        return Stream.of("tenants", "operatorinvites", "tenantinvites")
                .map(Crds::read)
                .toList();
    }

    private static CustomResourceDefinition read(String plural) {
        String name = plural + ".platform.dezky.io.yaml";
        try (InputStream yaml = Crds.class.getResourceAsStream(name)) {
            return new KubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
