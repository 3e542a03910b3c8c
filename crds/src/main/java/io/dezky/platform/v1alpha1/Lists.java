package io.dezky.platform.v1alpha1;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Copies for records: never null, not to be changed. */
final class Lists {

    private Lists() {}

    /** Keeps elements that are null, as {@code List.copyOf} does not: an enum value that this version does not know is read as null. */
    static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
    }
}
