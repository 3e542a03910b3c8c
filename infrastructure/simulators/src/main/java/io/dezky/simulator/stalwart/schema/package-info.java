/** Judges conversations by Stalwart's own description of its objects, where that is at hand. */
package io.dezky.simulator.stalwart.schema;
