package io.dezky.simulator.ocis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** What lies in a space, by path: names joined by slashes, no slash at either end; the space itself is the empty path. */
final class Folders {

    /**
     * A folder or a file.
     *
     * @param path as above
     * @param length in bytes; -1 for a folder
     */
    record Item(String id, String path, long length) {

        boolean isFolder() {
            return length < 0;
        }

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        String parent() {
            return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
        }
    }

    private final Map<String, Item> items = new TreeMap<>();

    Optional<Item> at(String path) {
        return Optional.ofNullable(items.get(path));
    }

    boolean isFolder(String path) {
        return path.isEmpty() || at(path).filter(Item::isFolder).isPresent();
    }

    void makeFolder(String path) {
        items.put(path, new Item(UUID.randomUUID().toString(), path, -1));
    }

    /**
     * Writes a file.
     *
     * @return whether it was not there before
     */
    boolean write(String path, long length) {
        String id = at(path).map(Item::id).orElseGet(() -> UUID.randomUUID().toString());
        return items.put(path, new Item(id, path, length)) == null;
    }

    List<Item> childrenOf(String path) {
        return items.values().stream()
                .filter(item -> item.parent().equals(path))
                .toList();
    }

    /** The paths of all folders, parents before their children. */
    List<String> paths() {
        return items.values().stream().filter(Item::isFolder).map(Item::path).toList();
    }

    boolean hasItemWithId(String id) {
        return items.values().stream().anyMatch(item -> item.id().equals(id));
    }

    /** Bytes in all files. */
    long used() {
        return usedBelow("");
    }

    /** Bytes in the files below a folder. */
    long usedBelow(String path) {
        return items.values().stream()
                .filter(item -> !item.isFolder())
                .filter(item -> path.isEmpty() || item.path().startsWith(path + "/"))
                .mapToLong(Item::length)
                .sum();
    }
}
