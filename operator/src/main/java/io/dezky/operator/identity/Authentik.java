package io.dezky.operator.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator asks of Authentik. Every method is one call, but for lists of several pages.
 *
 * <p>A create that meets an object with the same unique name gives nothing back: look who has it. All methods throw
 * {@link io.dezky.operator.http.ExternalException}.
 */
public interface Authentik {

    /** The name in plans, metrics and messages. */
    String SYSTEM = "authentik";

    /** The version, like {@code 2026.8.3}. */
    String version();

    Optional<Group> group(String name);

    Optional<Group> groupById(String pk);

    Optional<Group> createGroup(String name, List<String> parents, Map<String, ?> attributes);

    void updateGroup(String pk, Map<String, ?> fields);

    /** Also takes away the bindings to it: never while an application depends on them. Absent is fine. */
    void deleteGroup(String pk);

    void addMember(String groupPk, long userPk);

    void removeMember(String groupPk, long userPk);

    Optional<Application> application(String slug);

    /**
     * Makes provider, application and the binding to one group at once, so that the application is never open.
     *
     * @return whether it was made; false when one of the names is taken
     */
    boolean createBoundApplication(Map<String, ?> application, Map<String, ?> provider, String groupPk);

    Optional<Application> createApplication(Map<String, ?> fields);

    void updateApplication(String slug, Map<String, ?> fields);

    void deleteApplication(String slug);

    /** Whether the application lets the operator itself in, who is in no tenant's group: then it is open to all. */
    boolean admitsOperator(String slug);

    Optional<OAuth2Provider> provider(int pk);

    Optional<OAuth2Provider> providerNamed(String name);

    Optional<OAuth2Provider> providerWithClientId(String clientId);

    Optional<OAuth2Provider> createProvider(Map<String, ?> fields);

    void updateProvider(int pk, Map<String, ?> fields);

    void deleteProvider(int pk);

    /** All bindings of an application, by its {@code pk}. */
    List<PolicyBinding> bindings(String applicationPk);

    void createBinding(String applicationPk, String groupPk, int order);

    void deleteBinding(String pk);

    Optional<Brand> brand(String uuid);

    /** One as a rule. Nothing in the data base keeps two from being made at the same moment. */
    List<Brand> brandsWithDomain(String domain);

    /** The brand that serves hosts without one of their own. */
    Optional<Brand> defaultBrand();

    Optional<Brand> createBrand(Map<String, ?> fields);

    void updateBrand(String uuid, Map<String, ?> fields);

    void deleteBrand(String uuid);

    /** The id of a flow, by its slug. */
    Optional<String> flow(String slug);

    /** Ids of Authentik's own scope mappings, by scope: {@code openid}, {@code email}, {@code profile}, ... */
    Map<String, String> managedScopeMappings();

    /** The id of a certificate with a private key, by its name. */
    Optional<String> signingKey(String name);

    /** The id of an e-mail stage, by its name. */
    Optional<String> emailStage(String name);

    /**
     * Makes a recovery flow that works with a link only: password twice, write, sign in. Can be repeated.
     *
     * @return its id
     */
    String createRecoveryFlow(String slug);

    /** All users in whose user name, name or e-mail the text occurs, whatever its case. */
    List<User> searchUsers(String text);

    Optional<User> user(long pk);

    Optional<User> createUser(NewUser user);

    /** The user as it is then. */
    User updateUser(long pk, Map<String, ?> fields);

    void deleteUser(long pk);

    void setPassword(long pk, String password);

    /**
     * A link with which the user chooses a password. While an earlier one is unused the same link comes back, with the
     * new duration.
     *
     * @param host at which the link shall be used; decides the brand and its recovery flow
     */
    Recovery recovery(long pk, Duration validity, String host);

    /** Has Authentik send such a link by e-mail; accepted does not mean delivered. */
    Recovery recoveryByEmail(long pk, Duration validity, String host, String emailStage);

    /** When the user's open link ends; empty when none is open. */
    Optional<Instant> recoveryLinkExpiry(String uid);

    /** Makes the user's open link worthless. Absent is fine. */
    void revokeRecoveryLink(String uid);

    /** Ends the sessions of a user everywhere; before a deactivation, so that oCIS hears of it. */
    void endSessions(long pk);
}
