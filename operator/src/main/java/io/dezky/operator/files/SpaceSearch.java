package io.dezky.operator.files;

import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Mark.Ownership;
import io.dezky.operator.plan.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells which space is whose. The id in status comes first; without one the mark and the entry's key in the
 * description. Names never count: anybody may choose them.
 */
final class SpaceSearch {

    /** What was found for an entry. */
    sealed interface Finding {

        /**
         * The space.
         *
         * @param twins others that carry our mark for the same entry
         */
        record Found(Space space, List<Space> twins) implements Finding {}

        /** Status knows it, the list does not: gone or hidden. */
        record Unseen(String id) implements Finding {}

        /**
         * There is none.
         *
         * @param purged the id that it had until somebody purged it
         */
        record Missing(Optional<String> purged) implements Finding {}

        /** It can't be told. */
        record Unclear(Obstacle obstacle) implements Finding {}
    }

    private final Mark mark;
    private final String slug;
    private final ObservedFiles observed;

    SpaceSearch(Mark mark, String slug, ObservedFiles observed) {
        this.mark = mark;
        this.slug = slug;
        this.observed = observed;
    }

    Finding find(String name) {
        String entry = SpaceMark.entryKey(mark, name);
        Optional<KnownSpace> known = observed.known(name);
        Optional<Space> byId = known.map(KnownSpace::id).flatMap(observed::space);
        List<Space> marked = markedFor(entry);
        if (byId.isPresent() && !marked.contains(byId.get())) {
            Space space = byId.get();
            if (!saysItsEntry(space)) {
                return isOurs(known.get(), space)
                        ? new Finding.Found(space, marked)
                        : new Finding.Unclear(FilesObstacles.notOurs(
                                name, space, SpaceMark.description(mark, entry), mark.in(space.description())));
            }
        }
        return byId.filter(marked::contains)
                .<Finding>map(space -> new Finding.Found(space, others(marked, space)))
                .or(() -> only(name, marked))
                .or(() -> only(name, letGo(entry)))
                .or(() -> known.filter(observed::isUnseen).map(unseen -> new Finding.Unseen(unseen.id())))
                .or(() -> unattributed(name))
                .orElseGet(() -> new Finding.Missing(known.map(KnownSpace::id).filter(observed.gone()::contains)));
    }

    /** Spaces of ours that were made for entries other than these, by their entries. */
    List<Space> surplus(List<String> names) {
        List<String> entries =
                names.stream().map(name -> SpaceMark.entryKey(mark, name)).toList();
        List<Space> surplus = new ArrayList<>();
        for (Space space : observed.spaces()) {
            if (SpaceMark.isOurs(mark, space)
                    && entryOf(space).filter(entry -> !entries.contains(entry)).isPresent()) {
                surplus.add(space);
            }
        }
        for (KnownSpace known : observed.known()) {
            if (names.contains(known.name()) || known.id() == null) {
                continue;
            }
            observed.space(known.id())
                    .filter(space -> !saysItsEntry(space) && !isReleased(space) && isOurs(known, space))
                    .ifPresent(surplus::add);
        }
        return surplus;
    }

    /** The key of the entry that a space was made for; its id where that can't be told. */
    String keyOf(Space space) {
        return entryOf(space)
                .or(() -> observed.known().stream()
                        .filter(known -> space.id().equals(known.id()))
                        .map(known -> SpaceMark.entryKey(mark, known.name()))
                        .findFirst())
                .orElse(space.id());
    }

    private List<Space> markedFor(String entry) {
        return observed.spaces().stream()
                .filter(space -> SpaceMark.isOurs(mark, space))
                .filter(space -> entryOf(space).filter(entry::equals).isPresent())
                .toList();
    }

    private boolean saysItsEntry(Space space) {
        return SpaceMark.isOurs(mark, space) && entryOf(space).isPresent();
    }

    private boolean isReleased(Space space) {
        return mark.in(space.description()) == Ownership.RELEASED;
    }

    /** From the description; when somebody cut it off there, from the alias. */
    private Optional<String> entryOf(Space space) {
        Optional<String> said = SpaceMark.in(space.description()).flatMap(SpaceMark::entry);
        if (said.isPresent()) {
            return said;
        }
        String prefix = SpaceMark.alias(mark, slug, "");
        return Optional.of(space.alias())
                .filter(alias -> alias.startsWith(prefix))
                .map(alias -> alias.substring(prefix.length()))
                .filter(rest -> rest.matches("[0-9a-f]{8}"));
    }

    /**
     * Whether the space that status names may be taken for ours. Who could forge the status must not get another's
     * space by it: without our mark it takes what only editors or managers of the space could have done.
     */
    private boolean isOurs(KnownSpace known, Space space) {
        return switch (mark.in(space.description())) {
            case OURS, OURS_RENEWED -> true;
            case RELEASED -> SpaceMark.isOurLetGo(mark, space);
            case ANOTHERS -> false;
            case UNMARKED ->
                space.alias().equals(SpaceMark.alias(mark, slug, SpaceMark.entryKey(mark, known.name())))
                        || isSharedWithTenant(space);
        };
    }

    private boolean isSharedWithTenant(Space space) {
        boolean shared = observed.groupId(DesiredFiles.groupName(slug))
                .flatMap(id -> space.permission(Grantee.group(id)))
                .isPresent();
        return shared && space.hasManager(Grantee.user(observed.self()));
    }

    private List<Space> letGo(String entry) {
        return observed.spaces().stream()
                .filter(space -> SpaceMark.isOurLetGo(mark, space))
                .filter(space -> SpaceMark.in(space.description())
                        .flatMap(SpaceMark::entry)
                        .filter(entry::equals)
                        .isPresent())
                .toList();
    }

    private static Optional<Finding> only(String name, List<Space> candidates) {
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                candidates.size() == 1
                        ? new Finding.Found(candidates.get(0), List.of())
                        : new Finding.Unclear(FilesObstacles.ambiguous(name, candidates)));
    }

    /** A space of ours of which neither description nor alias tells the entry may be this one. */
    private Optional<Finding> unattributed(String name) {
        List<Space> unattributed = observed.spaces().stream()
                .filter(space -> SpaceMark.isOurs(mark, space))
                .filter(space -> entryOf(space).isEmpty())
                .filter(space ->
                        observed.known().stream().noneMatch(known -> space.id().equals(known.id())))
                .toList();
        return unattributed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding.Unclear(FilesObstacles.unattributed(
                        name, unattributed, SpaceMark.description(mark, SpaceMark.entryKey(mark, name)))));
    }

    private static List<Space> others(List<Space> spaces, Space one) {
        return spaces.stream().filter(space -> !space.equals(one)).toList();
    }
}
