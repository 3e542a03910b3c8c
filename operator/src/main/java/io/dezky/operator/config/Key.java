package io.dezky.operator.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one key of the configuration. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

    /** For the reference page: what it does, its unit, where it matters. */
    String value();

    /** As one would write it in the file; empty for none. A list is written with commas. */
    String byDefault() default "";

    /** Whether the operator can't start without it. */
    boolean required() default false;
}
