package io.dezky.platform.v1alpha1;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a CRD can say and the annotations of fabric8's generator can't. The generation in the tests reads these. */
final class Schema {

    private Schema() {}

    /** The list is a map: its items are told apart by this field, duplicates are refused and several owners may apply items of their own. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface ListMap {
        String value();
    }

    /** The list is a set: duplicates are refused. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface ListSet {}

    /** The values of an enum, or of a string, that this field takes. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface AllowedValues {
        String[] value();
    }

    /** A CEL rule for each item of a list of strings: the error then names the item, not the list. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    @Repeatable(ItemRules.class)
    @interface ItemRule {
        String value();

        String message();
    }

    /** Several of {@link ItemRule}. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface ItemRules {
        ItemRule[] value();
    }
}
