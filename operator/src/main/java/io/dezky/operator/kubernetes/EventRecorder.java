package io.dezky.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells users of transitions by Events. The same Event for the same object is told once in ten minutes. An Event that
 * can't be written is no failure of anything else.
 */
public final class EventRecorder {

    /** How serious. */
    public enum Type {
        Normal,
        Warning
    }

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final Duration QUIET = Duration.ofMinutes(10);
    private static final int LONGEST_NOTE = 1024;
    private static final String CONTROLLER = "platform.dezky.io/dezky-operator";

    /** With six decimals: the API server refuses any other number of them. */
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final Clock clock;
    private final String instance;
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    /**
     * A recorder.
     *
     * @param instance the name of this operator process
     */
    public EventRecorder(KubernetesClient client, Clock clock, String instance) {
        this.client = client;
        this.clock = clock;
        this.instance = instance;
    }

    /**
     * Tells something about an object.
     *
     * @param reason CamelCase, from a small set
     * @param action what the operator did or tried
     * @param note for people; without secrets
     */
    public void tell(HasMetadata about, Type type, String reason, String action, String note) {
        Instant now = clock.instant();
        String key = about.getMetadata().getUid() + "|" + reason + "|" + note;
        Instant last = told.put(key, now);
        if (last != null && now.isBefore(last.plus(QUIET))) {
            told.put(key, last);
            return;
        }
        told.values().removeIf(at -> at.plus(QUIET).isBefore(now));
        try {
            client.resource(event(about, type, reason, action, note, now)).create();
        } catch (KubernetesClientException e) {
            // In a terminating namespace nothing can be created; without the right it is one Event less.
            LOG.debug(
                    "Event {} of {} not written: {}",
                    reason,
                    about.getMetadata().getName(),
                    e.getMessage());
        }
    }

    private Event event(HasMetadata about, Type type, String reason, String action, String note, Instant now) {
        String shortNote = note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE - 1) + "…" : note;
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(about.getMetadata().getNamespace())
                // The API server refuses a prefix that ends with a dot, the form of client-go.
                .withGenerateName(about.getMetadata().getName() + "-")
                .endMetadata()
                .withEventTime(new MicroTime(MICRO_TIME.format(now)))
                .withType(type.name())
                .withReason(reason)
                .withAction(action)
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withNote(shortNote)
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withNamespace(about.getMetadata().getNamespace())
                        .withName(about.getMetadata().getName())
                        // Without it kubectl describe does not show the Event.
                        .withUid(about.getMetadata().getUid())
                        .build())
                .build();
    }
}
