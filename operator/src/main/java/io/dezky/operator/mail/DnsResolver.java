package io.dezky.operator.mail;

import java.util.List;

/** One DNS resolver. */
public interface DnsResolver {

    /** Its name, for messages. */
    String name();

    /** Asks for the records of a type at a name; never from a cache of the operator's own. */
    Reply ask(String name, String type);

    /** What it says. */
    sealed interface Reply {

        /**
         * The records; none when the name has none, or does not exist.
         *
         * @param values as they are written in a zone file; text without quotes and in one piece
         */
        record Records(List<String> values) implements Reply {
            public Records {
                values = List.copyOf(values);
            }
        }

        /**
         * It answers that it can't say.
         *
         * @param code such as {@code SERVFAIL}
         */
        record Failure(String code) implements Reply {}

        /** It does not answer. */
        record Silence() implements Reply {}
    }
}
