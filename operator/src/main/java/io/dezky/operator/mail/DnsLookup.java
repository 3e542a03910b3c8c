package io.dezky.operator.mail;

import java.util.List;

/** Asks resolvers. */
@FunctionalInterface
public interface DnsLookup {

    /**
     * What one resolver answers.
     *
     * @param resolver its name, for messages
     * @param answered whether it answered at all; a name that does not exist is an answer
     * @param values the records of the type, as they are written in a zone file; text without quotes and in one piece
     */
    record Reply(String resolver, boolean answered, List<String> values) {}

    /** Asks every resolver for the records of a type at a name; never from a cache. */
    List<Reply> ask(String name, String type);
}
