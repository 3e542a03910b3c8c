package io.dezky.platform.v1alpha1;

/** The types of conditions that stand in {@code status.conditions}. */
public final class ConditionTypes {

    /** All that the operator answers for is as the spec wants it. */
    public static final String READY = "Ready";

    /** Present, and true, while work goes on. */
    public static final String RECONCILING = "Reconciling";

    /** Present, and true, while nothing goes on until somebody changes something. */
    public static final String STALLED = "Stalled";

    /** Present, and true, while {@link Annotations#PAUSED} is set. */
    public static final String PAUSED = "Paused";

    /** Tenant: Authentik is as the spec wants it. */
    public static final String IDENTITY_READY = "IdentityReady";

    /** Tenant: Stalwart is as the spec wants it. */
    public static final String MAIL_READY = "MailReady";

    /** Tenant: oCIS is as the spec wants it. */
    public static final String FILES_READY = "FilesReady";

    /** Tenant: the Secret with the client's credentials is written. */
    public static final String CREDENTIALS_READY = "CredentialsReady";

    /** Tenant: each administrator that the spec names has its TenantInvite. Present only where the spec names some. */
    public static final String ADMINS_INVITED = "AdminsInvited";

    /** Tenant: the required DNS records were seen at the resolvers. No part of {@link #READY}: publishing them is the customer's work. */
    public static final String DNS_VERIFIED = "DnsVerified";

    /** Invite: the user exists, in its groups. */
    public static final String USER_PROVISIONED = "UserProvisioned";

    /** Invite: a credential was handed over. */
    public static final String CREDENTIAL_ISSUED = "CredentialIssued";

    /** Invite: the person has signed in. */
    public static final String ACCEPTED = "Accepted";

    private ConditionTypes() {}
}
