package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.http.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A single drive: create, read, change, disable, restore, purge. */
final class DrivesApi {

    private static final Set<String> GO_TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final String HIDDEN = "drive not found";
    private static final int LONGEST_NAME_IN_BYTES = 255;

    private final Spaces spaces;
    private final Access access;
    private final DriveJson json;
    private final Supplier<URI> base;
    private final Clock clock;

    DrivesApi(Spaces spaces, Access access, DriveJson json, Supplier<URI> base, Clock clock) {
        this.spaces = spaces;
        this.access = access;
        this.json = json;
        this.base = base;
        this.clock = clock;
    }

    void routes(Router router) {
        router.on("POST", "/graph/v1.0/drives", this::create)
                .on("PATCH", "/graph/v1.0/drives/{drive}", this::update)
                .on("GET", "/graph/v1.0/drives/{drive}", this::read)
                .on("DELETE", "/graph/v1.0/drives/{drive}", this::delete);
    }

    private Answer create(Call call) {
        if (!call.caller().administersSpaces()) {
            throw Refusal.notAllowed("insufficient permissions to create a space.");
        }
        if (call.request().parameter("template").isPresent()) {
            throw Refusal.leftOut(LeftOut.CREATE_TEMPLATE);
        }
        ObjectNode body = newDrive(call);
        String name = StrictBody.text(body, "name").orElse("").strip();
        nameProblem(name).ifPresent(problem -> {
            throw Refusal.badRequest("invalid spacename: " + problem);
        });
        String type = StrictBody.text(body, "driveType").orElse("");
        if (!type.isEmpty() && !type.equals(Space.Type.PROJECT.word())) {
            throw Refusal.badRequest("drives of this type cannot be created via this api");
        }
        long quota = total(body).filter(total -> total >= 0).orElse(OcisSettings.DEFAULT_QUOTA);
        Space space =
                spaces.createProject(name, StrictBody.text(body, "driveAlias").orElse(""), quota, clock.instant());
        space.description(StrictBody.text(body, "description").orElse(""));
        space.put(Grant.of(Grant.Kind.USER, call.caller().id(), SpaceRole.MANAGER));
        return shown(201, space);
    }

    private static ObjectNode newDrive(Call call) {
        try {
            return DriveBodies.CREATE.read(call.request().body());
        } catch (StrictBody.Unreadable unreadable) {
            throw Refusal.badRequest("invalid body schema definition");
        }
    }

    private Answer read(Call call) {
        Space space = spaces.named(call.path("drive"))
                .filter(found -> !found.isHidden())
                .filter(found -> access.knows(call.caller(), found))
                .orElseThrow(() -> Refusal.notFound("no drive returned from storage"));
        return shown(200, space);
    }

    private Answer update(Call call) {
        ObjectNode body = changes(call);
        // An empty name or alias is no change: docs/systems/ocis.md, "An empty description clears, an empty name does
        // not".
        Optional<String> name =
                StrictBody.text(body, "name").filter(text -> !text.isEmpty()).map(String::strip);
        name.flatMap(DrivesApi::nameProblem).ifPresent(problem -> {
            throw Refusal.general(400, problem);
        });
        Optional<Long> quota = total(body);
        if (quota.isPresent() && !call.caller().administersSpaces()) {
            // Before the space is looked up: who may set no quota learns nothing about the space, not even a 404.
            throw Refusal.notAllowed("user is not allowed to set the space quota");
        }
        boolean restore = isTrue(call, "Restore");
        Optional<String> description = StrictBody.text(body, "description");
        Optional<String> alias = StrictBody.text(body, "driveAlias").filter(text -> !text.isEmpty());
        Space space = spaces.named(call.path("drive"))
                .filter(found -> access.knows(call.caller(), found))
                .filter(found ->
                        (name.isEmpty() && description.isEmpty() && !restore) || access.manages(call.caller(), found))
                .filter(found -> alias.isEmpty() || mayChangeAlias(call.caller(), found))
                .orElseThrow(() -> Refusal.notFound(HIDDEN));
        name.ifPresent(space::name);
        description.ifPresent(space::description);
        alias.ifPresent(space::alias);
        quota.ifPresent(space::quota);
        space.disabled(space.isDisabled() && !restore);
        space.touch(clock.instant());
        if (space.isHidden()) {
            // The change is kept all the same: docs/systems/ocis.md, "A negative quota hides a space".
            throw Refusal.general(500, "grpc error");
        }
        return shown(200, space);
    }

    private static ObjectNode changes(Call call) {
        try {
            return DriveBodies.UPDATE.read(call.request().body());
        } catch (StrictBody.Unreadable unreadable) {
            throw Refusal.badRequest("invalid request body: error: " + unreadable.getMessage());
        }
    }

    private boolean mayChangeAlias(Caller caller, Space space) {
        return caller.administersSpaces()
                || access.roleOf(caller, space)
                        .filter(role -> role.compareTo(SpaceRole.EDITOR) >= 0)
                        .isPresent();
    }

    private Answer delete(Call call) {
        Space space = spaces.named(call.path("drive"))
                .filter(found -> access.knows(call.caller(), found))
                .filter(found -> access.manages(call.caller(), found))
                .orElseThrow(() -> Refusal.notFound(HIDDEN));
        boolean purge = isTrue(call, "Purge");
        if (!space.isProject() && (purge || !call.caller().isAdmin())) {
            throw Refusal.leftOut(LeftOut.PERSONAL_DELETE);
        }
        if (purge && !space.isDisabled()) {
            throw Refusal.badRequest("error: bad request: can't purge enabled space");
        }
        if (purge) {
            spaces.remove(space.id());
        } else {
            space.disabled(true);
        }
        return Answer.empty(204);
    }

    private Answer shown(int status, Space space) {
        return Answer.json(status, json.drive(space, DriveJson.Shape.V1, base.get(), clock.instant()));
    }

    /** Header values are booleans of Go; anything else is false, without a word. */
    private static boolean isTrue(Call call, String header) {
        return call.request().header(header).filter(GO_TRUE::contains).isPresent();
    }

    private static Optional<Long> total(ObjectNode body) {
        return StrictBody.given(body, "quota")
                .flatMap(quota -> StrictBody.given(quota, "total"))
                .map(JsonNode::longValue);
    }

    private static Optional<String> nameProblem(String name) {
        if (name.isEmpty()) {
            return Optional.of("spacename must not be empty");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_IN_BYTES) {
            return Optional.of("spacename must be smaller than 255");
        }
        if (name.chars().anyMatch(sign -> "/\\.:?*\"><|".indexOf(sign) >= 0)) {
            return Optional.of("spacenames must not contain [/ \\ . : ? * \" > < |]");
        }
        return Optional.empty();
    }
}
