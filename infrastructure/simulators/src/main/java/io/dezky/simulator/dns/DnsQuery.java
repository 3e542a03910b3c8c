package io.dezky.simulator.dns;

/**
 * A question that came, and what became of it.
 *
 * @param transport {@code udp} or {@code tcp}
 * @param name absolute, in lower case
 * @param type as in {@code TXT}
 * @param code of the answer, as in {@code NOERROR}; {@code NONE} when there was no answer
 * @param records how many records answered
 * @param truncated whether the answer was cut, so that it has to be asked for again over TCP
 */
public record DnsQuery(String transport, String name, String type, String code, int records, boolean truncated) {}
