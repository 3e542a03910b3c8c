package io.dezky.platform.v1alpha1;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation.
 *
 * @param file where it lies
 * @param lines of the page as they are
 */
record Page(Path file, List<String> lines) {

    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern ROW = Pattern.compile("^\\| *`([^`]+)` *\\|.*");

    /**
     * A fenced block.
     *
     * @param line of its first fence
     * @param language as the fence names it; empty for none
     * @param text without the indentation that it has in a list
     */
    record Block(int line, String language, String text) {}

    /** All pages of the project. */
    static List<Page> all() {
        return Sources.files(ProjectFiles.ROOT, ".md").stream().map(Page::read).toList();
    }

    static Page of(String path) {
        return read(ProjectFiles.ROOT.resolve(path));
    }

    private static Page read(Path file) {
        return new Page(file, ProjectFiles.read(file).lines().toList());
    }

    String text() {
        return String.join("\n", lines);
    }

    /** What stands in the first column of tables, where it is nothing but a word in backquotes. */
    List<String> firstColumn() {
        return lines.stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();
    }

    /** What links lead to; what stands in code leads nowhere. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        for (String line : prose()) {
            Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("``"));
            while (link.find()) {
                links.add(link.group(1));
            }
        }
        return links;
    }

    /** Where a link may lead within the page: its headings, as hosts of repositories write them. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        for (String line : prose()) {
            if (line.matches("#{1,6} .*")) {
                anchors.add(anchor(line.replaceFirst("#+ ", "")));
            }
        }
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .strip()
                .replace(' ', '-');
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        StringBuilder text = null;
        String language = "";
        int begin = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            boolean fence = line.startsWith("```");
            if (fence && text == null) {
                text = new StringBuilder();
                language = line.substring(3).strip();
                begin = i + 1;
            } else if (fence) {
                blocks.add(new Block(begin, language, text.toString().stripIndent()));
                text = null;
            } else if (text != null) {
                text.append(lines.get(i)).append("\n");
            }
        }
        return blocks;
    }

    /** Without fenced blocks. */
    private List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.strip().startsWith("```")) {
                inside = !inside;
            } else if (!inside) {
                prose.add(line);
            }
        }
        return prose;
    }

    @Override
    public String toString() {
        return ProjectFiles.ROOT.relativize(file).toString();
    }
}
