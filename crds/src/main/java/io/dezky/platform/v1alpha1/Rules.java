package io.dezky.platform.v1alpha1;

/**
 * CEL rules, and halves of messages, that several fields share. A rule that stands here reads {@code self}, a string.
 *
 * <p>Regular expressions are RE2 and find a part of the string unless they are anchored. They stand in raw CEL strings, so that only Java's own
 * escaping is left.
 */
final class Rules {

    /** One line of text for people: no control characters or line separators, no white space at its ends, not empty. */
    static final String TEXT = "self.matches(r'^[^\\s\\p{Z}\\p{Cc}]([^\\p{Cc}\\p{Zl}\\p{Zp}]*[^\\s\\p{Z}\\p{Cc}])?$')";

    static final String TEXT_MESSAGE =
            " must have no control characters or line breaks, and no blanks at its ends: remove them";

    private static final String SLUG_PATTERN = "r'^[a-z0-9]+(-[a-z0-9]+)*$'";
    private static final String SLUG_SHAPE =
            "2 to 40 lower case letters, digits and single hyphens with a letter or digit at both ends, such as acme or acme-gmbh";

    static final String SLUG = "self.matches(" + SLUG_PATTERN + ")";
    static final String SLUG_MESSAGE = "spec.slug must be " + SLUG_SHAPE;

    /** The group of such a tenant would be the group of another tenant's administrators. */
    static final String SLUG_NOT_ADMINS = "!self.endsWith('-admins')";

    static final String NAME_IS_SLUG =
            "has(self.spec.slug) || (self.metadata.name.size() >= 2 && self.metadata.name.size() <= 40"
                    + " && self.metadata.name.matches(" + SLUG_PATTERN
                    + ") && !self.metadata.name.endsWith('-admins'))";
    static final String NAME_IS_SLUG_MESSAGE =
            "metadata.name is the tenant's slug while spec.slug is absent, and this name can't be one: choose a metadata.name of "
                    + SLUG_SHAPE + ", that does not end in -admins, or set spec.slug";

    /** Of 253 characters that a name may have, the Secret's suffix takes some: {@code -oidc}, {@code -credentials}. */
    static final String TENANT_NAME_LEAVES_ROOM = "!has(self.spec.slug) || self.metadata.name.size() <= 248";

    static final String TENANT_NAME_LEAVES_ROOM_MESSAGE =
            "metadata.name must be at most 248 characters, so that there can be a Secret <name>-oidc: choose a shorter one";

    static final String INVITE_NAME_LEAVES_ROOM = "self.metadata.name.size() <= 241";
    static final String INVITE_NAME_LEAVES_ROOM_MESSAGE =
            "metadata.name must be at most 241 characters, so that there can be a Secret <name>-credentials: choose a shorter one";

    private static final String LOWER_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    static final String DNS_ASCII = "self.matches(r'^[\\x00-\\x7F]*$')";
    static final String DNS_ASCII_MESSAGE =
            " must be written in ASCII: give an international name in its xn-- form (müller.test is xn--mller-kva.test)";

    /** Names that are not ASCII pass: {@link #DNS_ASCII} is about them, and one message is enough. */
    static final String DNS_NAME =
            "self.matches(r'[^\\x00-\\x7F]') || self.matches(r'^(" + LOWER_LABEL + "\\.)+" + LOWER_LABEL + "$')";

    static final String DNS_NAME_MESSAGE =
            " must be a domain name in lower case, such as acme.test: at least two labels, each of 1 to 63 letters,"
                    + " digits and hyphens with no hyphen at its ends, no dot at the end";

    static final String NOT_AN_ADDRESS = "!self.matches(r'(^|\\.)[0-9]+$')";
    static final String NOT_AN_ADDRESS_MESSAGE =
            " must be a domain name, not an IP address: its last label can't be of digits only";

