/** What operators see: metrics, health, the audit log, logs. */
package io.dezky.operator.observability;
