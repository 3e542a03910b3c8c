/** Authentik, Stalwart, oCIS and a DNS server in memory, on loopback: what they share, and the command that starts them. */
package io.dezky.simulator;
