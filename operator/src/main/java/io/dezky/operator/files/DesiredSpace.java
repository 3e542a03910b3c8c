package io.dezky.operator.files;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A space that a tenant shall have.
 *
 * @param name also the key of the entry: another name is another space
 * @param quotaBytes 0 means unlimited
 * @param members role of the tenant's members
 * @param admins role of the tenant's admins; where it is the members' they need no grant of their own, being members
 * @param folders paths from the root of the space, made once
 */
public record DesiredSpace(String name, long quotaBytes, Role members, Role admins, List<String> folders) {

    private static final int LONGEST_NAME_IN_BYTES = 255;

    /** What oCIS refuses in the name of a space. */
    private static final String FORBIDDEN_IN_NAMES = "/\\.:?*\"><|";

    public DesiredSpace {
        folders = List.copyOf(folders);
    }

    boolean adminsDiffer() {
        return members != admins;
    }

    /** All folders with those above them, parents first. */
    List<String> allFolders() {
        return List.copyOf(withParents(folders));
    }

    /** Folders with those above them, parents first. */
    static Set<String> withParents(List<String> folders) {
        Set<String> all = new LinkedHashSet<>();
        for (String folder : folders) {
            for (int slash = folder.indexOf('/'); slash >= 0; slash = folder.indexOf('/', slash + 1)) {
                all.add(folder.substring(0, slash));
            }
            all.add(folder);
        }
        return all;
    }

    /**
     * Why this can't be sent to oCIS. The custom resource refuses it too; here it is made sure that no value leaves the
     * space (a folder {@code ..}) or hides it (a negative quota).
     */
    Optional<String> problem() {
        if (name.isBlank() || !name.equals(name.strip()) || bytes(name) > LONGEST_NAME_IN_BYTES) {
            return Optional.of("its name must have 1 to 255 bytes and no blanks at its ends");
        }
        if (name.chars().anyMatch(c -> FORBIDDEN_IN_NAMES.indexOf(c) >= 0 || Character.isISOControl(c))) {
            return Optional.of("its name must have none of / \\ . : ? * \" > < |");
        }
        if (quotaBytes < 0) {
            return Optional.of("its quota must not be negative");
        }
        return folders.stream()
                .filter(folder -> !isPath(folder))
                .findFirst()
                .map(folder -> "its folder \"" + folder
                        + "\" must be names with single slashes between, none of them \".\" or \"..\"");
    }

    private static boolean isPath(String folder) {
        if (folder.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c))) {
            return false;
        }
        for (String name : folder.split("/", -1)) {
            boolean wrong = name.isBlank() || name.equals(".") || name.equals("..");
            if (wrong || bytes(name) > LONGEST_NAME_IN_BYTES) {
                return false;
            }
        }
        return true;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
