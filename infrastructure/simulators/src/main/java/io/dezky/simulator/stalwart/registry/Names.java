package io.dezky.simulator.stalwart.registry;

import java.net.IDN;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** How the server normalises domain names, local parts and addresses, and which of them it refuses. */
final class Names {

    private static final String INVALID_DOMAIN = "Invalid domain name";
    private static final String INVALID_LOCAL_PART = "Invalid email local part";
    private static final String INVALID_ADDRESS = "Invalid email address";

    /** Top-level names that are in no list of public suffixes and that the server takes all the same. */
    private static final Set<String> RESERVED = Set.of(
            "test", "localhost", "local", "internal", "lan", "home", "corp", "intranet", "private", "localdomain");

    /**
     * Public suffixes of more than two letters that this simulator knows. The server has the whole list; whatever
     * stands neither here nor among the countries is refused, as {@code .example} and {@code .invalid} really are.
     */
    private static final Set<String> GENERIC = Set.of(
            "com",
            "net",
            "org",
            "info",
            "biz",
            "name",
            "pro",
            "edu",
            "gov",
            "mil",
            "int",
            "aero",
            "coop",
            "museum",
            "jobs",
            "mobi",
            "travel",
            "tel",
            "cat",
            "asia",
            "post",
            "arpa",
            "onion",
            "app",
            "dev",
            "cloud",
            "email",
            "online",
            "shop",
            "site",
            "tech",
            "xyz",
            "agency",
            "bio",
            "eco",
            "gmbh",
            "group",
            "health",
            "legal",
            "life",
            "live",
            "ltd",
            "media",
            "network",
            "news",
            "one",
            "page",
            "software",
            "solutions",
            "space",
            "store",
            "studio",
            "systems",
            "team",
            "tools",
            "work",
            "world",
            "zone",
            "berlin",
            "bayern",
            "hamburg",
            "koeln",
            "wien",
            "paris",
            "bzh",
            "swiss",
            "amsterdam",
            "frl",
            "brussels",
            "vlaanderen",
            "eus",
            "gal",
            "saarland",
            "ruhr",
            "tirol",
            "scot",
            "wales");

    private static final Set<String> COUNTRIES = countries();

    private Names() {}

    private static Set<String> countries() {
        Set<String> countries = new HashSet<>();
        for (String country : Locale.getISOCountries()) {
            countries.add(country.toLowerCase(Locale.ROOT));
        }
        countries.addAll(Set.of("uk", "eu", "ac", "su"));
        return countries;
    }

    /**
     * A domain name in lower case and A-labels, without blanks.
     *
     * @throws IllegalArgumentException when it is refused
     */
    static String domain(String given) {
        String name = given.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        if (!name.chars().allMatch(c -> c < 128)) {
            name = ascii(name);
        }
        if (!name.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)+")
                || !isPublicSuffix(name.substring(name.lastIndexOf('.') + 1))) {
            throw new IllegalArgumentException(INVALID_DOMAIN);
        }
        return name;
    }

    private static String ascii(String name) {
        if (name.matches(".*[\u00df\u03c2\u200c\u200d].*")) {
            throw new NotSimulated("the A-label of " + name + ": the JDK only knows the older rule for these letters");
        }
        try {
            return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noName) {
            throw new IllegalArgumentException(INVALID_DOMAIN, noName);
        }
    }

    private static boolean isPublicSuffix(String last) {
        return RESERVED.contains(last) || GENERIC.contains(last) || COUNTRIES.contains(last) || last.startsWith("xn--");
    }

    /**
     * The part of an address before the at sign, in lower case and without blanks. Its length is not checked.
     *
     * @throws IllegalArgumentException when it is refused
     */
    static String localPart(String given) {
        String part = given.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        boolean dotsInPlace = !part.startsWith(".") && !part.endsWith(".") && !part.contains("..");
        if (part.isEmpty() || !dotsInPlace || part.matches(".*[@\"(),:;<>\\[\\]\\\\].*")) {
            throw new IllegalArgumentException(INVALID_LOCAL_PART);
        }
        return part;
    }

    /**
     * An address in lower case.
     *
     * @throws IllegalArgumentException when it is refused
     */
    static String address(String given) {
        int at = given.lastIndexOf('@');
        try {
            if (at > 0) {
                return localPart(given.substring(0, at)) + "@" + domain(given.substring(at + 1));
            }
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(INVALID_ADDRESS, refused);
        }
        throw new IllegalArgumentException(INVALID_ADDRESS);
    }

    /** The words that a {@code text} search finds: runs of letters and digits, in lower case. */
    static Set<String> words(String text) {
        Set<String> words =
                new TreeSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{Nd}]+")));
        words.remove("");
        return words;
    }
}
