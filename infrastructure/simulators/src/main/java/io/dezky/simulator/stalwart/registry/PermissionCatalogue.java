package io.dezky.simulator.stalwart.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The permissions that Stalwart 0.16 knows, in the order in which the server numbers them, and which of them its
 * built-in role {@code User} holds.
 */
public final class PermissionCatalogue {

    /**
     * Permissions that are no {@code sys...}: a prefix and what may stand behind it. A plus sign in front: the role
     * {@code User} holds them.
     */
    private static final String PROTOCOLS = """
            +: authenticate authenticateWithAlias interactAi
            : impersonate unlimitedRequests unlimitedUploads fetchAnyBlob
            +: emailSend emailReceive calendarAlarmsSend calendarSchedulingSend calendarSchedulingReceive
            +jmapPushSubscription: Get Create Update Destroy
            +jmapMailbox: Get Changes Query QueryChanges Create Update Destroy
            +jmapThread: Get Changes
            +jmapEmail: Get Changes Query QueryChanges Create Update Destroy Copy Import Parse
            +jmapSearchSnippet: Get
            +jmapIdentity: Get Changes Create Update Destroy
            +jmapEmailSubmission: Get Changes Query QueryChanges Create Update Destroy
            +jmapVacationResponse: Get Create Update Destroy
            +jmapSieveScript: Get Query Validate Create Update Destroy
            +jmapPrincipal: Get Query Changes QueryChanges GetAvailability Create Update Destroy
            +jmapQuota: Get Changes Query QueryChanges
            +jmapBlob: Get Copy Lookup Upload
            +jmapAddressBook: Get Changes Create Update Destroy
            +jmapContactCard: Get Changes Query QueryChanges Create Update Destroy Copy Parse
            +jmapFileNode: Get Changes Query QueryChanges Create Update Destroy
            +jmapShareNotification: Get Changes Query QueryChanges Create Update Destroy
            +jmapCalendar: Get Changes Create Update Destroy
            +jmapCalendarEvent: Get Changes Query QueryChanges Create Update Destroy Copy Parse
            +jmapCalendarEventNotification: Get Changes Query QueryChanges Create Update Destroy
            +jmapParticipantIdentity: Get Changes Create Update Destroy
            +jmapCore: Echo
            +imap: Authenticate AclGet AclSet MyRights ListRights Append Capability Id Copy Move Create Delete Enable
            +imap: Expunge Fetch Idle List Lsub Namespace Rename Search Sort Select Examine Status Store Subscribe Thread
            +pop3: Authenticate List Uidl Stat Retr Dele
            +sieve: Authenticate ListScripts SetActive GetScript PutScript DeleteScript RenameScript CheckScript HaveSpace
            +dav: SyncCollection ExpandProperty
            +davPrincipal: Acl List Match Search SearchPropSet
            +davFile: PropFind PropPatch Get MkCol Delete Put Copy Move Lock Acl
            +davCard: PropFind PropPatch Get MkCol Delete Put Copy Move Lock Acl Query MultiGet
            +davCal: PropFind PropPatch Get MkCol Delete Put Copy Move Lock Acl Query MultiGet FreeBusyQuery
            oAuthClient: Registration Override
            live: Tracing Metrics DeliveryTest
            """;

    private static final List<String> VERBS = List.of("Get", "Create", "Update", "Destroy", "Query");
    private static final List<String> VERBS_OF_A_SINGLETON = List.of("Get", "Update");

    /**
     * Objects of the registry. A plus sign in front: the role {@code User} holds their permissions. A tilde behind: a
     * singleton. A word with a slash stands for the permissions of another group that are numbered at this place.
     */
    private static final String OBJECTS = """
            Account +AccountPassword~ +AccountSettings~ AcmeProvider /action Action AddressBook~ AiModel Alert AllowedIp
            +ApiKey +AppPassword Application +ArchivedItem ArfExternalReport Asn~ Authentication~ BlobStore~ BlockedIp
            Bootstrap~ Cache~ Calendar~ CalendarAlarm~ CalendarScheduling~ Certificate ClusterNode ClusterRole
            Coordinator~ DataRetention~ DataStore~ Directory DkimReportSettings~ DkimSignature DmarcExternalReport
            DmarcInternalReport DmarcReportSettings~ DnsResolver~ DnsServer Domain DsnReportSettings~ Email~ Enterprise~
            EventTracingLevel FileStorage~ Http~ HttpForm~ HttpLookup Imap~ InMemoryStore~ Jmap~ Log MailingList
            +MaskedEmail MemoryLookupKey MemoryLookupKeyValue Metric Metrics~ MetricsStore~ MtaConnectionStrategy
            MtaDeliverySchedule MtaExtensions~ MtaHook MtaInboundSession~ MtaInboundThrottle MtaMilter
            MtaOutboundStrategy~ MtaOutboundThrottle MtaQueueQuota MtaRoute MtaStageAuth~ MtaStageConnect~ MtaStageData~
            MtaStageEhlo~ MtaStageMail~ MtaStageRcpt~ MtaSts~ MtaTlsStrategy MtaVirtualQueue NetworkListener OAuthClient
            OidcProvider~ +PublicKey QueuedMessage ReportSettings~ Role Search~ SearchStore~ Security~ SenderAuth~
            Sharing~ SieveSystemInterpreter~ SieveSystemScript SieveUserInterpreter~ SieveUserScript SpamClassifier~
            SpamDnsblServer SpamDnsblSettings~ SpamFileExtension SpamLlm~ SpamPyzor~ SpamRule SpamSettings~ SpamTag
            +SpamTrainingSample SpfReportSettings~ StoreLookup SystemSettings~ /task Task TaskManager~ Tenant
            TlsExternalReport TlsInternalReport TlsReportSettings~ Trace Tracer TracingStore~ WebDav~ WebHook
            """;

