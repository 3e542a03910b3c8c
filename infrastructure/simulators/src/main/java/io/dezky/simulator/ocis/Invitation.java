package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A valid request to let somebody into a space. The messages are those of the Go validator: one line for each rule that is
 * broken.
 *
 * @param roleId one that the server knows, though perhaps none for spaces
 */
record Invitation(Grant.Grantee grantee, String roleId, Optional<Instant> expires) {

    static Invitation read(byte[] body, Instant now) {
        ObjectNode invite = decoded(DriveBodies.INVITE, body);
        List<String> problems = new ArrayList<>();
        JsonNode recipients = invite.path("recipients");
        if (recipients.size() == 1) {
            recipientProblems(recipients.get(0), problems);
        } else {
            problems.add(problem("DriveItemInvite.Recipients", "len"));
        }
        List<String> roles = StrictBody.texts(invite, "roles");
        if (roles.isEmpty()) {
            problems.add(problem("DriveItemInvite.Roles", "one_or_another"));
            problems.add(problem("DriveItemInvite.LibreGraphPermissionsActions", "one_or_another"));
        } else {
            roleProblems("DriveItemInvite", roles, problems);
        }
        Optional<Instant> expires = time(invite);
        if (expires.filter(end -> !end.isAfter(now)).isPresent()) {
            problems.add(problem("DriveItemInvite.ExpirationDateTime", "gt"));
        }
        refuse(problems);
        JsonNode recipient = recipients.get(0);
        Grant.Kind kind = Grant.Kind.valueOf(
                recipient.get("@libre.graph.recipient.type").asText().toUpperCase(Locale.ROOT));
        return new Invitation(new Grant.Grantee(kind, recipient.get("objectId").asText()), roles.get(0), expires);
    }

    /** The body of a change of a permission. */
    static ObjectNode readChange(byte[] body) {
        ObjectNode change = decoded(DriveBodies.PERMISSION, body);
        List<String> problems = new ArrayList<>();
        roleProblems("Permission", StrictBody.texts(change, "roles"), problems);
        refuse(problems);
        time(change);
        return change;
    }

    /** The end of the permission that a body names. */
    static Optional<Instant> time(ObjectNode body) {
        try {
            return StrictBody.text(body, "expirationDateTime")
                    .map(OffsetDateTime::parse)
                    .map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException noTime) {
            throw Refusal.badRequest("invalid request body");
        }
    }

    private static ObjectNode decoded(StrictBody shape, byte[] body) {
        try {
            return shape.read(body);
        } catch (StrictBody.Unreadable unreadable) {
            throw Refusal.badRequest("invalid request body");
        }
    }

    private static void recipientProblems(JsonNode recipient, List<String> problems) {
        if (recipient.path("objectId").asText().isEmpty()) {
            problems.add(problem("DriveItemInvite.Recipients[0].ObjectId", "ne"));
        }
        if (!recipient.path("@libre.graph.recipient.type").asText().matches("user|group")) {
            problems.add(problem("DriveItemInvite.Recipients[0].LibreGraphRecipientType", "oneof"));
        }
    }

    private static void roleProblems(String type, List<String> roles, List<String> problems) {
        if (roles.size() > 1) {
            problems.add(problem(type + ".Roles", "max"));
        } else if (roles.stream().anyMatch(role -> RoleDefinitions.withId(role).isEmpty())) {
            problems.add(problem(type + ".Roles", "available_role"));
        }
    }

    private static String problem(String key, String tag) {
        String field = key.substring(key.lastIndexOf('.') + 1);
        return "Key: '" + key + "' Error:Field validation for '" + field + "' failed on the '" + tag + "' tag";
    }

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw Refusal.badRequest(String.join("\n", problems));
        }
    }
}
