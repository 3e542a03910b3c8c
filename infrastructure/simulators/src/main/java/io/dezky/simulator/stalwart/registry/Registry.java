package io.dezky.simulator.stalwart.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** All that one server knows. One lock guards it: whoever reads or writes goes through {@link #locked}. */
public final class Registry {

    /**
     * How a server is set up.
     *
     * @param hostname the default host name: mail exchanger and host of all services
     * @param shuffledZoneText whether the records of a zone text change their order from read to read, as they really do
     * @param automaticDkimDelay how long the task takes that makes keys for a domain with automatic DKIM; zero: they are
     *     there at the next request
     */
    public record Options(String hostname, boolean shuffledZoneText, Duration automaticDkimDelay) {}

    /** A setting that a reload cannot build, for example an identity provider that is down. */
    public record BrokenSetting(String object, String id, String description) {}

    private static final long FIRST_DOMAIN = 33;
    private static final long FIRST_ACCOUNT = 193;
    private static final long FIRST_LIST = 481;

    final Clock clock;
    final Options options;
    final Random zoneOrder;
    final Snowflakes snowflakes;
    final StageHistory history;
    final Access access;

    final Table domains;
    final Table signatures;
    final Table accounts;
    final Table lists;
    final Table roles;
    final Table tasks;

    private final Map<String, ObjectType> types = new LinkedHashMap<>();
    private final Domains domainType;
    private final DkimSignatures signatureType;
    private final Credentials credentials;
    private final Tasks taskType;

    private volatile JmapLimits limits = JmapLimits.DEFAULT;
    private JmapLimits limitsAfterReload = JmapLimits.DEFAULT;
    private volatile String defaultDomainId = "";
    private Optional<BrokenSetting> brokenSetting = Optional.empty();

    public Registry(Clock clock, Options options) {
        this.clock = clock;
        this.options = options;
        this.zoneOrder =
                options.shuffledZoneText() ? new Random(options.hostname().hashCode()) : null;
        this.snowflakes = new Snowflakes(clock);
        this.history = new StageHistory(clock);
        this.domains = Domains.table(FIRST_DOMAIN);
        this.signatures = DkimSignatures.table(snowflakes);
        this.accounts = Accounts.table(FIRST_ACCOUNT);
        this.lists = MailingLists.table(FIRST_LIST);
        this.roles = Roles.table();
        this.tasks = Tasks.table(snowflakes);
        this.access = new Access(roles);
        this.credentials = new Credentials(this);
        this.signatureType = new DkimSignatures(this);
        this.taskType = new Tasks(this, signatureType);
        this.domainType = new Domains(this, taskType);
        add(domainType);
        add(signatureType);
        add(new Accounts(this, credentials));
        add(new MailingLists(this));
        add(new Roles(this));
        add(new SecondaryCredentials(this, credentials, SecondaryCredentials.Kind.API_KEY));
        add(new SecondaryCredentials(this, credentials, SecondaryCredentials.Kind.APP_PASSWORD));
        add(new Actions(this));
        add(taskType);
        add(new JmapSettings(this));
    }

    private void add(ObjectType type) {
        types.put(type.name(), type);
    }

    /** Does something while nobody else reads or writes. Tasks that are due run first. */
    public synchronized <T> T locked(Supplier<T> work) {
        taskType.runDue();
        return work.get();
    }

    /** The type of {@code x:<name>}; empty when it is not simulated. */
    public Optional<ObjectType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** Passwords, keys and what their holders may do. */
    public Credentials credentials() {
        return credentials;
    }

    /** The stages that DKIM keys went through. */
    public StageHistory history() {
        return history;
    }

    public JmapLimits limits() {
        return limits;
    }

    /** The domain that a login without one gets, and that cannot be destroyed. */
    public String defaultDomainId() {
        return defaultDomainId;
    }

    public void defaultDomainId(String id) {
        defaultDomainId = id;
    }

    /** From now on a reload of the settings is refused because of this, or no longer. */
    public synchronized void brokenSetting(Optional<BrokenSetting> setting) {
        brokenSetting = setting;
    }

    /** What the server can say about its state for assertions. */
    public Inspection inspection() {
        return new Inspection(this, domainType);
    }

    JmapLimits limitsAfterReload() {
        return limitsAfterReload;
    }

    void limitsAfterReload(JmapLimits next) {
        limitsAfterReload = next;
    }

    /** All settings or none: one that cannot be built refuses the reload as a whole. */
    void reloadSettings() {
        brokenSetting.ifPresent(broken -> {
            throw SetError.validationFailed(broken.description(), new SetError.Named(broken.object(), broken.id()));
        });
        limits = limitsAfterReload;
    }

    /** The name of a domain. */
    public Optional<String> domainName(String domainId) {
        return domains.get(Ids.parse(domainId).orElse(-1))
                .map(domain -> domain.get("name").textValue());
    }

    /** Refuses a reference to an object that does not exist. */
    void requireDomain(String domainId) {
        if (domainName(domainId).isEmpty()) {
            throw SetError.invalidForeignKey(new SetError.Named("Domain", domainId));
        }
    }

    /** Tenants, directories and DNS servers do not exist here, so every reference to one is wrong. */
    static void requireNone(ObjectNode object, String property, String type) {
        if (object.path(property).isTextual()) {
            throw SetError.invalidForeignKey(
                    new SetError.Named(type, object.get(property).textValue()));
        }
    }
}
