package io.dezky.operator.identity;

import io.dezky.operator.plan.Mark;
import io.dezky.operator.plan.Mark.Ownership;
import java.util.Optional;

/**
 * Whose the objects in Authentik are: the Tenant's is what carries its mark, and what carries no mark but still has its
 * name and is known by its id, for then somebody has taken the mark off (docs/decisions/ownership-marks.md).
 *
 * @param mark of the Tenant
 * @param known what status tells
 */
record IdentityOwner(Mark mark, Known known) {

    /** Who has this group, found by its name, if it is somebody else. */
    Optional<String> otherHolder(Group group) {
        return otherHolder(
                mark.in(group.attributes()),
                group.pk().equals(known.groupId()) || group.pk().equals(known.adminsGroupId()));
    }

    /** Who has this application, found by its slug, if it is somebody else. */
    Optional<String> otherHolder(Application application) {
        return otherHolder(
                mark.in(application.metaPublisher()), application.pk().equals(known.applicationId()));
    }

    /** Who has this brand, found by its domain, if it is somebody else. */
    Optional<String> otherHolder(Brand brand) {
        return otherHolder(mark.in(brand.attributes()), brand.brandUuid().equals(known.brandId()));
    }

    private static Optional<String> otherHolder(Ownership ownership, boolean isKnown) {
        return ownership == Ownership.UNMARKED && isKnown ? Optional.empty() : Mark.holder(ownership);
    }

    /** Whether the group carries the mark, which is asked of one that was not found by its name. */
    boolean hasMarked(Group group) {
        return mark.in(group.attributes()).isOurs();
    }

    /** Whether the application carries the mark. */
    boolean hasMarked(Application application) {
        return mark.in(application.metaPublisher()).isOurs();
    }

    /** Whether the brand carries the mark. */
    boolean hasMarked(Brand brand) {
        return mark.in(brand.attributes()).isOurs();
    }
}
