package io.dezky.operator.tenant;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.platform.v1alpha1.AdminSpec;
import io.dezky.platform.v1alpha1.MailDomainSpec;
import io.dezky.platform.v1alpha1.SpaceSpec;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What must hold of a Tenant before any of its values goes out. The API server refuses most of it already; this guards
 * against an API server without the rules, objects older than a rule, and objects written for a newer operator. What
 * only the platform's configuration can say stands here alone.
 */
final class TenantRules {

    private static final int LONGEST_NAME = 200;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern REDIRECT =
            Pattern.compile("(https://[A-Za-z0-9.-]+|http://(localhost|127\\.0\\.0\\.1))(:\\d{1,5})?([/?][^#*\\s]*)?");
    private static final Pattern SPACE = Pattern.compile("[^/\\\\.:?*\"><|\\p{Cc}]{1,100}");
    private static final Pattern SEGMENT = Pattern.compile("[^/\\\\:?*\"><|\\p{Cc}]{1,100}");

    private final Tenant tenant;
    private final Names names;
    private final OperatorConfig config;
    private final List<String> problems = new ArrayList<>();

    private TenantRules(Tenant tenant, Names names, OperatorConfig config) {
        this.tenant = tenant;
        this.names = names;
        this.config = config;
    }

    /** What is wrong, each with the field and the mend; empty when all is right. */
    static List<String> problems(Tenant tenant, Names names, OperatorConfig config) {
        if (tenant.getSpec() == null) {
            return List.of("spec is missing: describe the tenant");
        }
        TenantRules rules = new TenantRules(tenant, names, config);
        rules.basics(tenant.getSpec());
        rules.host();
        rules.domains(tenant.getSpec());
        rules.spaces(tenant.getSpec());
        rules.admins(tenant.getSpec());
        return rules.problems;
    }

    private void basics(TenantSpec spec) {
        if (tenant.getMetadata().getName().length() > LONGEST_NAME) {
            problems.add("metadata.name must be at most " + LONGEST_NAME
                    + " characters, because names of other objects are made of it");
        }
        String slug = names.slug(tenant);
        boolean valid =
                slug.length() >= 2 && slug.length() <= 40 && SLUG.matcher(slug).matches();
        if (!valid || slug.endsWith("-admins")) {
            problems.add("the slug \"" + slug + "\" (spec.slug, or metadata.name) must be 2 to 40 lower case letters,"
                    + " digits and single hyphens, not ending in -admins");
        } else if (config.platform().reservedSlugs().contains(slug)) {
            problems.add("the slug \"" + slug + "\" is reserved for the platform itself: choose another");
        }
        if (spec.displayName() == null
                || spec.displayName().isBlank()
                || spec.displayName().length() > 100) {
            problems.add("spec.displayName must be 1 to 100 characters");
        }
        known("spec.deletionPolicy", spec.deletionPolicy());
        for (String url : TenantSpecs.redirectUris(spec)) {
            if (!REDIRECT.matcher(url).matches()) {
                problems.add("spec.identity.redirectUris must be https URLs without fragment and wildcard");
            }
        }
    }

    /** A value that this operator does not know is read as null. It is never taken for the default. */
    private void known(String field, Object value) {
        if (value == null) {
            problems.add(field + " is missing or has a value that this release of the operator does not know:"
                    + " upgrade the operator, or change the value");
        }
    }

    private void host() {
        String host = names.host(tenant);
        String base = config.platform().baseDomain();
        if (host.length() > 253 || !DOMAIN.matcher(host).matches()) {
            problems.add("spec.identity.host must be a domain name in lower case without a dot at the end");
        }
        String own = names.slug(tenant) + "." + base;
        boolean platforms = Claim.overlap(host, config.authHost()) || host.equals(base) || base.endsWith("." + host);
        boolean below = host.endsWith("." + base) && !host.equals(own) && !host.endsWith("." + own);
        if (platforms || below) {
            problems.add(
                    "the host " + host + " is the platform's: below " + base + " a tenant can have " + own + " only");
        }
    }

    private void domains(TenantSpec spec) {
        Set<String> seen = new HashSet<>();
        for (MailDomainSpec domain : TenantSpecs.domains(spec)) {
            String name = domain.name();
            if (name == null || name.length() > 253 || !DOMAIN.matcher(name).matches()) {
                problems.add("spec.mail.domains[].name \"" + name
                        + "\" must be a domain in lower case (xn-- form) without a dot at the end");
                continue;
            }
            if (!seen.add(name)) {
                problems.add("spec.mail.domains names " + name + " twice");
            }
            reserved(name)
                    .ifPresent(holder -> problems.add("spec.mail.domains[].name " + name
                            + " is, or lies below or above, " + holder + ", which belongs to the platform: remove it"));
            if (domain.catchAll() != null && !domain.catchAll().endsWith("@" + name)) {
                problems.add("spec.mail.domains[].catchAll must be an address of " + name);
            }
            if (domain.dkim() == null || domain.dkim().algorithms().isEmpty()) {
                continue;
            }
            domain.dkim().algorithms().forEach(algorithm -> known("spec.mail.domains[].dkim.algorithms", algorithm));
        }
    }

    private Optional<String> reserved(String domain) {
        List<String> reserved = new ArrayList<>(config.mail().reservedDomains());
        reserved.add(config.platform().baseDomain());
        return reserved.stream().filter(held -> Claim.overlap(held, domain)).findFirst();
    }

    private void spaces(TenantSpec spec) {
        Set<String> seen = new HashSet<>();
        for (SpaceSpec space : TenantSpecs.spaces(spec)) {
            String name = space.name();
            if (name == null || !SPACE.matcher(name).matches() || !name.equals(name.strip())) {
                problems.add("spec.files.spaces[].name \"" + name
                        + "\" must be 1 to 100 characters without / \\ . : ? * \" > < |");
            } else if (!seen.add(name)) {
                problems.add("spec.files.spaces names \"" + name + "\" twice");
            }
            known("spec.files.spaces[].members", space.members());
            known("spec.files.spaces[].admins", space.admins());
            for (String folder : space.folders()) {
                for (String segment : folder.split("/", -1)) {
                    boolean valid = SEGMENT.matcher(segment).matches() && !segment.matches("\\.\\.?");
                    if (!valid) {
                        problems.add("spec.files.spaces[].folders \"" + folder + "\" must be a path like HR/Payroll");
                    }
                }
            }
        }
    }

    private void admins(TenantSpec spec) {
        Set<String> seen = new HashSet<>();
        for (AdminSpec admin : spec.admins()) {
            if (admin.email() == null || !seen.add(admin.email().toLowerCase(Locale.ROOT))) {
                problems.add("spec.admins names " + admin.email() + " twice");
            }
        }
    }
}
