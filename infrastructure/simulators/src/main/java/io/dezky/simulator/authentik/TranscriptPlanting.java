package io.dezky.simulator.authentik;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.store.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the precondition of a recorded conversation into a new installation. */
final class TranscriptPlanting {

    /** What the role of the recorded {@code operator} holds beside the platform's. */
    private static final List<String> MORE_PERMISSIONS = List.of(
            "authentik_stages_email.view_emailstage",
            "authentik_stages_invitation.view_invitation",
            "authentik_stages_invitation.add_invitation",
            "authentik_stages_invitation.change_invitation",
            "authentik_stages_invitation.delete_invitation");

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int BATCHES = 10;
    private static final int GROUP_SIZE = 5;

    private final JsonNode transcript;
    private final Planting planting;
    private final Map<String, Map<String, String>> actors = new LinkedHashMap<>();
    private final Map<String, JsonNode> variables = new LinkedHashMap<>();

    private TranscriptPlanting(JsonNode transcript, Planting planting) {
        this.transcript = transcript;
        this.planting = planting;
    }

    static Planting.Planted plant(TranscriptSeed seed, Planting planting) {
        TranscriptPlanting recorded = new TranscriptPlanting(seed.transcript(), planting);
        recorded.people();
        recorded.requireAllActors();
        return new Planting.Planted(recorded.actors, recorded.variables);
    }

    private void people() {
        Row akadmin = DefaultBlueprints.apply(planting);
        load();
        planting.apiToken("akadmin-api", akadmin, "recorded-akadmin-token");
        actors.put("nobody", Map.of());
        actors.put("admin", Planting.bearer("recorded-akadmin-token"));
        for (JsonNode described : transcript.at("/precondition/users")) {
            switch (described.asText().split("\\W", 2)[0]) {
                case "akadmin" -> variables.put("akadmin", IntNode.valueOf(akadmin.number()));
                case "operator" -> operator();
                case "robot" -> robot();
                default -> throw new IllegalArgumentException("a user that cannot be made: " + described.asText());
            }
        }
    }

    private void operator() {
        List<String> permissions = new ArrayList<>(PlatformSeed.OPERATOR_PERMISSIONS);
        permissions.addAll(MORE_PERMISSIONS);
        Row operator = planting.serviceAccount("operator");
        planting.give(operator, planting.role("operator", permissions));
        planting.apiToken("operator-api", operator, "recorded-operator-token");
        actors.put("operator", Planting.bearer("recorded-operator-token"));
        variables.put("operator", IntNode.valueOf(operator.number()));
    }

    private void robot() {
        Row robot = planting.serviceAccount("robot");
        planting.apiToken("robot-api", robot, "recorded-robot-token");
        planting.appPassword("service-account-robot-password", robot, "recorded-robot-password");
        planting.expiredApiToken("robot-old", robot, "recorded-robot-old-token");
        actors.put("robot", Planting.bearer("recorded-robot-token"));
        actors.put("robotAppPassword", Planting.bearer("recorded-robot-password"));
        actors.put("robotOld", Planting.bearer("recorded-robot-old-token"));
        variables.put("robot", IntNode.valueOf(robot.number()));
    }

    /** Many users and groups: so many users, and so many groups of five each, say the first and the third number. */
    private void load() {
        String described = transcript.at("/precondition/load").asText("");
        if (described.isEmpty()) {
            return;
        }
        List<Integer> users = new ArrayList<>();
        int userCount = numberBefore(described, "users");
        for (int i = 0; i < userCount; i++) {
            users.add(loadedUser(i).number());
        }
        int groupCount = numberBefore(described, "groups");
        for (int i = 0; i < groupCount; i++) {
            Row group = planting.group(String.format("load-%03d", i), false);
            group.members().putObject("attributes").put("batch", i % BATCHES);
            fill(group, users.subList(i * GROUP_SIZE, (i + 1) * GROUP_SIZE));
        }
        fill(planting.group("load-all", false), users);
    }

    private Row loadedUser(int number) {
        String address = String.format("load-%04d@example.com", number);
        ObjectNode members = Planting.members()
                .put("username", address)
                .put("name", String.format("Load %04d", number))
                .put("email", address)
                .put("path", "load");
        members.putObject("attributes").put("batch", number % BATCHES);
        return planting.user(members);
    }

    private void fill(Row group, List<Integer> users) {
        users.forEach(user -> planting.installation().store.memberships().add(String.valueOf(user), group.key()));
    }

    private static int numberBefore(String text, String word) {
        Matcher matcher = Pattern.compile("(" + NUMBER.pattern() + ") " + word).matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no number of " + word + " in: " + text);
        }
        return Integer.parseInt(matcher.group(1));
    }

    private void requireAllActors() {
        transcript.path("actors").fieldNames().forEachRemaining(name -> {
            if (!actors.containsKey(name)) {
                throw new IllegalArgumentException("an actor that cannot be made: " + name);
            }
        });
    }
}
