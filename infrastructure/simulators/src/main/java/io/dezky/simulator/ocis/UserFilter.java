package io.dezky.simulator.ocis;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code $filter} does to a list of users. Comparisons of names and addresses are not supported. */
final class UserFilter {

    private static final Pattern USER_TYPE = Pattern.compile("userType\\s+eq\\s+'[^']*'");
    private static final Pattern NAME_BEGINS = Pattern.compile("startswith\\(\\s*displayName\\s*,\\s*'([^']*)'\\s*\\)");
    private static final Pattern HAS_ROLE =
            Pattern.compile("appRoleAssignments/any\\((\\w+):\\s*\\1/appRoleId\\s+eq\\s+'([^']*)'\\)");
    private static final Pattern IN_GROUP = Pattern.compile("memberOf/any\\((\\w+):\\s*\\1/id\\s+eq\\s+'([^']*)'\\)");
    private static final Pattern COMPARISON = Pattern.compile("\\S+\\s+eq\\s+'[^']*'");

    private UserFilter() {}

    static Predicate<Account> of(String given, Accounts accounts, Groups groups) {
        String text = given.trim();
        if (USER_TYPE.matcher(text).matches()) {
            // Members come back for guests too.
            return account -> true;
        }
        Matcher begins = NAME_BEGINS.matcher(text);
        if (begins.matches()) {
            String start = begins.group(1).toLowerCase(Locale.ROOT);
            return account -> account.displayName().toLowerCase(Locale.ROOT).startsWith(start);
        }
        Matcher role = HAS_ROLE.matcher(text);
        if (role.matches()) {
            return account -> accounts.assignmentOf(account.id())
                    .filter(assignment -> assignment.roleId().equals(role.group(2)))
                    .isPresent();
        }
        Matcher group = IN_GROUP.matcher(text);
        if (group.matches()) {
            return account -> groups.membersOf(group.group(2)).contains(account.id());
        }
        if (COMPARISON.matcher(text).matches()) {
            throw Refusal.general(501, "unsupported filter");
        }
        throw Refusal.leftOut(LeftOut.USER_FILTERS);
    }
}
