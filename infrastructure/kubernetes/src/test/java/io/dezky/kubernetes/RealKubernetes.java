package io.dezky.kubernetes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * For a test class or method that needs a real API server. There is one for all tests of a JVM, started by the first that asks; a test that makes
 * objects uses a namespace of its own.
 *
 * <p>A parameter of type {@link KubernetesApi} gets it, in constructors, test methods and life cycle methods. Where the binaries are absent the test
 * is skipped, with a message that tells how to get them.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealKubernetesExtension.class)
public @interface RealKubernetes {}
