package io.dezky.cli;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Objects as the plugin's templates print them. */
final class Records {

    private static final int FIELDS_OF_AN_OBJECT = 24;

    private Records() {}

    /** A Tenant whose conditions are of its present generation. */
    static String tenant(String namespace, String name, String... conditions) {
        List<String> fields = new java.util.ArrayList<>(Collections.nCopies(FIELDS_OF_AN_OBJECT, ""));
        fields.set(0, "O");
        fields.set(1, quoted("Tenant"));
        fields.set(2, quoted(namespace));
        fields.set(3, quoted(name));
        fields.set(4, "1");
        fields.set(5, quoted("2020-01-01T00:00:00Z"));
        fields.set(8, "1");
        fields.set(9, quoted(name));
        fields.set(10, quoted(name + ".dezky.test"));
        return FakeKubectl.record(fields.toArray(String[]::new)) + String.join("", conditions);
    }

    static String condition(String type, String status, String reason, String message) {
        return FakeKubectl.record(
                "C",
                quoted(type),
                quoted(status),
                quoted(reason),
                quoted(message),
                "1",
                quoted("2020-01-01T00:00:00Z"));
    }

    /** The head of a tenant's DNS records, with how many domains its spec has. */
    static String zone(String tenant, String domains, String... records) {
        return FakeKubectl.record("T", quoted(tenant), quoted("tenants"), domains)
                + String.join("", Arrays.asList(records));
    }

    static String dns(String type, String name, String value, boolean required, boolean verified) {
        return FakeKubectl.record(
                "R",
                quoted("acme.test"),
                quoted(type),
                quoted(name),
                quoted(value),
                quoted("Spf"),
                required ? "yes" : "",
                verified ? "yes" : "");
    }

    /** As Go quotes text. */
    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
