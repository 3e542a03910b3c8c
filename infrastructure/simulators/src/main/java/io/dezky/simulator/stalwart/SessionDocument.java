package io.dezky.simulator.stalwart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dezky.simulator.stalwart.registry.Caller;
import io.dezky.simulator.stalwart.registry.JmapLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /jmap/session}. Without credentials it is answered too, with no account in it; what tells a 0.16 server is
 * {@code urn:stalwart:jmap} among an account's capabilities, not among those of the server.
 */
final class SessionDocument {

    private static final String CORE = "urn:ietf:params:jmap:core";
    private static final String PREFIX = "urn:ietf:params:jmap:";
    private static final String REGISTRY = "urn:stalwart:jmap";

    /** Capabilities of an account, and the permission without which it does not have them. */
    private static final Map<String, String> OF_AN_ACCOUNT = new LinkedHashMap<>();

    static {
        OF_AN_ACCOUNT.put("mail", "jmapEmailGet");
        OF_AN_ACCOUNT.put("submission", "jmapEmailSubmissionGet");
        OF_AN_ACCOUNT.put("vacationresponse", "jmapVacationResponseGet");
        OF_AN_ACCOUNT.put("contacts", "jmapContactCardGet");
        OF_AN_ACCOUNT.put("contacts:parse", "jmapContactCardParse");
        OF_AN_ACCOUNT.put("calendars", "jmapCalendarEventGet");
        OF_AN_ACCOUNT.put("calendars:parse", "jmapCalendarEventParse");
        OF_AN_ACCOUNT.put("websocket", "authenticate");
        OF_AN_ACCOUNT.put("sieve", "jmapSieveScriptGet");
        OF_AN_ACCOUNT.put("blob", "jmapBlobGet");
        OF_AN_ACCOUNT.put("quota", "jmapQuotaGet");
        OF_AN_ACCOUNT.put("principals", "authenticate");
        OF_AN_ACCOUNT.put("principals:availability", "authenticate");
        OF_AN_ACCOUNT.put("filenode", "jmapFileNodeGet");
        OF_AN_ACCOUNT.put("mail:share", "jmapEmailGet");
        OF_AN_ACCOUNT.put("emailpush", "jmapPushSubscriptionGet");
    }

    private static final List<String> PLAIN_CAPABILITIES = List.of(
            "mail",
            "calendars",
            "calendars:parse",
            "contacts",
            "contacts:parse",
            "filenode",
            "principals",
            "principals:availability",
            "submission",
            "vacationresponse",
            "blob",
            "quota",
            "emailpush");

    private final String host;
    private final JmapLimits limits;

    SessionDocument(String host, JmapLimits limits) {
        this.host = host;
        this.limits = limits;
    }

    ObjectNode of(Optional<Caller> caller) {
        ObjectNode session = JsonNodeFactory.instance.objectNode();
        session.set("capabilities", capabilities());
        ObjectNode accounts = session.putObject("accounts");
        ObjectNode primary = session.putObject("primaryAccounts");
        caller.ifPresent(own -> {
            ObjectNode account = accounts.putObject(own.id());
            account.put("name", own.address()).put("isPersonal", true).put("isReadOnly", false);
            ObjectNode capabilities = accountCapabilities(own);
            account.set("accountCapabilities", capabilities);
            capabilities.fieldNames().forEachRemaining(name -> primary.put(name, own.id()));
        });
        session.put("username", caller.map(Caller::address).orElse(""));
        String base = "https://" + host + "/jmap/";
        return session.put("apiUrl", base)
                .put("downloadUrl", base + "download/{accountId}/{blobId}/{name}?accept={type}")
                .put("uploadUrl", base + "upload/{accountId}/")
                .put("eventSourceUrl", base + "eventsource/?types={types}&closeafter={closeafter}&ping={ping}")
                .put(
                        "state",
                        caller.map(own -> Integer.toHexString(
                                        own.permissions().names().hashCode()))
                                .orElse("0"));
    }

    private ObjectNode capabilities() {
        ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
        ObjectNode core = capabilities.putObject(CORE);
        core.put("maxSizeUpload", 50_000_000)
                .put("maxConcurrentUpload", 4)
                .put("maxSizeRequest", 10_000_000)
                .put("maxConcurrentRequests", limits.concurrentRequests())
                .put("maxCallsInRequest", limits.methodCalls())
                .put("maxObjectsInGet", limits.objectsInGet())
                .put("maxObjectsInSet", limits.objectsInSet());
        texts(core, "collationAlgorithms", "i;ascii-numeric i;ascii-casemap i;unicode-casemap");
        PLAIN_CAPABILITIES.forEach(name -> capabilities.putObject(PREFIX + name));
        capabilities.putObject(PREFIX + "sieve").put("implementation", "Stalwart v1.0.0");
        capabilities.putObject(PREFIX + "webpush-vapid").put("applicationServerKey", "made-by-the-simulator");
        capabilities
                .putObject(PREFIX + "websocket")
                .put("url", "wss://" + host + "/jmap/ws")
                .put("supportsPush", true);
        return capabilities;
    }

