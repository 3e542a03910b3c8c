package io.dezky.simulator.ocis;

import io.dezky.simulator.http.Answer;
import io.dezky.simulator.http.SimulatedRequest;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The state and the rules together, without HTTP. Not safe for several threads: {@link OcisSimulator} sees to that. */
final class OcisCore {

    final Accounts accounts = new Accounts();
    final Groups groups = new Groups();
    final Spaces spaces;
    final GroupSync groupSync;
    final TokenMemory tokens;
    final SignIn signIn;
    final DriveJson driveJson;

    private final Clock clock;
    private final Router router = new Router();
    private final AtomicLong requestNumber = new AtomicLong();

    OcisCore(OcisSeed seed, Clock clock, Supplier<URI> base) {
        OcisSettings settings = seed.settings();
        this.clock = clock;
        this.spaces = new Spaces(settings.storageId());
        this.groupSync = new GroupSync(groups, clock);
        this.tokens = new TokenMemory(
                new FixedTokens(seed.tokens(), seed.identityProvider(), clock), settings.issuer(), clock);
        OidcSignIn oidc = new OidcSignIn(accounts, groups, groupSync, settings, clock);
        this.signIn = new SignIn(accounts, groups, spaces, tokens, oidc, settings, clock);
        this.driveJson = new DriveJson(spaces, accounts, groups);
        plant(seed);
        route(settings, base);
    }

    private void plant(OcisSeed seed) {
        for (OcisSeed.SeededAccount seeded : seed.accounts()) {
            Account account = seeded.account();
            accounts.put(account);
            accounts.assign(account.id(), seeded.role());
        }
        for (OcisSeed.SeededGroup seeded : seed.groups()) {
            Groups.Group group = groups.create(seeded.name());
            seeded.members().stream()
                    .flatMap(login -> accounts.withLogin(login).stream())
                    .forEach(member -> groups.join(group.id(), member.id()));
        }
        // The administrator of the installation has a personal space before its first request, as nobody else has.
        accounts.withLogin("admin").ifPresent(admin -> {
            accounts.put(admin.withIdentity(Account.Identity.OWN_ISSUER, admin.id()));
            spaces.personal(admin, clock.instant());
        });
    }

    private void route(OcisSettings settings, Supplier<URI> base) {
        String applicationId = UUID.randomUUID().toString();
        UserJson userJson = new UserJson(accounts, groups, settings.application(), applicationId, base);
        Access access = new Access(clock);
        GroupMembersApi members = new GroupMembersApi(groups, accounts, userJson);
        new DriveListsApi(spaces, access, driveJson, settings, base, clock).routes(router);
        new DrivesApi(spaces, access, driveJson, base, clock).routes(router);
        new PermissionsApi(spaces, accounts, groups, access, driveJson, clock).routes(router);
        new GroupsApi(groups, userJson, members).routes(router);
        members.routes(router);
        new UsersApi(accounts, groups, spaces, userJson, settings).routes(router);
        new MeApi(accounts, userJson).routes(router);
        new RolesApi(accounts, userJson, settings.application(), applicationId).routes(router);
        new WebDav(spaces, access, clock).routes(router);
    }

    Answer answer(SimulatedRequest request) {
        String requestId = request.header("X-Request-Id")
                .orElseGet(() -> String.format("simulator/ocis-%06d", requestNumber.incrementAndGet()));
        Answer answer;
        try {
            answer = carriedOut(request);
        } catch (Refusal refusal) {
            answer = refusal.answer(requestId, clock);
        }
        return answer.closesConnection() ? answer : answer.with("X-Request-Id", requestId);
    }

    private Answer carriedOut(SimulatedRequest request) {
        Optional<LeftOut> open = LeftOut.openOperation(request);
        if (open.isPresent()) {
            return Answer.notSimulated(open.get().reason());
        }
        return router.answer(request, signIn.callerOf(request));
    }
}
