package io.dezky.platform.v1alpha1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of all modules, for tests that hold pages and code together. */
final class Sources {

    /** What other builds write at this very moment, and what is none of ours. */
    private static final Set<String> LEFT_OUT = Set.of("target", ".git", ".idea", ".vscode");

    private Sources() {}

    /** Java of all modules, tests included. */
    static List<Path> java() {
        return files(ProjectFiles.ROOT, ".java");
    }

    /** Java of the operator itself. */
    static List<Path> operator() {
        return files(ProjectFiles.ROOT.resolve("operator/src/main"), ".java");
    }

    /** The files below a folder whose names end so. */
    static List<Path> files(Path folder, String end) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                    boolean leftOut = LEFT_OUT.contains(inner.getFileName().toString());
                    return leftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.getFileName().toString().endsWith(end)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(found);
        return found;
    }

    /** All that a pattern's first group finds in these files. */
    static Set<String> found(List<Path> files, Pattern pattern) {
        Set<String> found = new TreeSet<>();
        for (Path file : files) {
            Matcher matcher = pattern.matcher(ProjectFiles.read(file));
            while (matcher.find()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }
}
