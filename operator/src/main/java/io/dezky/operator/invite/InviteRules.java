package io.dezky.operator.invite;

import io.dezky.platform.v1alpha1.InviteSpec;
import io.dezky.platform.v1alpha1.TenantInviteSpec;
import io.dezky.platform.v1alpha1.TenantReference;
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
    private static final int LONGEST_TEXT = 150;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final Pattern EMAIL = Pattern.compile(
            "[a-z0-9!#$%&*+/=?^_{|}~-]+(\\.[a-z0-9!#$%&*+/=?^_{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int LONGEST_OBJECT_NAME = 253;
    private static final Pattern OBJECT_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
    private static final Pattern ONE_LINE =
            Pattern.compile("[^\\s\\p{Z}\\p{Cc}]([^\\p{Cc}\\p{Zl}\\p{Zp}]*[^\\s\\p{Z}\\p{Cc}])?");

    /** A value that this operator does not know is read as null. It is never taken for the default. */
    private static final String UNKNOWN = " is missing or has a value that this release of the operator does not know";

    private final List<String> problems = new ArrayList<>();

    private InviteRules() {}

    /** Throws when something is wrong; the message names each field. */
    static void check(InviteObject invite, InviteSpec spec) {
        if (spec == null) {
            throw InviteFailure.failed(
                    Reason.INVALID_SPEC,
                    "spec is missing, or has a shape that this release can't read (its log names the field): say who is invited.");
        }
        InviteRules rules = new InviteRules();
        rules.name(invite);
        rules.common(spec);
        if (spec instanceof TenantInviteSpec tenantInvite) {
            rules.tenant(tenantInvite);
        }
        if (!rules.problems.isEmpty()) {
            throw InviteFailure.failed(Reason.INVALID_SPEC, String.join("; ", rules.problems) + ".");
        }
    }

    /** Right for the invite, and too long for its Secret. */
    private void name(InviteObject invite) {
        int over = invite.secretName().length() - LONGEST_OBJECT_NAME;
        require(
                over <= 0,
                "metadata.name must be " + over + " characters shorter, so that the Secret <name>-credentials can be"
                        + " made: create the invite anew under a shorter name");
    }

    private void common(InviteSpec spec) {
        require(
                isEmail(spec.email()),
                "spec.email must be an address like ada@dezky.test, of at most 150 characters with at most 64 before the @");
        require(
                isOneLine(spec.name()),
                "spec.name must be 1 to 150 characters on one line, with no blanks at its ends");
        require(isValidity(spec), "spec.expiresAfter must be a duration from 5m to 168h");
        require(spec.handoff() != null, "spec.handoff" + UNKNOWN);
        require(spec.onDelete() != null, "spec.onDelete" + UNKNOWN);
    }

    private void tenant(TenantInviteSpec spec) {
        require(
                isObjectName(spec.tenantRef()),
                "spec.tenantRef.name must be the metadata.name of a Tenant of this namespace: lower case letters, digits,"
                        + " hyphens and dots");
        require(spec.role() != null, "spec.role" + UNKNOWN);
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    private static boolean isObjectName(TenantReference tenant) {
        return tenant != null
                && tenant.name() != null
                && tenant.name().length() <= LONGEST_OBJECT_NAME
                && OBJECT_NAME.matcher(tenant.name()).matches();
    }

    private static boolean isEmail(String email) {
        return email != null
                && email.length() <= LONGEST_TEXT
                && email.indexOf('@') <= LONGEST_LOCAL_PART
                && EMAIL.matcher(email.toLowerCase(java.util.Locale.ROOT)).matches();
    }

    private static boolean isOneLine(String name) {
        return name != null
                && name.length() <= LONGEST_TEXT
                && ONE_LINE.matcher(name).matches();
    }

    private static boolean isValidity(InviteSpec spec) {
        try {
            Duration validity = spec.validity();
            return validity != null && validity.compareTo(SHORTEST) >= 0 && validity.compareTo(LONGEST) <= 0;
        } catch (DateTimeParseException noDuration) {
            return false;
        }
    }
}
