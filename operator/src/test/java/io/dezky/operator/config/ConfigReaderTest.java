package io.dezky.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dezky.operator.config.OperatorConfig.DomainProof;
import io.dezky.operator.config.OperatorConfig.LogFormat;
import io.dezky.operator.config.OperatorConfig.OcisSignIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {

    @TempDir
    private static Path folder;

    private static Path token;

    @BeforeEach
    void token() throws IOException {
        token = Files.writeString(folder.resolve("token"), "a-token");
    }

    /** The least that the operator starts with. */
    static OperatorConfig minimal() {
        try {
            Path file = Files.createTempFile("dezky", "token");
            try {
                return ConfigReader.read(null, least(file));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> least(Path token) {
        return Map.of(
                "DEZKY_PLATFORM_BASE_DOMAIN", "dezky.test",
                "DEZKY_AUTHENTIK_URL", "https://auth.dezky.test",
                "DEZKY_AUTHENTIK_TOKEN_FILE", token.toString(),
                "DEZKY_STALWART_URL", "https://mail.dezky.test",
                "DEZKY_STALWART_TOKEN_FILE", token.toString(),
                "DEZKY_OCIS_URL", "https://files.dezky.test",
                "DEZKY_OCIS_PASSWORD_FILE", token.toString());
    }

    private static Map<String, String> with(String... more) {
        Map<String, String> environment = new TreeMap<>(least(token));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    private static Path file(String yaml) {
        try {
            return Files.writeString(folder.resolve("config.yaml"), yaml.replace("TOKEN", token.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what is right

    @Test
    void aFileWithEveryKeyIsReadAsItIsWritten() {
        OperatorConfig config = ConfigReader.read(file("""
                platform:
                  instance: staging
                  baseDomain: dezky.test
                  reservedSlugs: [auth, files]
                authentik:
                  url: https://auth.dezky.test/base
                  tokenFile: TOKEN
                  publicHost: login.dezky.test
                  tenantsGroup: tenants
                  signingKey: key
                  authorizationFlow: authorize
                  invalidationFlow: invalidate
                  emailStage: invitation
                  createRecoveryFlow: true
                  connectTimeout: 500ms
                  callTimeout: 20s
                  maxConcurrentCalls: 2
                  maxCallsPerSecond: 20
                stalwart: {url: "http://stalwart:8080", tokenFile: TOKEN, connectTimeout: 1s, callTimeout: 1m, maxConcurrentCalls: 4, maxCallsPerSecond: 10}
                ocis:
                  url: https://files.dezky.test
                  signIn: Basic
                  clientId: files
                  userName: admin
                  passwordFile: TOKEN
                  scope: openid
                  operatorsGroup: ops
                  managerGroups: ["Support, Berlin", other]
                  defaultQuota: 5Gi
                  purgeTimeout: 1h
                mail: {domainProof: NotRequired, reservedDomains: [example.test]}
                dns: {resolvers: ["192.0.2.1", "resolver.test:5353", "[2001:db8::1]:53"], checkInterval: 1m, queryTimeout: 2s}
                invites: {defaultGroups: [a], allowedGroups: [a, b], acceptanceCheckInterval: 30s}
                kubernetes: {namespaces: [tenants], resyncInterval: 5m, retryInitial: 1s, retryMax: 1m, workers: 3, deletionGiveUpAfter: 1h, leaderElection: false, leaseName: lease, leaseNamespace: here}
                server: {address: 127.0.0.1, port: 0}
                logging: {format: Text, level: DEBUG}
                """), Map.of());

        assertThat(config.platform().instance()).isEqualTo("staging");
        assertThat(config.authentik().url()).isEqualTo(URI.create("https://auth.dezky.test/base"));
        assertThat(config.authHost()).isEqualTo("login.dezky.test");
        assertThat(config.authentik().createRecoveryFlow()).isTrue();
        assertThat(config.authentik().connectTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.ocis().signIn()).isEqualTo(OcisSignIn.Basic);
        assertThat(config.ocis().managerGroups())
                .as("a comma in a name is a comma in a name")
                .containsExactly("Support, Berlin", "other");
        assertThat(config.mail().domainProof()).isEqualTo(DomainProof.NotRequired);
        assertThat(config.dns().resolvers()).hasSize(3);
        assertThat(config.kubernetes().leaderElection()).isFalse();
        assertThat(config.logging().format()).isEqualTo(LogFormat.Text);
    }

    @Test
    void withoutAFileAllCanComeFromTheEnvironmentAndTheRestIsDefault() {
        OperatorConfig config = ConfigReader.read(null, with());

        assertThat(config.platform().instance()).isEqualTo("dezky");
        assertThat(config.authHost()).isEqualTo("auth.dezky.test");
        assertThat(config.stalwart().maxConcurrentCalls()).isEqualTo(4);
        assertThat(config.authentik().caFile()).isNull();
        assertThat(config.dns().resolvers()).isEmpty();
        assertThat(config.kubernetes().resyncInterval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.invites().allowedGroups()).containsExactly("dezky-platform-admins");
    }

    @Test
    void theEnvironmentWinsOverTheFile() {
        Path file = file("logging: {level: INFO}\ninvites: {allowedGroups: [a], defaultGroups: [a]}");

        OperatorConfig config =
                ConfigReader.read(file, with("DEZKY_LOGGING_LEVEL", "WARN", "DEZKY_INVITES_ALLOWED_GROUPS", "a, b ,c"));

        assertThat(config.logging().level()).isEqualTo("WARN");
        assertThat(config.invites().allowedGroups()).containsExactly("a", "b", "c");
    }

    @Test
    void anEmptyValueCountsAsNone() {
        OperatorConfig config = ConfigReader.read(
                file("authentik: {emailStage: \"\", caFile: \"\"}"),
                with("DEZKY_PLATFORM_INSTANCE", "", "DEZKY_OCIS_CA_FILE", " "));

        assertThat(config.platform().instance()).isEqualTo("dezky");
        assertThat(config.authentik().emailStage()).isNull();
        assertThat(config.authentik().caFile()).isNull();
        assertThat(config.ocis().caFile()).isNull();
    }

    @Test
    void anEmptyListIsEmptyAndNotTheDefault() {
        assertThat(ConfigReader.read(file("platform: {reservedSlugs: []}"), with())
                        .platform()
                        .reservedSlugs())
                .isEmpty();
        assertThat(ConfigReader.read(null, with("DEZKY_PLATFORM_RESERVED_SLUGS", ""))
                        .platform()
                        .reservedSlugs())
                .isEmpty();
    }

    @Test
    void anEmptyFileIsAFile() {
        assertThatCode(() -> ConfigReader.read(file("# nothing yet\n"), with())).doesNotThrowAnyException();
    }

    @Test
    void variablesThatKubernetesWritesForServicesAreNoKeys() {
        assertThatCode(() -> ConfigReader.read(
                        null,
                        with(
                                "DEZKY_OPERATOR_SERVICE_HOST", "10.0.0.1",
                                "DEZKY_OPERATOR_SERVICE_PORT_HTTP", "8080",
                                "DEZKY_OPERATOR_PORT_8080_TCP_ADDR", "10.0.0.1",
                                "DEZKY_OPERATOR_PORT", "tcp://10.0.0.1:8080",
                                "DEZKY_CONFIG", "/etc/dezky/config.yaml")))
                .doesNotThrowAnyException();
    }

    // ---- what is wrong

    private record Wrong(String what, String yaml, String... message) {}

    private static Stream<Wrong> wrongFiles() {
        return Stream.of(
                new Wrong(
                        "a key that there is not",
                        "authentik: {urll: x}",
                        "authentik.urll: there is no such key",
                        "url"),
                new Wrong(
                        "a section that there is not", "authentic: {}", "authentic: there is no such key", "authentik"),
                new Wrong("a key in another case", "logging: {Level: INFO}", "logging.Level: there is no such key"),
                new Wrong("a section that is no mapping", "dns: fast", "dns: must be a mapping", "indented"),
                new Wrong(
                        "a list where a value belongs",
                        "logging: {level: [INFO]}",
                        "logging.level: must be a single value"),
                new Wrong(
                        "a value where a list belongs", "dns: {resolvers: 192.0.2.1}", "dns.resolvers: must be a list"),
                new Wrong(
                        "a list of mappings",
                        "dns: {resolvers: [{host: x}]}",
                        "dns.resolvers: must be a list of single values"),
                new Wrong(
                        "a list with an empty item",
                        "invites: {allowedGroups: [dezky-platform-admins, \"\"]}",
                        "invites.allowedGroups: must be a list of single values"),
                new Wrong(
                        "a number that is none",
                        "server: {port: http}",
                        "server.port: \"http\" must be a whole number"),
                new Wrong(
                        "a number with a fraction",
                        "kubernetes: {workers: 2.5}",
                        "kubernetes.workers: \"2.5\" must be a whole number"),
                new Wrong(
                        "a port beyond the last",
                        "server: {port: 65536}",
                        "server.port: 65536 must be between 0 and 65535"),
                new Wrong("no workers", "kubernetes: {workers: 0}", "kubernetes.workers: 0 must be between 1 and 200"),
                new Wrong(
                        "a duration without a unit",
                        "authentik: {callTimeout: 30}",
                        "authentik.callTimeout: \"30\" must be a duration like 30s"),
                new Wrong(
                        "a duration of zero",
                        "stalwart: {callTimeout: 0s}",
                        "stalwart.callTimeout: must be longer than 0"),
                new Wrong(
                        "a time-out of years",
                        "ocis: {connectTimeout: 99999h}",
                        "ocis.connectTimeout: must be at most 1h"),
                new Wrong(
                        "a truth that is none",
                        "kubernetes: {leaderElection: \"on\"}",
                        "kubernetes.leaderElection: \"on\" must be true or false"),
                new Wrong(
                        "a choice that there is not",
                        "ocis: {signIn: Password}",
                        "ocis.signIn: \"Password\" is not one of [MachineUser, Token, Basic]"),
                new Wrong(
                        "a choice in another case",
                        "logging: {format: json}",
                        "logging.format: \"json\" is not one of [Json, Text]"),
                new Wrong(
                        "a level that there is not",
                        "logging: {level: VERBOSE}",
                        "logging.level: \"VERBOSE\" must be ERROR, WARN, INFO or DEBUG"),
                new Wrong(
                        "an instance with a blank",
                        "platform: {instance: my platform}",
                        "platform.instance: \"my platform\" must be 1 to 32"),
                new Wrong(
                        "a domain in upper case",
                        "authentik: {publicHost: Auth.dezky.test}",
                        "authentik.publicHost: \"Auth.dezky.test\" must be a domain in lower case"),
                new Wrong(
                        "a domain with a dot at its end",
                        "mail: {reservedDomains: [dezky.test.]}",
                        "mail.reservedDomains: \"dezky.test.\" must be a domain"),
                new Wrong(
                        "a domain in its own letters",
                        "mail: {reservedDomains: [m\u00fcller.test]}",
                        "mail.reservedDomains",
                        "xn--"),
                new Wrong(
                        "a resolver by a URL",
                        "dns: {resolvers: [\"https://dns.test/\"]}",
                        "dns.resolvers: \"https://dns.test/\" must be host or host:port"),
                new Wrong(
                        "a resolver with a port beyond the last",
                        "dns: {resolvers: [\"dns.test:70000\"]}",
                        "dns.resolvers: \"dns.test:70000\""),
                new Wrong(
                        "a CA file that is not there",
                        "authentik: {caFile: /nowhere/ca.pem}",
                        "authentik.caFile: there is no file /nowhere/ca.pem",
                        "Mount"),
                new Wrong(
                        "a CA file that is a folder",
                        "authentik: {caFile: /tmp}",
                        "authentik.caFile: there is no file /tmp"),
                new Wrong(
                        "a CA file without a certificate",
                        "ocis: {caFile: TOKEN}",
                        "ocis.caFile: ",
                        "holds no PEM certificates"),
                new Wrong(
                        "a quota of nothing",
                        "ocis: {defaultQuota: 0Gi}",
                        "ocis.defaultQuota: \"0Gi\" must be a size like 10Gi"),
                new Wrong(
                        "a default group that is not allowed",
                        "invites: {defaultGroups: [others]}",
                        "invites.defaultGroups: \"others\" is not in invites.allowedGroups",
                        "Add it there"),
                new Wrong(
                        "no default group",
                        "invites: {defaultGroups: []}",
                        "invites.defaultGroups: must name at least one group"),
                new Wrong(
                        "a longest wait below the first",
                        "kubernetes: {retryInitial: 10m}",
                        "kubernetes.retryMax: must not be shorter than kubernetes.retryInitial"),
                new Wrong(
                        "a namespace that can be none",
                        "kubernetes: {namespaces: [Tenants]}",
                        "kubernetes.namespaces: \"Tenants\" must be the name of a namespace"),
                new Wrong(
                        "more calls at once than any server bears",
                        "stalwart: {maxConcurrentCalls: 1000}",
                        "stalwart.maxConcurrentCalls: 1000 must be between 1 and 64"),
                new Wrong(
                        "no calls in a second",
                        "authentik: {maxCallsPerSecond: 0}",
                        "authentik.maxCallsPerSecond: 0 must be between 1 and 10000"),
                new Wrong(
                        "a key that stands twice",
                        "logging: {level: INFO}\nlogging: {level: WARN}",
                        "config.yaml: can't be understood at line 2",
                        "stands twice"),
                new Wrong(
                        "a second document",
                        "logging: {level: INFO}\n---\nlogging: {level: WARN}\n",
                        "config.yaml: can't be understood",
                        "second document"),
                new Wrong(
                        "a text that is no YAML", "logging: {level: INFO", "config.yaml: can't be understood at line"),
                new Wrong("a list instead of a mapping", "- logging", "config.yaml: is no YAML mapping", "platform:"));
    }

    @TestFactory
    Stream<DynamicTest> theStartIsStoppedByAFileWith() {
        return wrongFiles()
                .map(wrong -> DynamicTest.dynamicTest(
                        wrong.what(), () -> isWrong(file(wrong.yaml()), with(), wrong.message())));
    }

    private static Stream<Wrong> wrongVariables() {
        return Stream.of(
                new Wrong(
                        "no base domain",
                        "DEZKY_PLATFORM_BASE_DOMAIN=",
                        "platform.baseDomain: is missing. Set it in the file, or by DEZKY_PLATFORM_BASE_DOMAIN"),
                new Wrong("no password file", "DEZKY_OCIS_PASSWORD_FILE=", "ocis.passwordFile: is missing"),
                new Wrong(
                        "a token file that is not there",
                        "DEZKY_AUTHENTIK_TOKEN_FILE=/nowhere",
                        "authentik.tokenFile: there is no file /nowhere",
                        "Mount the Secret"),
                new Wrong(
                        "a URL without a scheme",
                        "DEZKY_AUTHENTIK_URL=auth.dezky.test",
                        "authentik.url: must be an http or https URL"),
                new Wrong(
                        "a URL of another kind",
                        "DEZKY_STALWART_URL=imap://mail.dezky.test",
                        "stalwart.url: must be an http or https URL"),
                new Wrong(
                        "a URL with a password",
                        "DEZKY_OCIS_URL=https://admin:secret@files.dezky.test",
                        "ocis.url: must be",
                        "without user, password"),
                new Wrong("a URL with a query", "DEZKY_OCIS_URL=https://files.dezky.test/?a=b", "ocis.url: must be"),
                new Wrong("a URL with a fragment", "DEZKY_OCIS_URL=https://files.dezky.test/#a", "ocis.url: must be"),
                new Wrong(
                        "a URL with a port beyond the last",
                        "DEZKY_OCIS_URL=https://files.dezky.test:99999",
                        "ocis.url: must be"),
                new Wrong("a URL with blanks in it", "DEZKY_OCIS_URL=https://files dezky test", "ocis.url: must be"),
                new Wrong(
                        "a base domain of one label",
                        "DEZKY_PLATFORM_BASE_DOMAIN=localhost",
                        "platform.baseDomain: \"localhost\" must be a domain"),
                new Wrong(
                        "a variable that belongs to no key",
                        "DEZKY_AUTHENTIK_TOKENFILE=/x",
                        "DEZKY_AUTHENTIK_TOKENFILE: no key belongs to this environment variable. Unset it"));
    }

    @TestFactory
    Stream<DynamicTest> theStartIsStoppedByAnEnvironmentWith() {
        return wrongVariables()
                .map(wrong -> DynamicTest.dynamicTest(wrong.what(), () -> {
                    String[] variable = wrong.yaml().split("=", 2);
                    isWrong(null, with(variable[0], variable[1]), wrong.message());
                }));
    }

    private static void isWrong(Path file, Map<String, String> environment, String... message) {
        WrongConfiguration wrong =
                catchThrowableOfType(WrongConfiguration.class, () -> ConfigReader.read(file, environment));

        assertThat(wrong).isNotNull();
        assertThat(wrong.problems()).hasSize(1);
        assertThat(wrong.getMessage())
                .startsWith("The configuration is wrong:\n")
                .contains(message);
        assertThat(wrong.getMessage()).doesNotContain("secret@", "Exception");
        assertThat(wrong.problems().get(0)).endsWith(".");
    }

    @Test
    void aFileThatIsNotThereStopsTheStart() {
        isWrong(folder.resolve("none.yaml"), with(), "none.yaml: can't be read", "--config");
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        WrongConfiguration wrong = catchThrowableOfType(
                WrongConfiguration.class,
                () -> ConfigReader.read(file("server: {port: x}\nlogging: {format: y}\nnonsense: 1\n"), Map.of()));

        assertThat(wrong.problems())
                .hasSizeGreaterThan(8)
                .anyMatch(problem -> problem.startsWith("server.port:"))
                .anyMatch(problem -> problem.startsWith("logging.format:"))
                .anyMatch(problem -> problem.startsWith("nonsense:"))
                .anyMatch(problem -> problem.startsWith("authentik.tokenFile: is missing"));
    }
}