    private static ObjectNode accountCapabilities(Caller caller) {
        ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
        OF_AN_ACCOUNT.forEach((name, permission) -> {
            if (caller.may(permission)) {
                describe(name, capabilities.putObject(PREFIX + name), caller);
            }
        });
        capabilities.putObject(REGISTRY);
        return capabilities;
    }

    private static void describe(String name, ObjectNode capability, Caller caller) {
        switch (name) {
            case "mail" -> describeMail(capability);
            case "submission" -> describeSubmission(capability);
            case "contacts" -> capability.putNull("maxAddressBooksPerCard").put("mayCreateAddressBook", true);
            case "calendars" -> describeCalendars(capability);
            case "sieve" -> describeSieve(capability);
            case "blob" -> describeBlob(capability);
            case "principals" -> capability.put("currentUserPrincipalId", caller.id());
            case "principals:availability" -> capability.put("maxAvailabilityDuration", "P52W1D");
            case "filenode" -> describeFiles(capability);
            default -> {
                // The others have no properties.
            }
        }
    }

    private static void describeMail(ObjectNode mail) {
        mail.putNull("maxMailboxesPerEmail")
                .put("maxMailboxDepth", 10)
                .put("maxSizeMailboxName", 255)
                .put("maxSizeAttachmentsPerEmail", 50_000_000)
                .put("mayCreateTopLevelMailbox", true);
        texts(
                mail,
                "emailQuerySortOptions",
                "receivedAt size from to subject sentAt hasKeyword allInThreadHaveKeyword someInThreadHaveKeyword");
    }

    private static void describeSubmission(ObjectNode submission) {
        ObjectNode extensions = submission.put("maxDelayedSend", 2_592_000).putObject("submissionExtensions");
        for (String extension : List.of("FUTURERELEASE", "SIZE", "DSN", "DELIVERYBY", "REQUIRETLS")) {
            extensions.putArray(extension);
        }
        texts(extensions, "MT-PRIORITY", "MIXER");
    }

    private static void describeCalendars(ObjectNode calendars) {
        calendars
                .putNull("maxCalendarsPerEvent")
                .put("minDateTime", "0001-01-01T00:00:00Z")
                .put("maxDateTime", "9999-12-31T23:59:59Z")
                .put("maxExpandedQueryDuration", "P52W1D")
                .put("maxParticipantsPerEvent", 20)
                .put("mayCreateCalendar", true);
    }

    private static void describeSieve(ObjectNode sieve) {
        sieve.put("maxSizeScriptName", 512)
                .put("maxSizeScript", 102_400)
                .put("maxNumberScripts", 100)
                .put("maxNumberRedirects", 1)
                .putNull("externalLists");
        texts(
                sieve,
                "sieveExtensions",
                "body comparator-elbonia comparator-i;ascii-casemap comparator-i;ascii-numeric comparator-i;octet"
                        + " convert copy date duplicate editheader enclose encoded-character enotify envelope"
                        + " envelope-deliverby envelope-dsn environment ereject extlists extracttext fcc fileinto"
                        + " foreverypart ihave imap4flags imapsieve include index mailbox mailboxid mboxmetadata mime"
                        + " redirect-deliverby redirect-dsn regex reject relational replace servermetadata spamtest"
                        + " spamtestplus special-use subaddress vacation vacation-seconds variables virustest");
        texts(sieve, "notificationMethods", "mailto");
    }

    private static void describeBlob(ObjectNode blob) {
        blob.put("maxSizeBlobSet", 7_499_488).put("maxDataSources", 16);
        texts(blob, "supportedTypeNames", "Email Thread SieveScript");
        texts(blob, "supportedDigestAlgorithms", "sha sha-256 sha-512");
    }

    private static void describeFiles(ObjectNode files) {
        files.putNull("maxFileNodeDepth")
                .put("maxSizeFileNodeName", 255)
                .put("forbiddenNameChars", "/<>:\"\\|?*")
                .put("mayCreateTopLevelFileNode", true)
                .put("caseInsensitiveNames", false)
                .putNull("webTrashUrl")
                .putNull("webUrlTemplate")
                .putNull("webWriteUrlTemplate");
        ArrayNode names = texts(files, "forbiddenNodeNames", ". .. CON PRN AUX NUL");
        for (String device : List.of("COM", "LPT")) {
            for (int i = 0; i <= 9; i++) {
                names.add(device + i);
            }
        }
        texts(files, "fileNodeQuerySortOptions", "name size nodeType");
    }

    private static ArrayNode texts(ObjectNode object, String name, String words) {
        ArrayNode texts = object.putArray(name);
        for (String word : words.split(" ")) {
            texts.add(word);
        }
        return texts;
    }
}
