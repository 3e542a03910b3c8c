/** JMAP as Stalwart speaks it: the envelope, references between calls, get, set and query. */
package io.dezky.simulator.stalwart.jmap;
