package io.dezky.simulator.ocis;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.Simulator;
import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.Faults;
import io.dezky.simulator.http.Latency;
import io.dezky.simulator.http.RequestLog;
import io.dezky.simulator.http.SimulatedRequest;
import io.dezky.simulator.http.SimulatorServer;
import java.net.URI;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * oCIS as the operator meets it. Requests are carried out one after the other. Beside HTTP it shows its state to tests,
 * and lets them be somebody else who changes it.
 *
 * <p>Control paths of its own: {@code POST /_simulator/sync-interval-passed}, {@code GET /_simulator/state}, {@code PUT
 * /_simulator/identity-provider} with {@code {"reachable": false}}.
 */
public final class OcisSimulator implements Simulator {

    private final Object lock = new Object();
    private final Clock clock;
    private final OcisSeed seed;
    private final OcisCore core;
    private final SimulatorServer server;

    private OcisSimulator(int port, OcisSeed seed, Clock clock) {
        this.clock = clock;
        this.seed = seed;
        // The core writes its own address into answers, which it has only when the server is there.
        this.core = new OcisCore(seed, clock, this::url);
        this.server = SimulatorServer.start(port, this::answer, this::control);
    }

    /**
     * Starts a simulator.
     *
     * @param port on 127.0.0.1; 0 for any free one
     * @param clock for modification times, the end of tokens and permissions, and the five minutes between two syncs of
     *     groups
     */
    public static OcisSimulator start(int port, OcisSeed seed, Clock clock) {
        return new OcisSimulator(port, seed, clock);
    }

    @Override
    public String system() {
        return "ocis";
    }

    @Override
    public URI url() {
        return server.url();
    }

    @Override
    public Map<String, Map<String, String>> actors() {
        return seed.actors();
    }

    @Override
    public Map<String, JsonNode> variables() {
        return seed.variables();
    }

    @Override
    public RequestLog requests() {
        return server.requests();
    }

    @Override
    public Faults faults() {
        return server.faults();
    }

    @Override
    public void latency(Latency latency) {
        server.latency(latency);
    }

    @Override
    public void close() {
        server.close();
    }

    // ---- what tests see

    /** All project spaces, the disabled ones too, in the order in which they were made. */
    public List<OcisSpace> projectSpaces() {
        return locked(() -> core.spaces.all().stream()
                .filter(Space::isProject)
                .map(this::shown)
                .toList());
    }

    /** The project spaces with this alias: there may be several. */
    public List<OcisSpace> projectSpacesWithAlias(String alias) {
        return projectSpaces().stream()
                .filter(space -> space.alias().equals(alias))
                .toList();
    }

    /** All groups, by name. */
    public List<OcisGroup> groups() {
        return locked(() -> core.groups.all().stream()
                .map(this::shown)
                .sorted(Comparator.comparing(OcisGroup::displayName))
                .toList());
    }

    /** The group of this name, whatever its case. */
    public Optional<OcisGroup> group(String displayName) {
        return locked(() -> core.groups.withName(displayName).map(this::shown));
    }

    /** All users, in the order in which they were made. */
    public List<OcisUser> users() {
        return locked(() -> core.accounts.all().stream().map(this::shown).toList());
    }

    /** The user with this login name, whatever its case. */
    public Optional<OcisUser> user(String login) {
        return locked(() -> core.accounts.withLogin(login).map(this::shown));
    }

    // ---- what somebody else does

    /**
     * A person or machine signs in, as with its first request.
     *
     * @param claims as the userinfo endpoint tells them
     * @return the id of its account
     * @throws IllegalStateException when the real server would not let it in
     */
    public String signIn(JsonNode claims) {
        return locked(() -> {
            try {
                return core.signIn.withClaims(claims).id();
            } catch (Refusal refusal) {
                throw new IllegalStateException("not signed in: " + refusal.getMessage(), refusal);
            }
        });
    }

    /** Five minutes are over for everybody: the next request of each person syncs its groups again. */
    public void syncIntervalPassed() {
        locked(core.groupSync::intervalPassed);
    }

    /** Whether oCIS can ask the identity provider. If not, tokens that it has not seen are refused with 401. */
    public void identityProviderReachable(boolean reachable) {
        locked(() -> core.tokens.reachable(reachable));
    }

    /** The identity provider announces that the sessions of a person are over: its tokens are no longer remembered. */
    public void forgetTokensOf(String login) {
        String claim = seed.settings().userClaim();
        locked(() -> core.tokens.forget(claims -> claims.path(claim).asText().equalsIgnoreCase(login)));
    }

    /** A space of somebody who has nothing to do with the operator, who is its only manager. */
    public OcisSpace createSpace(String name, String alias, String managerLogin) {
        return locked(() -> {
            Space space = core.spaces.createProject(name, alias, OcisSettings.DEFAULT_QUOTA, clock.instant());
            Account manager = core.accounts.withLogin(managerLogin).orElseThrow();
            space.put(Grant.of(Grant.Kind.USER, manager.id(), SpaceRole.MANAGER));
            return shown(space);
        });
    }

