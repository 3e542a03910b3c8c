package io.dezky.simulator.stalwart;

import io.dezky.simulator.stalwart.registry.PermissionCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What this simulator leaves out, each with its reason: the one list from which the documentation is made. A request
 * with any of it is answered with 501, and nothing of it is carried out.
 */
public final class LeftOutOperations {

    /**
     * An operation that is left out.
     *
     * @param name a method, all methods of an object ({@code x:Tenant/*}), a path, or a case within a simulated method
     */
    public record LeftOutOperation(String name, String reason) {}

    private static final String NEVER_CALLED = "the operator never calls it";

    private static final Set<String> SIMULATED = Set.of(
            "Domain",
            "DkimSignature",
            "Account",
            "MailingList",
            "Role",
            "ApiKey",
            "AppPassword",
            "Action",
            "Task",
            "Jmap");

    /** Objects with a reason of their own; the others are simply never called. */
    private static final List<LeftOutOperation> WITH_REASON = List.of(
            new LeftOutOperation(
                    "x:Tenant/*", "without a licence it binds nothing: a label that the operator does not use"),
            new LeftOutOperation("x:SystemSettings/*", "set up once, by whoever installs the server"),
            new LeftOutOperation("x:Directory/*", "set up once, by whoever installs the server"),
            new LeftOutOperation("x:Authentication/*", "set up once, by whoever installs the server"),
            new LeftOutOperation("x:DnsServer/*", "records are published outside of Stalwart"),
            new LeftOutOperation("x:Certificate/*", "cert-manager has the certificates"),
            new LeftOutOperation("x:AcmeProvider/*", "cert-manager has the certificates"),
            new LeftOutOperation("x:BlockedIp/*", "bans are lifted by StalwartSimulator.liftBan()"),
            new LeftOutOperation("x:AllowedIp/*", "the limits are a switch of the seed"),
            new LeftOutOperation("x:Jmap/get", "the session tells the limits"),
            new LeftOutOperation("x:Jmap/query", "a singleton is not queried"));

    private static final List<LeftOutOperation> PATHS = List.of(
            new LeftOutOperation("/api/auth", "people sign in at the identity provider"),
            new LeftOutOperation("/api/discover/", "people sign in at the identity provider"),
            new LeftOutOperation("/api/schema/", "the redirect to it is the fingerprint that is needed"),
            new LeftOutOperation("/api/token/", NEVER_CALLED),
            new LeftOutOperation("/api/live/", NEVER_CALLED),
            new LeftOutOperation("/auth/", "people sign in at the identity provider"),
            new LeftOutOperation("/jmap/", "a person's mail, not management"),
            new LeftOutOperation("/dav/", "a person's calendars and files, not management"),
            new LeftOutOperation("/mail/", "for mail programs, not for the operator"),
            new LeftOutOperation("/.well-known/", "for mail programs, not for the operator"),
            new LeftOutOperation("/autodiscover/", "for mail programs, not for the operator"));

    private static final List<LeftOutOperation> CASES = List.of(
            new LeftOutOperation("keys of type Dkim2RsaSha256 and Dkim2Ed25519Sha256", NEVER_CALLED),
            new LeftOutOperation("what the built-in roles contain, and changing them", "never seen"),
            new LeftOutOperation("weak passwords", "the estimate of their strength (zxcvbn) is not made"),
            new LeftOutOperation(
                    "changing the credentials of an account that has app passwords or API keys", "never seen"),
            new LeftOutOperation("filters with IsGreaterThan and the like, expiresAt, due", NEVER_CALLED),
            new LeftOutOperation("sorting by several properties", NEVER_CALLED),
            new LeftOutOperation("result references but for ids", NEVER_CALLED),
            new LeftOutOperation("creation references within one call", "never seen"),
            new LeftOutOperation("tasks but for DkimManagement", NEVER_CALLED),
            new LeftOutOperation("the actions UpdateApps, TroubleshootDmarc and ClassifySpam", NEVER_CALLED),
            new LeftOutOperation("encryption at rest, second factors", NEVER_CALLED));

    private LeftOutOperations() {}

    /** Everything that is left out. */
    public static List<LeftOutOperation> all() {
        List<LeftOutOperation> all = new ArrayList<>(WITH_REASON);
        Set<String> others = new TreeSet<>(PermissionCatalogue.registryObjects());
        others.removeAll(SIMULATED);
        others.stream()
                .map(object -> "x:" + object + "/*")
                .filter(name -> all.stream().noneMatch(one -> one.name().equals(name)))
                .forEach(name -> all.add(new LeftOutOperation(name, NEVER_CALLED)));
        all.add(new LeftOutOperation("Email/*, Mailbox/* and all that is a person's own", "not management"));
        all.addAll(PATHS);
        all.addAll(CASES);
        return all;
    }

    /** Why a method is left out; empty when it is not, be it simulated or unknown to the real server as well. */
    public static Optional<String> reason(String method) {
        String object = method.split("/", 2)[0];
        Optional<LeftOutOperation> own = WITH_REASON.stream()
                .filter(one -> one.name().equals(method) || one.name().equals(object + "/*"))
                .findFirst();
        if (own.isPresent()) {
            return own.map(one -> method + ": " + one.reason());
        }
        if (object.startsWith("x:")) {
            String name = object.substring(2);
            boolean leftOut = PermissionCatalogue.isRegistryObject(name) && !SIMULATED.contains(name);
            return leftOut ? Optional.of(method + ": " + NEVER_CALLED) : Optional.empty();
        }
        return PermissionCatalogue.isMailObject(object)
                ? Optional.of(method + ": a person's own, not management")
                : Optional.empty();
    }

    /** Why a path is left out; empty when the real server does not know it either. */
    static Optional<String> reasonForPath(String path) {
        return PATHS.stream()
                .filter(one -> path.startsWith(one.name()))
                .findFirst()
                .map(one -> path + ": " + one.reason());
    }
}
