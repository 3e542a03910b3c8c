package io.dezky.simulator.authentik.rest;

import io.dezky.simulator.http.Answer;

/** Answers one method of one path. */
@FunctionalInterface
public interface Handler {

    /** The answer; a {@link Problem} is thrown for what is refused. */
    Answer handle(Call call);
}
