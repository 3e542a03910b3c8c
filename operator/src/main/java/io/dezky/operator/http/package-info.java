/**
 * One way to speak HTTP with the external systems: time-outs, limits, a circuit breaker, retries where they are safe,
 * credentials from files, TLS that is always verified, metrics, and errors in classes that reconcilers understand.
 */
package io.dezky.operator.http;
