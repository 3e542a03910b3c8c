package io.dezky.operator.tenant;

import io.dezky.operator.config.OperatorConfig;
import io.dezky.platform.v1alpha1.AdminSpec;
import io.dezky.platform.v1alpha1.BrandingSpec;
import io.dezky.platform.v1alpha1.MailDomainSpec;
import io.dezky.platform.v1alpha1.SpaceRole;
import io.dezky.platform.v1alpha1.SpaceSpec;
import io.dezky.platform.v1alpha1.Tenant;
import io.dezky.platform.v1alpha1.TenantSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What must hold of a Tenant before any of its values goes out. The API server refuses most of it already; this guards
 * against an API server without the rules, objects older than a rule, and objects written for a newer operator. What
 * only the platform's configuration can say stands here alone.
 */
final class TenantRules {

    private static final int LONGEST_NAME = 200;
    private static final int MOST_REDIRECT_URIS = 20;
    private static final int MOST_DOMAINS = 20;
    private static final int MOST_SPACES = 50;
    private static final int MOST_FOLDERS = 50;
    private static final int MOST_ADMINS = 50;

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
            return List.of(
                    "spec is missing, or has a shape that this release can't read (its log names the field): describe the tenant");
        }
        if (hasEmptyEntries(tenant.getSpec())) {
            return List.of("spec has a list with an empty entry: remove it");
        }
        TenantRules rules = new TenantRules(tenant, names, config);
        rules.basics(tenant.getSpec());
        rules.slug();
        rules.host();
        rules.branding(tenant.getSpec());
        rules.redirectUris(TenantSpecs.redirectUris(tenant.getSpec()));
        rules.domains(TenantSpecs.domains(tenant.getSpec()));
        rules.spaces(TenantSpecs.spaces(tenant.getSpec()));
        rules.admins(tenant.getSpec().admins());
        return rules.problems;
    }

    private static boolean hasEmptyEntries(TenantSpec spec) {
        Stream<SpaceSpec> spaces = TenantSpecs.spaces(spec).stream();
        return Stream.of(
                        TenantSpecs.redirectUris(spec),
                        TenantSpecs.domains(spec),
                        TenantSpecs.spaces(spec),
                        spec.admins(),
                        spaces.filter(Objects::nonNull)
                                .flatMap(space -> space.folders().stream())
                                .toList())
                .flatMap(List::stream)
                .anyMatch(Objects::isNull);
    }

    private void demand(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    /** A value that this operator does not know is read as null. It is never taken for the default. */
    private void known(String field, Object value) {
        demand(
                value != null,
                field + " is missing or has a value that this release of the operator does not know:"
                        + " upgrade the operator, or change the value");
    }

    private void atMost(int most, String field, Collection<?> entries) {
        demand(entries.size() <= most, field + " must have at most " + most + " entries: remove some");
    }

    private void basics(TenantSpec spec) {
        demand(
                tenant.getMetadata().getName().length() <= LONGEST_NAME,
                "metadata.name must be at most " + LONGEST_NAME
                        + " characters, because names of other objects are made of it");
        demand(
                Shape.isText(spec.displayName(), 100),
                "spec.displayName must be one line of 1 to 100 characters without blanks at its ends");
        known("spec.deletionPolicy", spec.deletionPolicy());
    }

    private void slug() {
        String slug = names.slug(tenant);
        if (!Shape.isSlug(slug)) {
            problems.add("the slug " + Shape.shown(slug)
                    + " (spec.slug, or metadata.name) must be 2 to 40 lower case letters,"
                    + " digits and single hyphens, not ending in -admins");
        } else if (config.platform().reservedSlugs().contains(slug)) {
            problems.add("the slug \"" + slug + "\" is reserved for the platform itself: choose another");
        }
        // Everything in the systems is found by it.
        Optional.ofNullable(tenant.getStatus())
                .map(status -> status.slug())
                .filter(made -> !made.equals(slug))
                .ifPresent(made -> problems.add("spec.slug is immutable, and the tenant was made as \"" + made
                        + "\": set it back, and create a new Tenant for another slug"));
    }

    private void host() {
        String host = names.host(tenant);
        String base = config.platform().baseDomain();
        demand(
                Shape.isDomain(host),
                "spec.identity.host " + Shape.shown(host)
                        + " must be a domain name in lower case and ASCII (xn-- form) without a dot at the end");
        String own = names.slug(tenant) + "." + base;
        boolean others = Claim.overlap(host, config.authHost()) || names.isOfOthers(names.slug(tenant), host);
        demand(
                !others,
                "the host " + host + " is the platform's: below " + base + " a tenant can have " + own + " only");
    }

    private void branding(TenantSpec spec) {
        BrandingSpec branding = spec.identity() == null ? null : spec.identity().branding();
        if (branding == null) {
            return;
        }
        demand(
                branding.title() == null || Shape.isText(branding.title(), 100),
                "spec.identity.branding.title must be one line of 1 to 100 characters without blanks at its ends");
        demand(
                branding.logo() == null || Shape.isHttpsUrl(branding.logo()),
                "spec.identity.branding.logo must be an https:// URL");
        demand(
                branding.favicon() == null || Shape.isHttpsUrl(branding.favicon()),
                "spec.identity.branding.favicon must be an https:// URL");
    }

    private void redirectUris(List<String> urls) {
        atMost(MOST_REDIRECT_URIS, "spec.identity.redirectUris", urls);
        demand(!Shape.hasDuplicates(urls), "spec.identity.redirectUris names a URL twice: remove one");
        urls.stream()
                .filter(url -> !Shape.isRedirectUri(url))
                .findFirst()
                .ifPresent(url -> problems.add("spec.identity.redirectUris " + Shape.shown(url)
                        + " must be an https URL without user, fragment and wildcard (http for localhost only)"));
    }

    // ---- mail

    private void domains(List<MailDomainSpec> domains) {
        atMost(MOST_DOMAINS, "spec.mail.domains", domains);
        demand(
                !Shape.hasDuplicates(domains.stream().map(MailDomainSpec::name).toList()),
                "spec.mail.domains names a domain twice: remove one");
        domains.forEach(this::domain);
    }

    private void domain(MailDomainSpec domain) {
        String name = domain.name();
        if (!Shape.isDomain(name)) {
            problems.add("spec.mail.domains[].name " + Shape.shown(name)
                    + " must be a domain in lower case and ASCII (xn-- form) without a dot at the end");
            return;
        }
        reserved(name)
                .ifPresent(holder -> problems.add("spec.mail.domains[].name " + name + " is, or lies below or above, "
                        + holder + ", which belongs to the platform: remove it"));
        demand(
                domain.catchAll() == null || Shape.isAddressOf(name, domain.catchAll()),
                "spec.mail.domains[].catchAll " + Shape.shown(domain.catchAll())
                        + " must be an e-mail address in lower case of " + name);
        if (domain.dkim() != null) {
            domain.dkim().algorithms().forEach(algorithm -> known("spec.mail.domains[].dkim.algorithms", algorithm));
        }
    }

    private Optional<String> reserved(String domain) {
        List<String> reserved = new ArrayList<>(config.mail().reservedDomains());
        reserved.add(config.platform().baseDomain());
        return reserved.stream().filter(held -> Claim.overlap(held, domain)).findFirst();
    }

    // ---- files

    private void spaces(List<SpaceSpec> spaces) {
        atMost(MOST_SPACES, "spec.files.spaces", spaces);
        demand(
                !Shape.hasDuplicates(spaces.stream().map(SpaceSpec::name).toList()),
                "spec.files.spaces names a space twice: remove one");
        spaces.forEach(this::space);
    }

    private void space(SpaceSpec space) {
        demand(
                Shape.isSpaceName(space.name()),
                "spec.files.spaces[].name " + Shape.shown(space.name())
                        + " must be 1 to 100 characters (255 bytes) without / \\ . : ? * \" > < | and blanks at its ends");
        demand(
                space.quota() == null || Shape.isQuota(space.quota()),
                "spec.files.spaces[].quota " + Shape.shown(space.quota())
                        + " must be a size from 1Mi to 100Ti such as 50Gi");
        known("spec.files.spaces[].members", space.members());
        known("spec.files.spaces[].admins", space.admins());
        demand(
                space.members() != SpaceRole.MANAGER,
                "spec.files.spaces[].members must be Viewer or Editor: all people of a tenant can't be managers");
        demand(
                space.members() != SpaceRole.EDITOR || space.admins() != SpaceRole.VIEWER,
                "spec.files.spaces[].admins must not be less than members: set members to Viewer as well");
        atMost(MOST_FOLDERS, "spec.files.spaces[].folders", space.folders());
        demand(!Shape.hasDuplicates(space.folders()), "spec.files.spaces[].folders names a folder twice: remove one");
        space.folders().stream()
                .filter(folder -> !Shape.isFolderPath(folder))
                .findFirst()
                .ifPresent(
                        folder -> problems.add(
                                "spec.files.spaces[].folders " + Shape.shown(folder)
                                        + " must be a path like HR/Payroll, without \\ : ? * \" > < | and blanks at the ends of names"));
    }

    // ---- people

    private void admins(List<AdminSpec> admins) {
        atMost(MOST_ADMINS, "spec.admins", admins);
        for (AdminSpec admin : admins) {
            demand(
                    Shape.isEmail(admin.email()),
                    "spec.admins[].email " + Shape.shown(admin.email()) + " must be an e-mail address");
            demand(
                    Shape.isText(admin.name(), 150),
                    "spec.admins[].name must be one line of 1 to 150 characters without blanks at its ends");
        }
        List<String> emails = admins.stream()
                .map(AdminSpec::email)
                .filter(Objects::nonNull)
                .map(email -> email.toLowerCase(Locale.ROOT))
                .toList();
        demand(!Shape.hasDuplicates(emails), "spec.admins names an e-mail address twice: remove one");
    }
}
