/**
 * Stalwart 0.16 in memory: its management interface over HTTP, as far as the operator walks it. How the real server
 * behaves stands in docs/systems/stalwart.md.
 */
package io.dezky.simulator.stalwart;
