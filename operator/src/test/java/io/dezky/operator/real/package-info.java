/**
 * The whole operator process against a real API server with RBAC, as the service account that has the operator's role,
 * and nothing else. Skipped where the API server's binaries are not installed.
 */
package io.dezky.operator.real;
