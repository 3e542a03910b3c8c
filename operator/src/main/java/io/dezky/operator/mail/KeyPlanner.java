package io.dezky.operator.mail;

import io.dezky.operator.mail.DesiredMail.DesiredDomain;
import io.dezky.operator.plan.Change;
import io.dezky.operator.plan.FieldDiff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The DKIM keys of one domain: of each wanted algorithm one, which signs as soon as DNS shows its record and not before.
 * Only the operator's own keys, told by their selectors; others are left alone.
 */
final class KeyPlanner {

    private final DesiredDomain wanted;
    private final Domain found;
    private final ObservedMail observed;
    private final List<DkimSignature> ours;
    private final List<Change<MailCall>> changes = new ArrayList<>();

    KeyPlanner(DesiredDomain wanted, Domain found, ObservedMail observed) {
        this.wanted = wanted;
        this.found = found;
        this.observed = observed;
        this.ours = found.signatures().stream()
                .filter(key -> key.serial().isPresent())
                .toList();
    }

    /**
     * The keys whose record has to be looked up: those that do not sign, and all of an algorithm of which several sign,
     * for then DNS says which is the right one.
     */
    static List<DkimSignature> toLookUp(DesiredDomain wanted, Domain found) {
        List<DkimSignature> keys = new ArrayList<>();
        for (DkimAlgorithm algorithm : wanted.algorithms()) {
            List<DkimSignature> candidates = candidates(found.signatures(), algorithm);
            boolean settled = candidates.size() == 1 && candidates.get(0).stage() == DkimStage.ACTIVE;
            if (!settled) {
                keys.addAll(candidates);
            }
        }
        return keys;
    }

    /**
     * The keys of an algorithm of which one shall sign: those that sign or wait. Where there is none, those that somebody
     * retired: with such a key mail is signed again at once, while a new one would wait for the customer.
     */
    private static List<DkimSignature> candidates(List<DkimSignature> signatures, DkimAlgorithm algorithm) {
        List<DkimSignature> all = signatures.stream()
                .filter(key -> key.serial().isPresent())
                .filter(key -> key.algorithm().filter(algorithm::equals).isPresent())
                .toList();
        List<DkimSignature> live = all.stream().filter(DkimSignature::isLive).toList();
        return live.isEmpty() ? all : live;
    }

    List<Change<MailCall>> changes() {
        boolean signs = false;
        for (DkimAlgorithm algorithm : DkimAlgorithm.values()) {
            if (wanted.algorithms().contains(algorithm)) {
                signs |= wantedKey(algorithm);
            }
        }
        for (DkimSignature key : ours) {
            boolean unwanted =
                    key.algorithm().filter(wanted.algorithms()::contains).isEmpty();
            if (unwanted) {
                unwantedKey(key, signs);
            }
        }
        return changes;
    }

    /** Tells whether a key of the algorithm signs in the end. */
    private boolean wantedKey(DkimAlgorithm algorithm) {
        List<DkimSignature> candidates = candidates(ours, algorithm).stream()
                .sorted(Comparator.comparing((DkimSignature key) -> !isPublished(key))
                        .thenComparing(key -> key.stage() != DkimStage.ACTIVE)
                        .thenComparing(key -> -key.serial().orElse(0))
                        .thenComparing(DkimSignature::id))
                .toList();
        if (candidates.isEmpty()) {
            create(algorithm);
            return false;
        }
        DkimSignature chosen = candidates.get(0);
        DkimStage stage =
                isPublished(chosen) || chosen.stage() == DkimStage.ACTIVE ? DkimStage.ACTIVE : DkimStage.PENDING;
        if (chosen.stage() != stage) {
            changeStage(chosen, stage);
        }
        candidates.stream().skip(1).filter(DkimSignature::isLive).forEach(key -> supernumerary(key, chosen));
        return stage == DkimStage.ACTIVE;
    }

    private boolean isPublished(DkimSignature key) {
        return observed.published().contains(key.id());
    }

    private void create(DkimAlgorithm algorithm) {
        // After a key of this number was destroyed its record may still be cached: never used again.
        int last = ours.stream().mapToInt(key -> key.serial().orElse(0)).max().orElse(0);
        int serial = Math.max(last, observed.known().lastSerial(wanted.name())) + 1;
        String selector = DkimSignature.selector(serial, algorithm);
        changes.add(new Change.Create<>(
                MailPlanner.target("DkimSignature", selector + "." + found.name()),
                List.of(new FieldDiff("stage", "", DkimStage.PENDING.word()), FieldDiff.secret("privateKey")),
                new MailCall.CreateSignature(found.id(), new NewDomain.NewKey(selector, algorithm))));
    }

    /**
     * One key more than is wanted: made by a create whose answer was lost, for Stalwart takes any number of equal keys,
     * or by hand. It goes, unless it has signed mail under a name of its own.
     */
    private void supernumerary(DkimSignature key, DkimSignature chosen) {
        boolean hasRecordOfItsOwn = !key.selector().equals(chosen.selector());
        if (key.stage() == DkimStage.ACTIVE && hasRecordOfItsOwn) {
            changeStage(key, DkimStage.RETIRING);
        } else {
            destroy(key);
        }
    }

    /** A key of an algorithm that is no longer wanted stops signing once another one signs. */
    private void unwantedKey(DkimSignature key, boolean anotherSigns) {
        if (key.stage() == DkimStage.PENDING) {
            destroy(key);
        } else if (key.stage() == DkimStage.ACTIVE && anotherSigns) {
            changeStage(key, DkimStage.RETIRING);
        }
    }

    private void changeStage(DkimSignature key, DkimStage stage) {
        changes.add(new Change.Update<>(
                MailPlanner.target("DkimSignature", key.selector() + "." + found.name()),
                List.of(new FieldDiff("stage", key.stage().word(), stage.word())),
                new MailCall.ChangeStage(key.id(), stage)));
    }

    private void destroy(DkimSignature key) {
        changes.add(new Change.Delete<>(
                MailPlanner.target("DkimSignature", key.selector() + "." + found.name()),
                false,
                new MailCall.DestroySignature(key.id())));
    }
}
