package io.dezky.operator.plan;

/**
 * Why part of what is desired can't be planned: somebody else must do something first.
 *
 * @param kind whether it is in somebody's way, or waits for somebody
 * @param target the object in the way
 * @param reason for the condition, CamelCase
 * @param message what is wrong, why, and what to do
 */
public record Obstacle(Kind kind, Target target, String reason, String message) {

    /** What kind of obstacle. */
    public enum Kind {
        /** Something that is not ours is there: terminal until one side changes. */
        CONFLICT,
        /** Something that is expected has not happened yet: look again after a while. */
        WAITING
    }

    /** Something that is not ours is there. */
    public static Obstacle conflict(Target target, String reason, String message) {
        return new Obstacle(Kind.CONFLICT, target, reason, message);
    }

    /** Something that is expected has not happened yet. */
    public static Obstacle waiting(Target target, String reason, String message) {
        return new Obstacle(Kind.WAITING, target, reason, message);
    }
}
