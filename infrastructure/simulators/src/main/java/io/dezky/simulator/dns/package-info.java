/** A DNS server for tests and sandboxes: it serves what it is given, and fails on command. */
package io.dezky.simulator.dns;