    private static final Map<String, String> GROUPS = Map.of(
            "/action",
            "ReloadSettings ReloadTlsCertificates ReloadLookupStores ReloadBlockedIps UpdateApps TroubleshootDmarc"
                    + " ClassifySpam InvalidateCaches InvalidateNegativeCaches PauseMtaQueue ResumeMtaQueue",
            "/task",
            "IndexDocument UnindexDocument IndexTrace CalendarAlarmEmail CalendarAlarmNotification CalendarItipMessage"
                    + " MergeThreads DmarcReport TlsReport RestoreArchivedItem DestroyAccount AccountMaintenance"
                    + " TenantMaintenance StoreMaintenance SpamFilterMaintenance AcmeRenewal DkimManagement"
                    + " DnsManagement");

    /** Held by roles, but never named among the permissions that the server tells a caller. */
    private static final Set<String> NEVER_TOLD = Set.of(
            "jmapPrincipalGet",
            "jmapPrincipalQuery",
            "jmapPrincipalChanges",
            "jmapPrincipalQueryChanges",
            "jmapPrincipalGetAvailability",
            "sysArfExternalReportCreate",
            "sysArfExternalReportUpdate",
            "sysBootstrapGet",
            "sysBootstrapUpdate",
            "sysClusterNodeCreate",
            "sysClusterNodeUpdate",
            "sysClusterNodeDestroy",
            "sysDmarcExternalReportCreate",
            "sysDmarcExternalReportUpdate",
            "sysDmarcInternalReportCreate",
            "sysDmarcInternalReportUpdate",
            "sysLogCreate",
            "sysLogUpdate",
            "sysLogDestroy",
            "sysQueuedMessageCreate",
            "sysTlsExternalReportCreate",
            "sysTlsExternalReportUpdate",
            "sysTlsInternalReportCreate",
            "sysTlsInternalReportUpdate");

    private static final List<String> NAMES = new ArrayList<>();
    private static final Map<String, Integer> NUMBERS = new HashMap<>();
    private static final Set<String> USER = new LinkedHashSet<>();
    private static final Set<String> REGISTRY_OBJECTS = new LinkedHashSet<>();
    private static final Set<String> MAIL_OBJECTS = new TreeSet<>();

    static {
        PROTOCOLS.lines().forEach(PermissionCatalogue::readProtocol);
        for (String word : OBJECTS.trim().split("\\s+")) {
            readObject(word);
        }
        // Came last, so it has the last number.
        add("jmapFileNodeCopy", true);
        USER.remove("sysSpamTrainingSampleCreate");
    }

    private PermissionCatalogue() {}

    private static void readProtocol(String line) {
        boolean user = line.startsWith("+");
        int colon = line.indexOf(':');
        String prefix = line.substring(user ? 1 : 0, colon);
        for (String suffix : line.substring(colon + 1).trim().split(" ")) {
            add(prefix + suffix, user);
        }
        if (prefix.startsWith("jmap") && !prefix.equals("jmapCore")) {
            MAIL_OBJECTS.add(prefix.substring("jmap".length()));
        }
    }

    private static void readObject(String word) {
        if (GROUPS.containsKey(word)) {
            for (String suffix : GROUPS.get(word).split(" ")) {
                add(word.substring(1) + suffix, false);
            }
            return;
        }
        boolean user = word.startsWith("+");
        boolean singleton = word.endsWith("~");
        String object = word.replace("+", "").replace("~", "");
        REGISTRY_OBJECTS.add(object);
        for (String verb : singleton ? VERBS_OF_A_SINGLETON : VERBS) {
            add("sys" + object + verb, user);
        }
    }

    private static void add(String name, boolean user) {
        NUMBERS.put(name, NAMES.size());
        NAMES.add(name);
        if (user) {
            USER.add(name);
        }
    }

    /** All names, in the order of their numbers. */
    static List<String> names() {
        return NAMES;
    }

    static int number(String name) {
        return NUMBERS.get(name);
    }

    /** Whether there is a permission of this name. */
    public static boolean exists(String name) {
        return NUMBERS.containsKey(name);
    }

    static Collection<String> ofRoleUser() {
        return USER;
    }

    static boolean isTold(String name) {
        return !NEVER_TOLD.contains(name);
    }

    /** Whether {@code x:<name>} is an object of the registry, simulated here or not. */
    public static boolean isRegistryObject(String name) {
        return REGISTRY_OBJECTS.contains(name);
    }

    /** Whether {@code <name>/...} are methods of a person's mail, calendars, contacts or files. */
    public static boolean isMailObject(String name) {
        return MAIL_OBJECTS.contains(name);
    }

    /** The names of all objects of the registry. */
    public static Set<String> registryObjects() {
        return Set.copyOf(REGISTRY_OBJECTS);
    }
}
