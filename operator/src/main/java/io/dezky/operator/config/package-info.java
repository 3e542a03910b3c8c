/**
 * The operator's configuration: one validated record, read from a YAML file with overrides from the environment. The
 * reference page docs/reference/configuration.md is generated from it.
 */
package io.dezky.operator.config;
