package io.dezky.simulator.authentik.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** All objects of one model, oldest first. */
public final class Table {

    private final String app;
    private final String model;
    private final String title;
    private final AtomicLong version;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /**
     * @param app the label of the model's application, as permissions and events spell it: {@code authentik_core}
     * @param model the name of the model in lower case: {@code user}
     * @param title its name as the "not found" texts have it: {@code User}
     */
    Table(String app, String model, String title, AtomicLong version) {
        this.app = app;
        this.model = model;
        this.title = title;
        this.version = version;
    }

    public String app() {
        return app;
    }

    public String model() {
        return model;
    }

    public String title() {
        return title;
    }

    /** The global permission to do something to objects of this model: {@code authentik_core.view_user}. */
    public String permission(String verb) {
        return app + "." + verb + "_" + model;
    }

    /** Adds an object. */
    public Row insert(String key, ObjectNode members) {
        Row row = new Row(key, members, version.incrementAndGet());
        rows.put(key, row);
        return row;
    }

    /** The object with this key. */
    public Optional<Row> byKey(String key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** All objects, oldest first. */
    public Stream<Row> stream() {
        return rows.values().stream();
    }

    /** The objects whose member has this text, case being part of it. */
    public Stream<Row> where(String member, String value) {
        return stream().filter(row -> row.text(member).equals(value));
    }

    /** The oldest object whose member has this text. */
    public Optional<Row> first(String member, String value) {
        return where(member, value).findFirst();
    }

    /** Forgets an object; false when there is none. */
    public boolean remove(String key) {
        return rows.remove(key) != null;
    }

    public int size() {
        return rows.size();
    }
}
