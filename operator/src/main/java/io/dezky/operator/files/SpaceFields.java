package io.dezky.operator.files;

/**
 * Fields of a space to write; null ones stay as they are.
 *
 * @param name 1 to 255 bytes, without any of {@code / \ . : ? * " > < |}
 * @param description shown to people
 * @param alias part of its address
 * @param quotaBytes never negative: oCIS would store it and hide the space (docs/systems/ocis.md, A negative quota
 *     hides a space)
 */
public record SpaceFields(String name, String description, String alias, Long quotaBytes) {

    static SpaceFields quota(long bytes) {
        return new SpaceFields(null, null, null, bytes);
    }

    static SpaceFields description(String text) {
        return new SpaceFields(null, text, null, null);
    }
}
