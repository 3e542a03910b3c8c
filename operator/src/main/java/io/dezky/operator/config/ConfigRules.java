package io.dezky.operator.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold between and within values, beyond their types. */
final class ConfigRules {

    private static final Pattern INSTANCE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");
    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern QUANTITY = Pattern.compile("[1-9][0-9]{0,14}(k|M|G|T|Ki|Mi|Gi|Ti)?");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern RESOLVER =
            Pattern.compile("(\\[[0-9a-fA-F:]+]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)(:(\\d{1,5}))?");
    private static final int RESOLVER_PORT = 4;
    private static final int LARGEST_PORT = 65_535;
    private static final Duration LONGEST_TIME_OUT = Duration.ofHours(1);

    private final List<String> problems = new ArrayList<>();

    private ConfigRules() {}

    static List<String> problems(OperatorConfig config) {
        ConfigRules rules = new ConfigRules();
        rules.platform(config.platform());
        rules.authentik(config.authentik());
        rules.stalwart(config.stalwart());
        rules.ocis(config.ocis());
        rules.rest(config);
        return rules.problems;
    }

    private void platform(OperatorConfig.Platform platform) {
        matches(
                "platform.instance",
                platform.instance(),
                INSTANCE,
                "must be 1 to 32 lower case letters, digits and hyphens, with none at the ends");
        domain("platform.baseDomain", platform.baseDomain());
    }

    private void authentik(OperatorConfig.Authentik authentik) {
        file("authentik.tokenFile", authentik.tokenFile());
        authorities("authentik.caFile", authentik.caFile());
        if (authentik.publicHost() != null) {
            domain("authentik.publicHost", authentik.publicHost());
        }
        calls("authentik", authentik.connectTimeout(), authentik.callTimeout());
        between("authentik.maxConcurrentCalls", authentik.maxConcurrentCalls(), 1, 64);
        between("authentik.maxCallsPerSecond", authentik.maxCallsPerSecond(), 1, 10_000);
    }

    private void stalwart(OperatorConfig.Stalwart stalwart) {
        file("stalwart.tokenFile", stalwart.tokenFile());
        authorities("stalwart.caFile", stalwart.caFile());
        calls("stalwart", stalwart.connectTimeout(), stalwart.callTimeout());
        between("stalwart.maxConcurrentCalls", stalwart.maxConcurrentCalls(), 1, 64);
        between("stalwart.maxCallsPerSecond", stalwart.maxCallsPerSecond(), 1, 10_000);
    }

    private void ocis(OperatorConfig.Ocis ocis) {
        if (ocis.passwordFile() == null) {
            problems.add("ocis.passwordFile: is missing. It holds what the operator signs in with.");
        }
        file("ocis.passwordFile", ocis.passwordFile());
        authorities("ocis.caFile", ocis.caFile());
        calls("ocis", ocis.connectTimeout(), ocis.callTimeout());
        positive("ocis.purgeTimeout", ocis.purgeTimeout());
        matches("ocis.defaultQuota", ocis.defaultQuota(), QUANTITY, "must be a size like 10Gi");
        between("ocis.maxConcurrentCalls", ocis.maxConcurrentCalls(), 1, 64);
        between("ocis.maxCallsPerSecond", ocis.maxCallsPerSecond(), 1, 10_000);
    }

    private void rest(OperatorConfig config) {
        for (String reserved : config.mail().reservedDomains()) {
            domain("mail.reservedDomains", reserved);
        }
        for (String resolver : config.dns().resolvers()) {
            resolver(resolver);
        }
        positive("dns.checkInterval", config.dns().checkInterval());
        timeOut("dns.queryTimeout", config.dns().queryTimeout());
        positive("invites.acceptanceCheckInterval", config.invites().acceptanceCheckInterval());
        for (String group : config.invites().defaultGroups()) {
            if (!config.invites().allowedGroups().contains(group)) {
                problems.add("invites.defaultGroups: \"" + group + "\" is not in invites.allowedGroups. Add it there.");
            }
        }
        if (config.invites().defaultGroups().isEmpty()) {
            problems.add("invites.defaultGroups: must name at least one group.");
        }
        kubernetes(config.kubernetes());
        between("server.port", config.server().port(), 0, LARGEST_PORT);
        matches(
                "logging.level",
                config.logging().level(),
                Pattern.compile("ERROR|WARN|INFO|DEBUG"),
                "must be ERROR, WARN, INFO or DEBUG");
    }

    private void resolver(String resolver) {
        Matcher parts = RESOLVER.matcher(resolver);
        String port = parts.matches() && parts.group(RESOLVER_PORT) != null ? parts.group(RESOLVER_PORT) : "53";
        if (!parts.matches() || Integer.parseInt(port) < 1 || Integer.parseInt(port) > LARGEST_PORT) {
            problems.add(
                    "dns.resolvers: \"" + resolver + "\" must be host or host:port (an IPv6 address in brackets).");
        }
    }

    private void kubernetes(OperatorConfig.Kubernetes kubernetes) {
        for (String namespace : kubernetes.namespaces()) {
            matches("kubernetes.namespaces", namespace, LABEL, "must be the name of a namespace");
        }
        positive("kubernetes.resyncInterval", kubernetes.resyncInterval());
        positive("kubernetes.retryInitial", kubernetes.retryInitial());
        positive("kubernetes.retryMax", kubernetes.retryMax());
        positive("kubernetes.deletionGiveUpAfter", kubernetes.deletionGiveUpAfter());
        if (kubernetes.retryMax().compareTo(kubernetes.retryInitial()) < 0) {
            problems.add("kubernetes.retryMax: must not be shorter than kubernetes.retryInitial.");
        }
        between("kubernetes.workers", kubernetes.workers(), 1, 200);
    }

    private void calls(String system, Duration connect, Duration call) {
        timeOut(system + ".connectTimeout", connect);
        timeOut(system + ".callTimeout", call);
    }

    private void timeOut(String key, Duration value) {
        positive(key, value);
        if (value.compareTo(LONGEST_TIME_OUT) > 0) {
            problems.add(key + ": must be at most 1h. A call that takes longer holds up all others.");
        }
    }

    private void matches(String key, String value, Pattern pattern, String rule) {
        if (!pattern.matcher(value).matches()) {
            problems.add(key + ": \"" + value + "\" " + rule + ".");
        }
    }

    private void domain(String key, String value) {
        matches(
                key,
                value,
                DOMAIN,
                "must be a domain in lower case without a dot at the end (write umlauts as xn--...)");
    }

    private void positive(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            problems.add(key + ": must be longer than 0.");
        }
    }

    private void between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            problems.add(key + ": " + value + " must be between " + least + " and " + most + ".");
        }
    }

    private void file(String key, Path file) {
        if (file != null && !isReadable(file)) {
            problems.add(key + ": there is no file " + file + " that can be read. Mount the Secret that holds it.");
        }
    }

    private void authorities(String key, Path file) {
        file(key, file);
        if (file != null && isReadable(file) && !holdsCertificates(file)) {
            problems.add(key + ": " + file + " holds no PEM certificates. Put the CA's certificate there, from"
                    + " -----BEGIN CERTIFICATE----- on.");
        }
    }

    private static boolean isReadable(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file);
    }

    private static boolean holdsCertificates(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(pem)
                    .isEmpty();
        } catch (IOException | CertificateException noCertificates) {
            return false;
        }
    }
}
