package io.dezky.simulator.dns;

/** How the server treats a question. */
public enum DnsBehaviour {
    /** From its zones. */
    ANSWER,
    /** With the code REFUSED. */
    REFUSE,
    /** With the code SERVFAIL. */
    SERVFAIL,
    /** Not at all: the one who asks waits until it gives up. */
    TIME_OUT
}
