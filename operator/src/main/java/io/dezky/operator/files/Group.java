package io.dezky.operator.files;

/**
 * A group in oCIS. Its name is its key, whatever the case: sign-in puts people into the groups that their claim names.
 *
 * @param id made by oCIS
 * @param name {@code displayName} there
 */
public record Group(String id, String name) {}
