package io.dezky.operator.files;

import io.dezky.operator.plan.Plan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Announces, before a space is made, that it will be. */
final class Intents {

    private final Consumer<List<String>> writer;
    private final Set<String> standing = new HashSet<>();
    private final Set<String> announced = new HashSet<>();
    private final boolean looseEnds;

    /**
     * The intents of one reconcile.
     *
     * @param wanted names that the spec has
     * @param writer makes intents outlive this process
     */
    Intents(List<String> wanted, List<KnownSpace> known, Consumer<List<String>> writer) {
        this.writer = writer;
        known.stream().filter(KnownSpace::creating).map(KnownSpace::name).forEach(standing::add);
        this.looseEnds = !Set.copyOf(wanted).containsAll(standing);
        this.announced.addAll(standing);
    }

    /** Whether the plan rests on something missing that may be there all the same. */
    boolean doubts(Plan<FilesCall> plan) {
        return looseEnds || plan.changes().stream().anyMatch(change -> doubts(change.call()));
    }

    private boolean doubts(FilesCall call) {
        if (call instanceof FilesCall.RevealSpace) {
            return true;
        }
        return call instanceof FilesCall.CreateSpace create
                && standing.contains(create.fields().name());
    }

    void announce(Plan<FilesCall> plan) {
        List<String> names = plan.changes().stream()
                .filter(change -> change.call() instanceof FilesCall.CreateSpace)
                .map(change -> ((FilesCall.CreateSpace) change.call()).fields().name())
                .filter(name -> !announced.contains(name))
                .toList();
        if (!names.isEmpty()) {
            writer.accept(names);
            announced.addAll(names);
        }
    }
}
