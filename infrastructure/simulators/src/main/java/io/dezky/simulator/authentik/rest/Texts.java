package io.dezky.simulator.authentik.rest;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/** What the server takes for an address, a slug, a URL. */
final class Texts {

    private static final String ATOM = "[-A-Za-z0-9!#$%&'*+/=?^_`{|}~]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern EMAIL =
            Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@(?:localhost|(?:" + LABEL + "\\.)+[A-Za-z0-9-]{2,63})");
    private static final Pattern SLUG = Pattern.compile("[-a-zA-Z0-9_]+");
    private static final Set<String> SCHEMES = Set.of("http", "https", "ftp", "ftps");

    private Texts() {}

    static boolean isEmail(String text) {
        return EMAIL.matcher(text).matches();
    }

    static boolean isSlug(String text) {
        return SLUG.matcher(text).matches();
    }

    static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null && SCHEMES.contains(uri.getScheme()) && uri.getHost() != null;
        } catch (URISyntaxException noUri) {
            return false;
        }
    }
}