    /** A member is removed, even the last manager. */
    public void removeGrant(String driveId, String permissionId) {
        changeSpace(driveId, space -> space.revoke(permissionId));
    }

    /** A user is let in, or gets another role. */
    public void grantUser(String driveId, String login, SpaceRole role) {
        changeSpace(
                driveId,
                space -> space.put(Grant.of(
                        Grant.Kind.USER,
                        core.accounts.withLogin(login).orElseThrow().id(),
                        role)));
    }

    /** A group is let in, or gets another role. */
    public void grantGroup(String driveId, String displayName, SpaceRole role) {
        changeSpace(
                driveId,
                space -> space.put(Grant.of(
                        Grant.Kind.GROUP,
                        core.groups.withName(displayName).orElseThrow().id(),
                        role)));
    }

    /** The alias is changed. */
    public void renameAlias(String driveId, String alias) {
        changeSpace(driveId, space -> space.alias(alias));
    }

    /** The name is changed. */
    public void rename(String driveId, String name) {
        changeSpace(driveId, space -> space.name(name));
    }

    /** The description is changed. */
    public void describe(String driveId, String description) {
        changeSpace(driveId, space -> space.description(description));
    }

    /** The quota is changed; 0 is unlimited, and a negative one hides the space. */
    public void setQuota(String driveId, long bytes) {
        changeSpace(driveId, space -> space.quota(bytes));
    }

    /** The space is disabled or enabled. */
    public void setDisabled(String driveId, boolean disabled) {
        changeSpace(driveId, space -> space.disabled(disabled));
    }

    /** The space is purged. */
    public void purge(String driveId) {
        changeSpace(driveId, space -> core.spaces.remove(space.id()));
    }

    /** A group is made. */
    public OcisGroup createGroup(String displayName) {
        return locked(() -> shown(core.groups.create(displayName)));
    }

    /** A group is deleted; its grants stay. */
    public void removeGroup(String displayName) {
        locked(() -> core.groups.remove(
                core.groups.withName(displayName).orElseThrow().id()));
    }

    private void changeSpace(String driveId, Consumer<Space> change) {
        locked(() -> {
            Space space = core.spaces.named(driveId).orElseThrow();
            change.accept(space);
            space.touch(clock.instant());
        });
    }

    // ---- inside

    private Answer answer(SimulatedRequest request) {
        synchronized (lock) {
            return core.answer(request);
        }
    }

    private Optional<Answer> control(SimulatedRequest request, String name) {
        return switch (request.method() + " " + name) {
            case "POST sync-interval-passed" -> {
                syncIntervalPassed();
                yield Optional.of(Answer.empty(204));
            }
            case "PUT identity-provider" -> {
                identityProviderReachable(request.json()
                        .map(body -> body.path("reachable").asBoolean())
                        .orElse(true));
                yield Optional.of(Answer.empty(204));
            }
            case "GET state" -> {
                Map<String, Object> state = new LinkedHashMap<>();
                state.put("projectSpaces", projectSpaces());
                state.put("groups", groups());
                state.put("users", users());
                yield Optional.of(Answer.json(200, state));
            }
            default -> Optional.empty();
        };
    }

    private OcisSpace shown(Space space) {
        return new OcisSpace(
                core.spaces.driveId(space),
                space.name(),
                space.alias(),
                space.description(),
                space.quota(),
                space.folders().used(),
                space.isDisabled(),
                space.grants(clock.instant()).stream()
                        .map(grant -> new OcisSpace.OcisGrant(
                                grant.permissionId(), core.driveJson.nameOf(grant.grantee()), grant.role()))
                        .toList(),
                space.folders().paths());
    }

    private OcisGroup shown(Groups.Group group) {
        List<String> members = core.groups.membersOf(group.id()).stream()
                .flatMap(id -> core.accounts.withId(id).stream())
                .map(Account::login)
                .sorted()
                .toList();
        return new OcisGroup(group.id(), group.displayName(), members);
    }

    private OcisUser shown(Account account) {
        return new OcisUser(
                account.id(),
                account.login(),
                account.displayName(),
                account.mail(),
                account.enabled(),
                core.accounts
                        .assignmentOf(account.id())
                        .map(Accounts.Assignment::roleId)
                        .orElse(""),
                core.groups.groupsOf(account.id()).stream()
                        .flatMap(id -> core.groups.withId(id).stream())
                        .map(Groups.Group::displayName)
                        .sorted()
                        .toList());
    }

    private <T> T locked(Supplier<T> read) {
        synchronized (lock) {
            return read.get();
        }
    }

    private void locked(Runnable change) {
        synchronized (lock) {
            change.run();
        }
    }
}
