package io.dezky.operator.invite;

import io.dezky.platform.v1alpha1.InviteSpec;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What must hold of an invite before any of its values goes out. The API server refuses most of it already; this guards
 * against an API server without the rules, objects older than a rule, and objects written for a newer operator.
 */
final class InviteRules {

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofHours(168);
    private static final Pattern EMAIL = Pattern.compile(
            "[a-z0-9!#$%&*+/=?^_{|}~-]+(\\.[a-z0-9!#$%&*+/=?^_{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    private InviteRules() {}

    /** Throws when something is wrong; the message names each field. */
    static void check(InviteSpec spec) {
        if (spec == null) {
            throw InviteFailure.failed("InvalidSpec", "spec is missing: say who is invited.");
        }
        List<String> problems = new ArrayList<>();
        if (spec.email() == null
                || spec.email().length() > 150
                || !EMAIL.matcher(spec.normalisedEmail()).matches()) {
            problems.add("spec.email must be an address like ada@dezky.test, of at most 150 characters");
        }
        if (spec.name() == null || spec.name().isBlank() || spec.name().length() > 150) {
            problems.add("spec.name must be 1 to 150 characters");
        }
        if (!isValid(spec)) {
            problems.add("spec.expiresAfter must be a duration from 5m to 168h");
        }
        // A value that this operator does not know is read as null. It is never taken for the default.
        if (spec.handoff() == null) {
            problems.add("spec.handoff is missing or has a value that this release of the operator does not know");
        }
        if (spec.onDelete() == null) {
            problems.add("spec.onDelete is missing or has a value that this release of the operator does not know");
        }
        if (!problems.isEmpty()) {
            throw InviteFailure.failed("InvalidSpec", String.join("; ", problems) + ".");
        }
    }

    private static boolean isValid(InviteSpec spec) {
        try {
            Duration validity = spec.validity();
            return validity != null && validity.compareTo(SHORTEST) >= 0 && validity.compareTo(LONGEST) <= 0;
        } catch (DateTimeParseException noDuration) {
            return false;
        }
    }
}
