package io.dezky.simulator.stalwart.registry;

/**
 * Something that this simulator leaves out. The whole request is answered with 501 and this reason; calls that stood
 * before it in the request may have been done.
 */
public final class NotSimulated extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NotSimulated(String reason) {
        super(reason, null, false, false);
    }
}
