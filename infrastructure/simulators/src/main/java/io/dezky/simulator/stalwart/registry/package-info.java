/** The objects that a Stalwart server keeps, one class a type, and what their properties may hold. */
package io.dezky.simulator.stalwart.registry;
