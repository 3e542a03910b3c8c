package io.dezky.operator.files;

import io.dezky.operator.plan.Digest;
import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Mark.Ownership;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a space says whose it is. Spaces have no field for marks, and neither name nor alias is unique; so the mark
 * stands in the description, which only managers can change, together with a key of the entry in the spec that the
 * space was made for. The alias, which editors can change, is made of the same key: see docs/systems/ocis.md, Finding a
 * space again.
 *
 * @param ownerKey the mark without its uid: the same for all spaces of one owner, and for no other's
 * @param entry the key of the entry; empty when somebody cut it off
 */
record SpaceMark(String ownerKey, Optional<String> entry) {

    private static final int ENTRY_DIGITS = 8;

    /** The token is the one that {@link Mark} finds: the first. */
    private static final Pattern TEXT = Pattern.compile("\\b(dezky:[a-z0-9-]+:[A-Za-z]+:[a-z0-9.-]+/[a-z0-9.-]+)"
            + ":[A-Za-z0-9-]+(?::released)?(?: entry ([0-9a-f]{" + ENTRY_DIGITS + "})\\b)?");

    /** What a description says; empty when it has no mark. */
    static Optional<SpaceMark> in(String description) {
        Matcher matcher = TEXT.matcher(description == null ? "" : description);
        return matcher.find()
                ? Optional.of(new SpaceMark(matcher.group(1), Optional.ofNullable(matcher.group(2))))
                : Optional.empty();
    }

    /** The owner's key of a mark. */
    static String ownerKey(Mark mark) {
        return "dezky:" + mark.instance() + ":" + mark.kind() + ":" + mark.namespace() + "/" + mark.name();
    }

    /** The key of an entry: it says nothing, and is unlike that of every other owner's entries. */
    static String entryKey(Mark mark, String spaceName) {
        return Digest.hex(mark.instance() + "|" + mark.namespace() + "/" + mark.name() + "|" + spaceName, ENTRY_DIGITS);
    }

    static String alias(Mark mark, String slug, String entry) {
        return "project/" + mark.instance() + "-" + slug + "-" + entry;
    }

    static String description(Mark mark, String entry) {
        return "Managed by Dezky. " + mark.text() + " entry " + entry;
    }

    static String releasedDescription(Mark mark, String entry) {
        return "No longer managed by Dezky. " + mark.releasedText() + " entry " + entry;
    }

    /** Whether the space belongs to the mark's owner now. */
    static boolean isOurs(Mark mark, Space space) {
        Ownership ownership = mark.in(space.description());
        return ownership == Ownership.OURS || ownership == Ownership.OURS_RENEWED;
    }

    /** Whether this very object, not a namesake before it, has let the space go: then it may take it back. */
    static boolean isOurLetGo(Mark mark, Space space) {
        return mark.in(space.description()) == Ownership.RELEASED
                && space.description().contains(mark.releasedText());
    }
}
