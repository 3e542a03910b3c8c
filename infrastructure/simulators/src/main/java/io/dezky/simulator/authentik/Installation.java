package io.dezky.simulator.authentik;

import io.dezky.simulator.authentik.oauth.Discovery;
import io.dezky.simulator.authentik.oauth.ScopeClaims;
import io.dezky.simulator.authentik.oauth.TokenEndpoint;
import io.dezky.simulator.authentik.oauth.TokenIssuer;
import io.dezky.simulator.authentik.resources.ApplicationList;
import io.dezky.simulator.authentik.resources.Applications;
import io.dezky.simulator.authentik.resources.Brands;
import io.dezky.simulator.authentik.resources.Certificates;
import io.dezky.simulator.authentik.resources.Events;
import io.dezky.simulator.authentik.resources.Flows;
import io.dezky.simulator.authentik.resources.GroupMembers;
import io.dezky.simulator.authentik.resources.Groups;
import io.dezky.simulator.authentik.resources.Instance;
import io.dezky.simulator.authentik.resources.Me;
import io.dezky.simulator.authentik.resources.Passwords;
import io.dezky.simulator.authentik.resources.PolicyBindings;
import io.dezky.simulator.authentik.resources.Prompts;
import io.dezky.simulator.authentik.resources.Providers;
import io.dezky.simulator.authentik.resources.Recovery;
import io.dezky.simulator.authentik.resources.RecoveryLinks;
import io.dezky.simulator.authentik.resources.Roles;
import io.dezky.simulator.authentik.resources.ScopeMappings;
import io.dezky.simulator.authentik.resources.ServiceAccounts;
import io.dezky.simulator.authentik.resources.Sessions;
import io.dezky.simulator.authentik.resources.StageBindings;
import io.dezky.simulator.authentik.resources.Stages;
import io.dezky.simulator.authentik.resources.Tokens;
import io.dezky.simulator.authentik.resources.TransactionalApplications;
import io.dezky.simulator.authentik.resources.Users;
import io.dezky.simulator.authentik.rest.Core;
import io.dezky.simulator.authentik.rest.LeftOutOperations;
import io.dezky.simulator.authentik.rest.Resource;
import io.dezky.simulator.authentik.rest.Routes;
import io.dezky.simulator.authentik.store.StageKind;
import io.dezky.simulator.authentik.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One server, put together: its store, its objects, its paths. Everything in it is done under one lock. */
final class Installation {

    final Store store = new Store();
    final Core core = Core.of(store);
    final Routes routes = new Routes();

    final Users users = new Users(core);
    final Groups groups = new Groups(core);
    final Roles roles = new Roles(core);
    final Tokens tokens = new Tokens(core);
    final ServiceAccounts serviceAccounts = new ServiceAccounts(core, users, groups, tokens);
    final Sessions sessions = new Sessions(core, users);
    final RecoveryLinks recoveryLinks = new RecoveryLinks(store);
    final Brands brands = new Brands(core);
    final Providers providers = new Providers(core);
    final Applications applications = new Applications(core, providers);
    final PolicyBindings bindings = new PolicyBindings(core);
    final ScopeMappings mappings = new ScopeMappings(core);
    final Certificates certificates = new Certificates(core);
    final Flows flows = new Flows(core);
    final StageBindings stageBindings = new StageBindings(core);
    final Prompts prompts = new Prompts(core);
    final Map<StageKind, Stages> stages = new EnumMap<>(StageKind.class);

    final ScopeClaims claims = new ScopeClaims(store);
    final TokenIssuer issuer = new TokenIssuer(store, core.admission(), certificates::signingKey, claims);

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    Installation(Clock clock) {
        this.clock = clock;
        for (StageKind kind : StageKind.values()) {
            stages.put(kind, new Stages(core, kind));
        }
        people();
        applications();
        flows();
        new Resource(new Events(core), core).all(routes, "/api/v3/events/events/");
        new Instance(core).addTo(routes);
        new TokenEndpoint(store, issuer).addTo(routes);
        new Discovery(store, certificates::signingKey, claims, issuer).addTo(routes);
    }

    private void people() {
        Resource user = new Resource(users, core).all(routes, "/api/v3/core/users/");
        new Passwords(core, user).addTo(routes);
        new Recovery(core, recoveryLinks).addTo(routes);
        new Me(core).addTo(routes);
        serviceAccounts.addTo(routes);
        new Resource(groups, core).all(routes, "/api/v3/core/groups/");
        new GroupMembers(core).addTo(routes);
        new Resource(roles, core).all(routes, "/api/v3/rbac/roles/");
        roles.addTo(routes);
        Resource token = new Resource(tokens, core).all(routes, "/api/v3/core/tokens/");
        tokens.addKeyPaths(routes, token);
        new Resource(sessions, core)
                .listed(routes, "/api/v3/core/authenticated_sessions/")
                .single(routes, "/api/v3/core/authenticated_sessions/");
        sessions.addTo(routes);
    }

    private void applications() {
        new Resource(brands, core).all(routes, "/api/v3/core/brands/");
        brands.addTo(routes);
        new Resource(providers, core).all(routes, "/api/v3/providers/oauth2/");
        providers.addTo(routes);
        Resource application = new Resource(applications, core).all(routes, "/api/v3/core/applications/");
        applications.addTo(routes);
        new ApplicationList(core, applications, application::selectedFromAll).addTo(routes);
        new TransactionalApplications(core, applications, providers, bindings).addTo(routes);
        new Resource(bindings, core).all(routes, "/api/v3/policies/bindings/");
        new Resource(mappings, core).all(routes, "/api/v3/propertymappings/provider/scope/");
        String keyPairs = "/api/v3/crypto/certificatekeypairs/";
        new Resource(certificates, core).allButCreate(routes, keyPairs);
        // Left out, but it exists, and so stands in the header Allow.
        routes.on("POST", keyPairs, call -> LeftOutOperations.CERTIFICATE_UPLOAD.answer());
        certificates.addTo(routes);
    }

    private void flows() {
        new Resource(flows, core).all(routes, "/api/v3/flows/instances/");
        new Resource(stageBindings, core).all(routes, "/api/v3/flows/bindings/");
        new Resource(prompts, core).all(routes, "/api/v3/stages/prompt/prompts/");
        new Resource(stages.get(StageKind.PROMPT), core).all(routes, "/api/v3/stages/prompt/stages/");
        new Resource(stages.get(StageKind.USER_WRITE), core).all(routes, "/api/v3/stages/user_write/");
        new Resource(stages.get(StageKind.USER_LOGIN), core).all(routes, "/api/v3/stages/user_login/");
        new Resource(stages.get(StageKind.EMAIL), core).all(routes, "/api/v3/stages/email/");
    }

    /** The time, as exact as the data base of the real server keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Does something while nobody else does anything. */
    <T> T alone(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
