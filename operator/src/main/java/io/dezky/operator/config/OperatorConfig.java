package io.dezky.operator.config;

import io.dezky.operator.http.SystemSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** All that can be set. */
public record OperatorConfig(
        @Key("The platform that this operator serves") Platform platform,
        @Key("Authentik, the identity system") Authentik authentik,
        @Key("Stalwart, the mail system") Stalwart stalwart,
        @Key("oCIS, the file system") Ocis ocis,
        @Key("Rules for mail domains") Mail mail,
        @Key("How DNS is asked") Dns dns,
        @Key("Rules for invites") Invites invites,
        @Key("How the operator works with Kubernetes") Kubernetes kubernetes,
        @Key("The operator's own HTTP endpoints") Server server,
        @Key("Metrics") Metrics metrics,
        @Key("Logs") Logging logging) {

    /** The platform installation. */
    public record Platform(
            @Key(
                    value =
                            "Name of this installation. Part of every mark on external objects: two operators on the same"
                                    + " systems need two names. Lower case letters, digits and hyphens. Never change it later.",
                    byDefault = "dezky")
            String instance,

            @Key(
                    value =
                            "Domain of the platform. A tenant's login host is `<slug>.<baseDomain>` unless it names one."
                                    + " No tenant can claim it, or a domain below it, for mail.",
                    required = true)
            String baseDomain,

            @Key(
                    value = "Slugs that no tenant can have, because `<slug>.<baseDomain>` is a host of the platform.",
                    byDefault =
                            "auth,files,mail,webmail,office,www,api,admin,smtp,imap,autoconfig,autodiscover,mta-sts")
            List<String> reservedSlugs) {}

    /** Authentik. */
    public record Authentik(
            @Key(value = "Base URL under which the operator reaches Authentik.", required = true)
            URI url,

            @Key(
                    value = "File with the API token of the operator's service account (intent `api`)."
                            + " Read again for every call.",
                    required = true)
            Path tokenFile,

            @Key("File with PEM certificates of authorities to trust besides the JDK's.")
            Path caFile,

            @Key("Host name under which people reach Authentik; sent as `X-Forwarded-Host`, so that links and issuers"
                    + " carry it. Default: `auth.<platform.baseDomain>`.")
            String publicHost,

            @Key(
                    value = "Group that is the parent of every tenant's group. Made when it is missing.",
                    byDefault = "dezky-tenants")
            String tenantsGroup,

            @Key(
                    value = "Name of the certificate key pair that signs the tenants' tokens.",
                    byDefault = "authentik Self-signed Certificate")
            String signingKey,

            @Key(
                    value = "Slug of the authorization flow of the tenants' providers.",
                    byDefault = "default-provider-authorization-implicit-consent")
            String authorizationFlow,

            @Key(
                    value = "Slug of the invalidation flow of the tenants' providers.",
                    byDefault = "default-provider-invalidation-flow")
            String invalidationFlow,

            @Key("Name of the e-mail stage that sends recovery links for invites with `handoff: Email`. Without it such"
                    + " invites are refused.")
            String emailStage,

            @Key(
                    value =
                            "Whether the operator makes a recovery flow and sets it on the default brand when that brand"
                                    + " has none. Without a recovery flow invites hand out temporary passwords.",
                    byDefault = "false")
            boolean createRecoveryFlow,

            @Key(value = "Time-out of a connection.", byDefault = "5s")
            Duration connectTimeout,

            @Key(value = "Time-out of a call.", byDefault = "30s")
            Duration callTimeout,

            @Key(value = "Calls at once. More than 2 to 4 bring nothing against one server.", byDefault = "3")
            int maxConcurrentCalls,

            @Key(value = "Calls in a second.", byDefault = "50")
            int maxCallsPerSecond) {

        /** For HTTP. */
        public SystemSettings settings() {
            return new SystemSettings(
                    "authentik",
                    "Authentik",
                    url,
                    caFile,
                    connectTimeout,
                    callTimeout,
                    maxConcurrentCalls,
                    maxCallsPerSecond);
        }
    }

    /** Stalwart. */
    public record Stalwart(
            @Key(value = "Base URL of an HTTP listener of Stalwart.", required = true)
            URI url,

            @Key(value = "File with the API key of the operator's account. Read again for every call.", required = true)
            Path tokenFile,

            @Key("File with PEM certificates of authorities to trust besides the JDK's.")
            Path caFile,

            @Key(value = "Time-out of a connection.", byDefault = "5s")
            Duration connectTimeout,

            @Key(value = "Time-out of a call.", byDefault = "30s")
            Duration callTimeout,

            @Key(value = "Calls at once. Stalwart allows an account 4.", byDefault = "4")
            int maxConcurrentCalls,

            @Key(value = "Calls in a second. Stalwart allows an account 1000 a minute.", byDefault = "15")
            int maxCallsPerSecond) {

        /** For HTTP. */
        public SystemSettings settings() {
            return new SystemSettings(
                    "stalwart",
                    "Stalwart",
                    url,
                    caFile,
                    connectTimeout,
                    callTimeout,
                    maxConcurrentCalls,
                    maxCallsPerSecond);
        }
    }

    /** How the operator signs in to oCIS. */
    public enum OcisSignIn {
        /** As a service account of Authentik, with client_credentials: for production. */
        MachineUser,
        /** With a fixed bearer token: for tests. */
        Token,
        /** With user name and password: for tests. */
        Basic
    }

    /** oCIS. */
    public record Ocis(
            @Key(value = "Base URL of oCIS.", required = true)
            URI url,

            @Key("File with PEM certificates of authorities to trust besides the JDK's.")
            Path caFile,

            @Key(
                    value = "How the operator signs in: `MachineUser` (client_credentials at Authentik), `Token` or"
                            + " `Basic` (both for tests).",
                    byDefault = "MachineUser")
            OcisSignIn signIn,

            @Key(value = "MachineUser: client id of the provider that oCIS trusts.", byDefault = "dezky-files")
            String clientId,

            @Key(
                    value = "MachineUser: user name of the service account. Basic: user name.",
                    byDefault = "dezky-operator")
            String userName,

            @Key("MachineUser: file with the service account's app password. Basic: file with the password. Token: file"
                    + " with the token. Read again when needed.")
            Path passwordFile,

            @Key(
                    value = "MachineUser: scopes of the token request; the claims that oCIS reads hang on them.",
                    byDefault = "openid profile email")
            String scope,

            @Key(
                    value = "Group of the operator itself. It is made manager of every space, so that the operator can"
                            + " come back when somebody removes it.",
                    byDefault = "dezky-operators")
            String operatorsGroup,

            @Key("Further groups that are made managers of every space. They must exist in oCIS.")
            List<String> managerGroups,

            @Key(value = "Quota of a space that names none.", byDefault = "10Gi")
            String defaultQuota,

            @Key(value = "Time-out of a connection.", byDefault = "5s")
            Duration connectTimeout,

            @Key(value = "Time-out of a call.", byDefault = "30s")
            Duration callTimeout,

            @Key(value = "Time-out of the call that purges a space: it deletes all files in it.", byDefault = "15m")
            Duration purgeTimeout,

            @Key(value = "Calls at once.", byDefault = "8") int maxConcurrentCalls,

            @Key(value = "Calls in a second.", byDefault = "50")
            int maxCallsPerSecond) {

        /** For HTTP. */
        public SystemSettings settings() {
            return new SystemSettings(
                    "ocis", "oCIS", url, caFile, connectTimeout, callTimeout, maxConcurrentCalls, maxCallsPerSecond);
        }
    }

    /** Whether a tenant must prove that it owns a domain before it gets it. */
    public enum DomainProof {
        /** A TXT record `_dezky-challenge.<domain>` must hold the value that status names. */
        Required,
        /** Whoever may create Tenants is trusted with any domain. */
        NotRequired
    }

    /** Rules for mail domains. */
    public record Mail(
            @Key(
                    value =
                            "Whether a tenant must prove by a TXT record `_dezky-challenge.<domain>` that it owns a domain"
                                    + " before it is made: `Required` or `NotRequired`.",
                    byDefault = "Required")
            DomainProof domainProof,

            @Key("Further domains that no tenant can have, with all below them.")
            List<String> reservedDomains) {}

    /** How DNS is asked. */
    public record Dns(
            @Key(
                    "Resolvers, each `host` or `host:port`. All of them must show a record before it counts. Default: those"
                            + " of the machine.")
            List<String> resolvers,

            @Key(value = "How often a tenant's records are looked up while some are missing.", byDefault = "5m")
            Duration checkInterval,

            @Key(value = "Time-out of a query.", byDefault = "5s")
            Duration queryTimeout) {}

    /** Rules for invites. */
    public record Invites(
            @Key(value = "Groups of an OperatorInvite that names none.", byDefault = "dezky-platform-admins")
            List<String> defaultGroups,

            @Key(value = "Groups that an OperatorInvite may name.", byDefault = "dezky-platform-admins")
            List<String> allowedGroups,

            @Key(value = "How often it is checked whether an invite was accepted.", byDefault = "1m")
            Duration acceptanceCheckInterval) {}

    /** How the operator works with Kubernetes. */
    public record Kubernetes(
            @Key("Namespaces to watch. Default: all.") List<String> namespaces,

            @Key(
                    value = "How often each object is compared with the systems though nothing changed.",
                    byDefault = "10m")
            Duration resyncInterval,

            @Key(value = "First wait after a failure; doubles with each one.", byDefault = "2s")
            Duration retryInitial,

            @Key(value = "Longest wait after a failure. There is no last try.", byDefault = "5m")
            Duration retryMax,

            @Key(value = "Objects worked on at once.", byDefault = "10")
            int workers,

            @Key(
                    value = "How long a deletion waits for a system that can't be reached. Then the object goes, and a"
                            + " receipt (Event and ConfigMap) tells what stayed behind.",
                    byDefault = "24h")
            Duration deletionGiveUpAfter,

            @Key(value = "Whether one of several replicas leads.", byDefault = "true")
            boolean leaderElection,

            @Key(value = "Name of the Lease.", byDefault = "dezky-operator")
            String leaseName,

            @Key("Namespace of the Lease. Default: the operator's own, by the environment variable `POD_NAMESPACE`.")
            String leaseNamespace) {}

    /** The operator's own HTTP endpoints. */
    public record Server(
            @Key(value = "Address to listen on.", byDefault = "0.0.0.0")
            String address,

            @Key(value = "Port of `/livez`, `/readyz` and `/metrics`; 0 for any free one.", byDefault = "8080")
            int port) {}

    /** Metrics. */
    public record Metrics(
            @Key(
                    value =
                            "Whether `/metrics` also tells of each Tenant by name: about fifteen series a Tenant, for the"
                                    + " dashboard of one tenant. Without it the number of series does not grow with the platform.",
                    byDefault = "false")
            boolean perTenant) {}

    /** How logs are written. */
    public enum LogFormat {
        /** One JSON object a line. */
        Json,
        /** For people. */
        Text
    }

    /** Logs. */
    public record Logging(
            @Key(value = "`Json` or `Text`.", byDefault = "Json")
            LogFormat format,

            @Key(value = "`ERROR`, `WARN`, `INFO` or `DEBUG`.", byDefault = "INFO")
            String level) {}

    /** The host name under which people reach Authentik. */
    public String authHost() {
        return authentik.publicHost() == null ? "auth." + platform.baseDomain() : authentik.publicHost();
    }
}
