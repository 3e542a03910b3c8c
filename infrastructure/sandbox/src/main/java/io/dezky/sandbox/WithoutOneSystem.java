package io.dezky.sandbox;

import io.dezky.platform.v1alpha1.Condition;
import io.dezky.platform.v1alpha1.ConditionTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must hold when one system fails for good: its part, and what needs it, says so; all the rest is done.
 *
 * @param system the one that fails
 */
record WithoutOneSystem(String system, Watched watched) {

    private static final List<String> PARTS = List.of(
            ConditionTypes.IDENTITY_READY,
            ConditionTypes.MAIL_READY,
            ConditionTypes.FILES_READY,
            ConditionTypes.CREDENTIALS_READY);

    /** What can't be had without the system. oCIS knows the operator by a token of Authentik. */
    private List<String> lost() {
        return switch (system) {
            case "authentik" ->
                List.of(ConditionTypes.IDENTITY_READY, ConditionTypes.FILES_READY, ConditionTypes.CREDENTIALS_READY);
            case "stalwart" -> List.of(ConditionTypes.MAIL_READY);
            default -> List.of(ConditionTypes.FILES_READY);
        };
    }

    private String displayName() {
        return switch (system) {
            case "authentik" -> "Authentik";
            case "stalwart" -> "Stalwart";
            default -> "oCIS";
        };
    }

    boolean isSettled() {
        return run().values().stream().allMatch(Boolean::booleanValue);
    }

    Map<String, Boolean> run() {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        for (String tenant : List.of("tenant/acme", "tenant/globex")) {
            for (String part : PARTS) {
                Optional<Condition> condition = watched.one(tenant).flatMap(shown -> shown.condition(part));
                if (lost().contains(part)) {
                    checks.put(
                            tenant + " " + part + " is False and says why",
                            condition.filter(c -> !c.holds() && tells(c)).isPresent());
                } else {
                    checks.put(
                            tenant + " " + part + " is True: it does not need " + displayName(),
                            condition.filter(Condition::holds).isPresent());
                }
            }
        }
        return checks;
    }

    private boolean tells(Condition condition) {
        return condition.message().contains(displayName()) || condition.reason().equals("WaitingForIdentity");
    }
}
