/**
 * A simulated Authentik. {@link io.dezky.simulator.authentik.AuthentikSimulator} is the way in; what it holds at first
 * says {@link io.dezky.simulator.authentik.AuthentikSeed}.
 */
package io.dezky.simulator.authentik;
