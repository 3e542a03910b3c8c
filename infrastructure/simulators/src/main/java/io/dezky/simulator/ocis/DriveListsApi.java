package io.dezky.simulator.ocis;

import io.dezky.simulator.http.Answer;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Lists of drives: all that the caller knows, and those where it is a member. Never in pages. */
final class DriveListsApi {

    private static final Map<String, Function<Space, ? extends Comparable<?>>> ORDERS =
            Map.of("name", space -> space.name().toLowerCase(Locale.ROOT), "lastModifiedDateTime", Space::modified);

    private final Spaces spaces;
    private final Access access;
    private final DriveJson json;
    private final OcisSettings settings;
    private final Supplier<URI> base;
    private final Clock clock;

    DriveListsApi(
            Spaces spaces, Access access, DriveJson json, OcisSettings settings, Supplier<URI> base, Clock clock) {
        this.spaces = spaces;
        this.access = access;
        this.json = json;
        this.settings = settings;
        this.base = base;
        this.clock = clock;
    }

    void routes(Router router) {
        router.on("GET", "/graph/v1.0/drives", call -> list(call, DriveJson.Shape.V1, known(call)))
                .on("GET", "/graph/v1beta1/drives", call -> list(call, DriveJson.Shape.V1BETA1, known(call)))
                .on("GET", "/graph/v1.0/me/drives", call -> list(call, DriveJson.Shape.V1, own(call)))
                .on("GET", "/graph/v1beta1/me/drives", call -> list(call, DriveJson.Shape.V1BETA1, own(call)))
                .on("GET", "/graph/v1.0/me/drive", this::personal);
    }

    private Predicate<Space> known(Call call) {
        return space -> access.knows(call.caller(), space);
    }

    private Predicate<Space> own(Call call) {
        return space -> access.sees(call.caller(), space);
    }

    private Answer list(Call call, DriveJson.Shape shape, Predicate<Space> visible) {
        ListQuery query = ListQuery.of(call.request());
        DriveFilter filter = query.filter().map(DriveFilter::of).orElse(DriveFilter.NONE);
        List<Space> found = json.inAnyOrder(spaces.all().stream()
                .filter(space -> !space.isHidden())
                .filter(visible)
                .filter(filter.spaces(spaces))
                .toList());
        Instant now = clock.instant();
        List<Map<String, Object>> drives = new ArrayList<>();
        for (Space space : query.ordered(found, ORDERS)) {
            drives.add(json.drive(space, shape, base.get(), now));
        }
        if (settings.sharesDrive() && filter.keepsVirtual()) {
            drives.add(json.sharesDrive(base.get()));
        }
        return Answer.json(200, Map.of("value", drives));
    }

    private Answer personal(Call call) {
        Space space = spaces.personal(call.caller().account(), clock.instant());
        return Answer.json(200, json.drive(space, DriveJson.Shape.V1, base.get(), clock.instant()));
    }
}
