/** Tokens, claims and signing keys: what OpenID Connect needs of the simulated Authentik. */
package io.dezky.simulator.authentik.oauth;
