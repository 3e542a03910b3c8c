package io.dezky.simulator.stalwart.registry;

/**
 * How much one request may ask for.
 *
 * @param methodCalls calls in one request
 * @param objectsInGet ids that one get names, and objects that a get without ids gives
 * @param objectsInSet objects that one set makes, changes and destroys together
 * @param idsInQuery ids that a query gives; the rest is cut off without a word
 * @param concurrentRequests requests of one account at once
 */
public record JmapLimits(int methodCalls, int objectsInGet, int objectsInSet, int idsInQuery, int concurrentRequests) {

    /** What a server has that nobody configured. */
    public static final JmapLimits DEFAULT = new JmapLimits(16, 500, 500, 5000, 4);

    JmapLimits with(String property, int value) {
        return switch (property) {
            case "maxMethodCalls" -> new JmapLimits(value, objectsInGet, objectsInSet, idsInQuery, concurrentRequests);
            case "getMaxResults" -> new JmapLimits(methodCalls, value, objectsInSet, idsInQuery, concurrentRequests);
            case "setMaxObjects" -> new JmapLimits(methodCalls, objectsInGet, value, idsInQuery, concurrentRequests);
            case "queryMaxResults" ->
                new JmapLimits(methodCalls, objectsInGet, objectsInSet, value, concurrentRequests);
            case "maxConcurrentRequests" -> new JmapLimits(methodCalls, objectsInGet, objectsInSet, idsInQuery, value);
            default -> throw new NotSimulated("x:Jmap property " + property);
        };
    }
}
