/** HTTP for simulators: one server that logs each exchange, is slow when told to, and fails on command. */
package io.dezky.simulator.http;
