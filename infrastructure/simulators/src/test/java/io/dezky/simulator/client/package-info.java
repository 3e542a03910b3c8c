/** What the tests of all simulators speak with. */
package io.dezky.simulator.client;
