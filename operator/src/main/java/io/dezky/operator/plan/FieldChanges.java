package io.dezky.operator.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The fields of one object that differ: as the call needs them, and as people read them. */
public final class FieldChanges {

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final List<FieldDiff> diff = new ArrayList<>();

    /** Notes the field if it differs. */
    public FieldChanges compare(String field, Object found, Object wanted) {
        return Objects.equals(found, wanted) ? this : set(field, found, wanted);
    }

    /** Notes the field if it differs, where the system keeps no order. */
    public FieldChanges compareAsSets(String field, List<?> found, List<?> wanted) {
        boolean same = found != null && new HashSet<>(found).equals(new HashSet<>(wanted));
        return same ? this : set(field, found, wanted);
    }

    /** Notes a field that is known to differ. */
    public FieldChanges set(String field, Object found, Object wanted) {
        return set(field, wanted, new FieldDiff(field, text(found), text(wanted)));
    }

    /** Notes a field that is known to differ, shown to people in another way than it is sent. */
    public FieldChanges set(String field, Object wanted, FieldDiff shown) {
        fields.put(field, wanted);
        diff.add(shown);
        return this;
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The fields with the values that are wanted. A value may be null: the field is to be emptied. */
    public Map<String, Object> fields() {
        return new LinkedHashMap<>(fields);
    }

    /** For people. */
    public List<FieldDiff> diff() {
        return List.copyOf(diff);
    }
}
