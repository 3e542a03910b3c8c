package io.dezky.simulator.stalwart.registry;

/**
 * Who makes a request, and what he may do.
 *
 * @param accountId the number of the account
 * @param address its address, or the name of the recovery administrator
 * @param permissions what this caller may do with the credential that he used
 */
public record Caller(long accountId, String address, PermissionSet permissions) {

    /** The recovery administrator is no account; this id is always his. */
    private static final long RECOVERY = 0xffff_ffffL;

    /** The administrator of the environment, who may do everything and stands outside all directories. */
    public static Caller recoveryAdministrator(String name) {
        return new Caller(RECOVERY, name, PermissionSet.all());
    }

    /** The account's id as text. */
    public String id() {
        return Ids.text(accountId);
    }

    public boolean may(String permission) {
        return permissions.holds(permission);
    }
}
