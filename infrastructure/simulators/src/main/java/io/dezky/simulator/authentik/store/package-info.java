/** What the simulated Authentik remembers: rows in tables, memberships, and what goes with what when it is deleted. */
package io.dezky.simulator.authentik.store;
