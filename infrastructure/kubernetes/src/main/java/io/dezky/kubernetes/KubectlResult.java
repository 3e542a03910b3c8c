package io.dezky.kubernetes;

/**
 * What one run of kubectl gave.
 *
 * @param exitCode 0 for success
 * @param out standard output
 * @param err standard error: messages and warnings
 */
public record KubectlResult(int exitCode, String out, String err) {

    /** Both outputs, one after the other. */
    public String output() {
        return out + err;
    }

    public boolean succeeded() {
        return exitCode == 0;
    }
}
