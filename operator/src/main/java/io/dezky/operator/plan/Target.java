package io.dezky.operator.plan;

/**
 * An object in an external system, as people name it.
 *
 * @param system {@code authentik}, {@code stalwart} or {@code ocis}
 * @param kind the system's own word: {@code Group}, {@code Domain}, {@code Space}
 * @param name the name by which a person finds it there
 */
public record Target(String system, String kind, String name) {

    @Override
    public String toString() {
        return kind + " " + name + " in " + system;
    }
}
