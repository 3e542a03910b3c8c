package io.dezky.kubernetes;

/** The API could not be started or did not answer; the message holds the end of the log of the process that failed. */
public final class KubernetesApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KubernetesApiException(String message) {
        super(message);
    }

    KubernetesApiException(String message, Throwable cause) {
        super(message, cause);
    }
}
