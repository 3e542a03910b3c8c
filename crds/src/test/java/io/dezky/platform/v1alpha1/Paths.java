package io.dezky.platform.v1alpha1;

/** Paths of fields as an API server writes them: {@code spec.mail.domains[0].name}. */
final class Paths {

    private Paths() {}

    static String property(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** From a JSON pointer. */
    static String fromPointer(String pointer) {
        String path = "";
        for (String part : pointer.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            path = part.matches("[0-9]+") ? path + "[" + part + "]" : property(path, part);
        }
        return path;
    }
}
