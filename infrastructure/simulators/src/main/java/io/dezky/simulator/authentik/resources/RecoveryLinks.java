package io.dezky.simulator.authentik.resources;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.authentik.rest.Problem;
import io.dezky.simulator.authentik.store.Row;
import io.dezky.simulator.authentik.store.Secrets;
import io.dezky.simulator.authentik.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The rows behind recovery links: one for each user, with a copy of the user in it. docs/systems/authentik.md, One
 * recovery link per user and A link carries a copy of the user.
 */
public final class RecoveryLinks {

    /** What follows the {@code uid} of the user in the identifier of the row. */
    public static final String SUFFIX = "-password-reset";

    private static final String COPY = "copy";

    /** What the last stage of the flow writes back: the user as it was when the link was made or made anew. */
    private static final List<String> COPIED =
            List.of("username", "name", "email", "is_active", "last_login", "attributes", "path", "type");

    private final Store store;

    public RecoveryLinks(Store store) {
        this.store = store;
    }

    /**
     * Makes the link of a user, or makes it anew: the key stays the same while it is unused. A row that has expired and
     * was not cleaned up yet makes the server fail.
     *
     * @param byMail whether the link goes out by mail, so that it asks for a confirmation first
     * @return the key that stands in the link
     */
    public String issue(Row user, Row flow, Duration life, boolean byMail, Instant now) {
        Optional<Row> existing = row(user);
        if (existing.filter(row -> isOver(row, now)).isPresent()) {
            throw Problem.crash();
        }
        Row row = existing.orElseGet(() -> insert(user));
        row.members()
                .put("expires", now.plus(life).toString())
                .put("flow", flow.key())
                .put("by_mail", byMail);
        row.members().set(COPY, copyOf(user));
        return row.text("key");
    }

    private Row insert(Row user) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.putNull("managed");
        members.put("identifier", user.text("uid") + SUFFIX);
        members.put("intent", "verification");
        members.put("user", user.number());
        members.put("description", "");
        members.put("expiring", true);
        members.put("key", Secrets.random(60));
        return store.tokens().insert(UUID.randomUUID().toString(), members);
    }

    private static ObjectNode copyOf(Row user) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        COPIED.forEach(member -> copy.set(member, user.get(member).deepCopy()));
        return copy;
    }

    /** The row of a user's link, expired or not. */
    public Optional<Row> row(Row user) {
        return store.tokens().first("identifier", user.text("uid") + SUFFIX);
    }

    /**
     * Uses a link up, as the first load of its flow does: the row is gone from then on.
     *
     * @return the row; empty when the link was used, revoked or has expired
     */
    public Optional<Row> open(String key, Instant now) {
        Optional<Row> row = store.tokens()
                .first("key", key)
                .filter(found -> found.text("intent").equals("verification"))
                .filter(found -> !isOver(found, now));
        row.ifPresent(found -> store.tokens().remove(found.key()));
        return row;
    }

    /** Writes back the copy that the link carried; the user may be active again by that. */
    public void restore(Row user, Row link, Instant now) {
        user.take((ObjectNode) link.get(COPY).deepCopy());
        user.members().put("last_updated", now.toString());
    }

    private static boolean isOver(Row row, Instant now) {
        return row.time("expires").map(expires -> !expires.isAfter(now)).orElse(false);
    }
}
