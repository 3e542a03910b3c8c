/** Authentik: what a tenant and an invite need there, how that is planned, and the client that does it. */
package io.dezky.operator.identity;
