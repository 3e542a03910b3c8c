package io.dezky.helm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comments of values.yaml: the lines directly above a key belong to it. */
final class ValueComments {

    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z][A-Za-z0-9]*):.*");
    private static final Pattern COMMENT = Pattern.compile(" *# ?(.*)");

    private record Open(int indent, String path) {}

    private ValueComments() {}

    /** By path, such as {@code image.tag}, in the order of the file. */
    static Map<String, String> of(String yaml) {
        Map<String, String> comments = new LinkedHashMap<>();
        Deque<Open> open = new ArrayDeque<>();
        StringBuilder comment = new StringBuilder();
        for (String line : yaml.lines().toList()) {
            Matcher remark = COMMENT.matcher(line);
            Matcher key = KEY.matcher(line);
            if (remark.matches()) {
                comment.append(comment.isEmpty() ? "" : " ").append(remark.group(1));
                continue;
            }
            if (key.matches()) {
                String path = enter(open, key.group(1).length(), key.group(2));
                comments.put(path, comment.toString());
            }
            comment.setLength(0);
        }
        return comments;
    }

    private static String enter(Deque<Open> open, int indent, String key) {
        while (!open.isEmpty() && open.peek().indent() >= indent) {
            open.pop();
        }
        String path = open.isEmpty() ? key : open.peek().path() + "." + key;
        open.push(new Open(indent, path));
        return path;
    }
}