    static final String EMAIL =
            "self.matches(r'^[^@]{1,64}@') && self.matches(r'^[A-Za-z0-9!#$%&*+/=?^_{|}~-]+(\\.[A-Za-z0-9!#$%&*+/=?^_{|}~-]+)*@("
                    + LABEL + "\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$')";
    static final String EMAIL_MESSAGE =
            " must be an e-mail address such as ada@dezky.test: before the @ 1 to 64 letters, digits and any of"
                    + " .!#$%&*+/=?^_{|}~- without a dot at the ends or two in a row, after it a domain name of at least two labels (an international one in"
                    + " its xn-- form)";

    private static final String HOST = "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?";
    /** All that RFC 3986 lets stand in a URI; anything else has to be percent-encoded. */
    private static final String URI_CHARACTER = "[A-Za-z0-9._~:/?#@!$&'()*+,;=%\\[\\]-]";

    static final String HTTPS_URL =
            "self.matches(r\"^https://" + HOST + "(:[0-9]{1,5})?([/?]" + URI_CHARACTER + "*)?$\")";
    static final String HTTPS_URL_MESSAGE =
            " must be an https:// URL such as https://acme.test/logo.svg: no user name, no spaces; percent-encode"
                    + " whatever is not ASCII";

    static final String REDIRECT_SCHEME =
            "self.startsWith('https://') || self.matches(r'^http://(localhost|127\\.0\\.0\\.1)(:[0-9]{1,5})?([/?#]|$)')";
    static final String REDIRECT_HOST =
            "self.matches(r'^[^:]*://([^/?#]*@)?[A-Za-z0-9*]([A-Za-z0-9*.-]*[A-Za-z0-9*])?(:[0-9]{1,5})?([/?#]|$)')";
    static final String REDIRECT_NO_USER = "!self.matches(r'^[^/?#]*//[^/?#]*@')";
    static final String REDIRECT_NO_FRAGMENT = "!self.contains('#')";
    static final String REDIRECT_NO_WILDCARD = "!self.contains('*')";
    static final String REDIRECT_CHARACTERS = "self.matches(r\"^" + URI_CHARACTER + "*$\")";

    /** The pattern is asked first: a string that is no quantity would be reported as an evaluation error, not with our message. */
    static final String QUOTA = "self.matches(r'^[0-9]{1,15}(\\.[0-9]{1,3})?(Ki|Mi|Gi|Ti|k|M|G|T)?$')"
            + " && quantity(self).compareTo(quantity('1Mi')) >= 0 && quantity(self).compareTo(quantity('100Ti')) <= 0";

    /** As with {@link #QUOTA}, pattern first. */
    static final String EXPIRES_AFTER = "self.matches(r'^([0-9]{1,3}h)?([0-9]{1,5}m)?([0-9]{1,6}s)?$') && self != ''"
            + " && duration(self) >= duration('5m') && duration(self) <= duration('168h')";

    static final String EXPIRES_AFTER_MESSAGE =
            "spec.expiresAfter must be a duration from 5m to 168h, written in hours, minutes and seconds, such as 30m, 24h or 1h30m";

    static final String SPACE_CHARACTERS = "!self.matches(r'[/\\\\.:?*\"><|\\p{Cc}]')";
    static final String SPACE_BLANKS = "!self.matches(r'^[\\s\\p{Z}]|[\\s\\p{Z}]$')";
    static final String SPACE_BYTES = "size(bytes(self)) <= 255";

    static final String FOLDER_CHARACTERS = "!self.matches(r'[\\\\:?*\"><|\\p{Cc}]')";
    static final String FOLDER_SEGMENTS = "self.matches(r'^[^/]{1,100}(/[^/]{1,100})*$')";
    static final String FOLDER_NO_DOTS = "!self.matches(r'(^|/)\\.\\.?(/|$)')";
    static final String FOLDER_BLANKS = "!self.matches(r'(^|/)[\\s\\p{Z}]|[\\s\\p{Z}](/|$)')";

    /** A name of a Kubernetes object. */
    static final String OBJECT_NAME = "self.matches(r'^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$')";

    static final String IMMUTABLE = "self == oldSelf";

    private Rules() {}
}
