package io.dezky.operator.files;

import java.util.List;

/**
 * What an earlier run left in status about a space.
 *
 * @param name of the entry in the spec
 * @param id null when it is not known
 * @param creating whether a create was announced whose outcome is not known
 * @param folders paths that were made once, and with them those above; people may have renamed or deleted them since
 */
public record KnownSpace(String name, String id, boolean creating, List<String> folders) {

    public KnownSpace {
        folders = List.copyOf(folders);
    }
}
