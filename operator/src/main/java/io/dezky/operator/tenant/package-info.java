/** Tenants: what the spec means, who may claim what, the thin reconciler, and the status that tells of it. */
package io.dezky.operator.tenant;
