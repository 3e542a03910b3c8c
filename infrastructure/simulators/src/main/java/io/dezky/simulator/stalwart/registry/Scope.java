package io.dezky.simulator.stalwart.registry;

/**
 * In whose name and for which account a method is called.
 *
 * @param accountId as the call gave it, or the caller's own; most types echo it and ignore it
 */
public record Scope(Caller caller, String accountId) {}
