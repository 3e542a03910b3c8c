package io.dezky.operator.files;

import io.dezky.operator.http.ExternalException;
import io.dezky.operator.plan.Mark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * All project spaces and groups of the instance, listed once in a while for all tenants together: oCIS can't search for
 * a space, and a list costs the same whether one tenant is looked for or all (docs/systems/ocis.md, Finding a space
 * again). What the operator itself changes is entered at once.
 *
 * <p>A list proves that something is missing only when the operator may see all: that it may list groups, which only the
 * role Admin may, is checked with each list.
 *
 * <p>Safe for use by several threads. A list that was begun before a change and ends after it does not undo the entry of
 * that change.
 */
public final class DriveCatalog {

    private final Ocis ocis;
    private final Clock clock;
    private final Duration freshness;

    private final Object listing = new Object();

    // All below is guarded by this.
    private Contents contents = new Contents("");
    private Instant listedAt = Instant.MIN;
    private long begun;
    private long ended;
    private long wanted = 1;
    private List<Consumer<Contents>> changedMeanwhile;

    /**
     * A catalog that is empty as yet.
     *
     * @param freshness how old a list may become before the next look
     */
    public DriveCatalog(Ocis ocis, Clock clock, Duration freshness) {
        this.ocis = ocis;
        this.clock = clock;
        this.freshness = freshness;
    }

    /**
     * Makes sure that the list is complete and not too old.
     *
     * @throws ExternalException.Unauthorized when the operator may not see all
     */
    public void refreshIfOld() {
        refreshUnless(this::isFresh);
    }

    /** The next use lists anew: what is listed may be wrong. */
    public synchronized void forget() {
        wanted = begun + 1;
    }

    /** A moment, for {@link #refreshSince}. */
    synchronized long moment() {
        return begun;
    }

    /** Makes sure that the list was begun after that moment; several who ask share one list. */
    void refreshSince(long moment) {
        refreshUnless(() -> isFresh() && endedAfter(moment));
    }

    private synchronized boolean isFresh() {
        return ended >= wanted && clock.instant().isBefore(listedAt.plus(freshness));
    }

    private synchronized boolean endedAfter(long moment) {
        return ended > moment;
    }

    private void refreshUnless(BooleanSupplier goodEnough) {
        if (goodEnough.getAsBoolean()) {
            return;
        }
        synchronized (listing) {
            if (!goodEnough.getAsBoolean()) {
                list();
            }
        }
    }

    private void list() {
        Instant start = clock.instant();
        long number = begin();
        try {
            Contents fresh = new Contents(ocis.me());
            ocis.groups().orElseThrow(DriveCatalog::notAdmin).forEach(fresh::put);
            ocis.projectSpaces().forEach(fresh::put);
            end(number, start, fresh);
        } finally {
            nothingMeanwhile();
        }
    }

    private synchronized long begin() {
        changedMeanwhile = new ArrayList<>();
        begun++;
        return begun;
    }

    private synchronized void end(long number, Instant start, Contents fresh) {
        changedMeanwhile.forEach(change -> change.accept(fresh));
        contents = fresh;
        listedAt = start;
        ended = number;
    }

    private synchronized void nothingMeanwhile() {
        changedMeanwhile = null;
    }

    private static ExternalException.Unauthorized notAdmin() {
        return new ExternalException.Unauthorized(
                Ocis.SYSTEM,
                "OcisRoleMissing",
                "The operator's account in oCIS does not have the role Admin, so it does not see all spaces and groups,"
                        + " and what it does not see it must not make. Give it the role: with Authentik by the roles"
                        + " claim of its token (docs/systems/ocis.md, Sign-in).");
    }

    private synchronized void change(Consumer<Contents> change) {
        change.accept(contents);
        if (changedMeanwhile != null) {
            changedMeanwhile.add(change);
        }
    }

    // ---- reading

    /** The id of the operator's own user. */
    synchronized String self() {
        return contents.self;
    }

    synchronized Optional<Space> space(String id) {
        return Optional.ofNullable(contents.spaces.get(id));
    }

    /** All spaces that carry the mark of this owner, those that were let go too. */
    synchronized List<Space> markedBy(Mark mark) {
        return contents.byOwner.getOrDefault(SpaceMark.ownerKey(mark), Set.of()).stream()
                .map(contents.spaces::get)
                .toList();
    }

    synchronized Optional<String> groupId(String name) {
        return Optional.ofNullable(contents.groupIds.get(key(name)));
    }

    // ---- entering what the operator changed

    void put(Space space) {
        change(contents -> contents.put(space));
    }

    void update(String spaceId, UnaryOperator<Space> update) {
        change(contents -> {
            Space found = contents.spaces.get(spaceId);
            if (found != null) {
                contents.put(update.apply(found));
            }
        });
    }

    void removeSpace(String id) {
        change(contents -> contents.removeSpace(id));
    }

    void put(Group group) {
        change(contents -> contents.put(group));
    }

    void removeGroup(String name) {
        change(contents -> contents.groupIds.remove(key(name)));
    }

    private static String key(String groupName) {
        return groupName.toLowerCase(Locale.ROOT);
    }

    private static final class Contents {
        private final String self;
        private final Map<String, Space> spaces = new HashMap<>();
        private final Map<String, Set<String>> byOwner = new HashMap<>();
        private final Map<String, String> groupIds = new HashMap<>();

        Contents(String self) {
            this.self = self;
        }

        void put(Space space) {
            removeSpace(space.id());
            spaces.put(space.id(), space);
            SpaceMark.in(space.description())
                    .ifPresent(mark -> byOwner.computeIfAbsent(mark.ownerKey(), owner -> new LinkedHashSet<>())
                            .add(space.id()));
        }

        void removeSpace(String id) {
            Space old = spaces.remove(id);
            if (old != null) {
                SpaceMark.in(old.description())
                        .map(SpaceMark::ownerKey)
                        .ifPresent(owner -> byOwner.computeIfPresent(owner, (key, ids) -> without(ids, id)));
            }
        }

        private static Set<String> without(Set<String> ids, String id) {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
        }

        void put(Group group) {
            groupIds.put(key(group.name()), group.id());
        }
    }
}
