/** Tests of kubectl-dezky: offline with a kubectl that is made for the test, and against a real API server. */
package io.dezky.cli;
