package io.dezky.operator.tenant;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.regex.Pattern;

/** What single values of a spec must look like: the rules that the CRD has, once more. A null value has no shape. */
final class Shape {

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String ANY_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final String URI_CHARACTER = "[A-Za-z0-9._~:/?@!$&'()+,;=%\\[\\]-]";
    private static final String HOST = "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?";

    private static final Pattern TEXT =
            Pattern.compile("[^\\s\\p{Z}\\p{Cc}]([^\\p{Cc}\\p{Zl}\\p{Zp}]*[^\\s\\p{Z}\\p{Cc}])?");
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern DOMAIN = Pattern.compile("(" + LABEL + "\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern LOCAL_PART =
            Pattern.compile("[a-z0-9!#$%&*+/=?^_{|}~-]+(\\.[a-z0-9!#$%&*+/=?^_{|}~-]+)*");
    private static final Pattern EMAIL = Pattern.compile("(?=[^@]{1,64}@)[A-Za-z0-9!#$%&*+/=?^_{|}~-]+"
            + "(\\.[A-Za-z0-9!#$%&*+/=?^_{|}~-]+)*@(" + ANY_LABEL + "\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern HTTPS = Pattern.compile("https://" + HOST + "([/?](" + URI_CHARACTER + "|[#*])*)?");
    private static final Pattern REDIRECT = Pattern.compile(
            "(https://" + HOST + "|http://(localhost|127\\.0\\.0\\.1)(:[0-9]{1,5})?)([/?]" + URI_CHARACTER + "*)?");
    private static final Pattern SPACE = Pattern.compile("[^/\\\\.:?*\"><|\\p{Cc}]{1,100}");
    private static final Pattern FOLDER = Pattern.compile("[^/\\\\:?*\"><|\\p{Cc}]{1,100}");
    private static final Pattern BLANK_AT_AN_END = Pattern.compile("(?s)[\\s\\p{Z}].*|.*[\\s\\p{Z}]");
    private static final Pattern QUOTA = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,3})?(Ki|Mi|Gi|Ti|k|M|G|T)?");
    private static final BigDecimal SMALLEST_QUOTA = BigDecimal.valueOf(1L << 20);
    private static final BigDecimal LARGEST_QUOTA = BigDecimal.valueOf(100L << 40);

    private Shape() {}

    /** One line for people. */
    static boolean isText(String value, int longest) {
        return isUpTo(value, longest) && TEXT.matcher(value).matches();
    }

    static boolean isSlug(String value) {
        return isUpTo(value, 40) && value.length() >= 2 && SLUG.matcher(value).matches() && !value.endsWith("-admins");
    }

    /** A domain name in lower case, in ASCII, without a dot at the end, and no IP address. */
    static boolean isDomain(String value) {
        return isUpTo(value, 253)
                && value.length() >= 4
                && DOMAIN.matcher(value).matches();
    }

    /** An address in lower case of this very domain. */
    static boolean isAddressOf(String domain, String value) {
        if (value == null || !value.endsWith("@" + domain)) {
            return false;
        }
        String localPart = value.substring(0, value.length() - domain.length() - 1);
        return isUpTo(localPart, 64) && LOCAL_PART.matcher(localPart).matches();
    }

    static boolean isEmail(String value) {
        return isUpTo(value, 150) && EMAIL.matcher(value).matches();
    }

    static boolean isHttpsUrl(String value) {
        return isUpTo(value, 2048) && HTTPS.matcher(value).matches();
    }

    static boolean isRedirectUri(String value) {
        return isUpTo(value, 2048) && REDIRECT.matcher(value).matches();
    }

    static boolean isSpaceName(String value) {
        return value != null
                && SPACE.matcher(value).matches()
                && !BLANK_AT_AN_END.matcher(value).matches()
                && value.getBytes(StandardCharsets.UTF_8).length <= 255;
    }

    static boolean isFolderPath(String value) {
        if (!isUpTo(value, 255)) {
            return false;
        }
        for (String name : value.split("/", -1)) {
            boolean valid = FOLDER.matcher(name).matches()
                    && !BLANK_AT_AN_END.matcher(name).matches()
                    && !name.equals(".")
                    && !name.equals("..");
            if (!valid) {
                return false;
            }
        }
        return true;
    }

    static boolean isQuota(String value) {
        if (value == null || value.length() > 20 || !QUOTA.matcher(value).matches()) {
            return false;
        }
        BigDecimal bytes = Quantity.getAmountInBytes(new Quantity(value));
        return bytes.compareTo(SMALLEST_QUOTA) >= 0 && bytes.compareTo(LARGEST_QUOTA) <= 0;
    }

    static boolean hasDuplicates(Collection<?> values) {
        return new HashSet<>(values).size() < values.size();
    }

    private static boolean isUpTo(String value, int longest) {
        return value != null && !value.isEmpty() && value.codePointCount(0, value.length()) <= longest;
    }

    /** A value as it may stand in a message. */
    static String shown(String value) {
        if (value == null) {
            return "(missing)";
        }
        String line = value.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
        return '"' + (line.length() > 60 ? line.substring(0, 59) + "…" : line) + '"';
    }
}
