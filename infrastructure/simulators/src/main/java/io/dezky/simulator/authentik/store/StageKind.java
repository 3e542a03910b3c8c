package io.dezky.simulator.authentik.store;

/** The kinds of stages that the simulator knows. */
public enum StageKind {
    PROMPT("authentik_stages_prompt", "promptstage", "PromptStage", "Prompt Stage", "ak-stage-prompt-form"),
    USER_WRITE(
            "authentik_stages_user_write",
            "userwritestage",
            "UserWriteStage",
            "User Write Stage",
            "ak-stage-user-write-form"),
    USER_LOGIN(
            "authentik_stages_user_login",
            "userloginstage",
            "UserLoginStage",
            "User Login Stage",
            "ak-stage-user-login-form"),
    EMAIL("authentik_stages_email", "emailstage", "EmailStage", "Email Stage", "ak-stage-email-form"),
    /** Only in the default flows: the API for them is left out. */
    OTHER("authentik_flows", "stage", "Stage", "Stage", "");

    private final String app;
    private final String model;
    private final String title;
    private final String verboseName;
    private final String component;

    StageKind(String app, String model, String title, String verboseName, String component) {
        this.app = app;
        this.model = model;
        this.title = title;
        this.verboseName = verboseName;
        this.component = component;
    }

    public String app() {
        return app;
    }

    public String model() {
        return model;
    }

    public String title() {
        return title;
    }

    public String verboseName() {
        return verboseName;
    }

    public String component() {
        return component;
    }
}
