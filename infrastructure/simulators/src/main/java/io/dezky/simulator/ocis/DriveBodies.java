package io.dezky.simulator.ocis;

/** The bodies that drives and permissions are written with. */
final class DriveBodies {

    private static final String[] WRITTEN_BY_THE_SERVER = {
        "createdBy",
        "createdDateTime",
        "eTag",
        "items",
        "lastModifiedBy",
        "lastModifiedDateTime",
        "owner",
        "parentReference",
        "root",
        "special",
        "webUrl"
    };

    static final StrictBody CREATE = drive("Drive").requiring("name");
    static final StrictBody UPDATE = drive("DriveUpdate");

    static final StrictBody INVITE = StrictBody.of("DriveItemInvite")
            .with(
                    StrictBody.Kind.LIST,
                    "recipients",
                    StrictBody.of("DriveRecipient")
                            .with(StrictBody.Kind.TEXT, "objectId", "@libre.graph.recipient.type"))
            .with(StrictBody.Kind.LIST, "roles")
            .with(StrictBody.Kind.TEXT, "expirationDateTime")
            .leavingOut(LeftOut.SINGLE_ACTIONS, "@libre.graph.permissions.actions");

    static final StrictBody PERMISSION = StrictBody.of("Permission")
            .with(StrictBody.Kind.LIST, "roles")
            .with(StrictBody.Kind.TEXT, "expirationDateTime")
            .leavingOut(
                    LeftOut.SINGLE_ACTIONS,
                    "@libre.graph.permissions.actions",
                    "id",
                    "createdDateTime",
                    "grantedToV2",
                    "grantedToIdentities",
                    "link",
                    "invitation");

    private DriveBodies() {}

    private static StrictBody drive(String typeName) {
        return StrictBody.of(typeName)
                .with(StrictBody.Kind.TEXT, "name", "description", "driveAlias", "driveType", "id")
                .with(
                        StrictBody.Kind.OBJECT,
                        "quota",
                        StrictBody.of("Quota")
                                .with(StrictBody.Kind.INTEGER, "total", "used", "remaining", "deleted")
                                .with(StrictBody.Kind.TEXT, "state"))
                .leavingOut(LeftOut.DRIVE_MEMBERS, WRITTEN_BY_THE_SERVER);
    }
}
