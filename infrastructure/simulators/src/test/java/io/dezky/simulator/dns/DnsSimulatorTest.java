package io.dezky.simulator.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dezky.simulator.client.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class DnsSimulatorTest {

    /** As Stalwart writes it: no times to live, long texts over several lines. */
    private static final String SNIPPET = """
            r1._domainkey.acme.test. IN TXT (
                "v=DKIM1; k=rsa; h=sha256; p=%s"
                "%s"
            )
            acme.test. IN TXT "v=spf1 mx -all"
            acme.test. IN MX 10 mail.dezky.test.
            _imaps._tcp.acme.test. IN SRV 0 1 993 mail.dezky.test.
            mta-sts.acme.test. IN CNAME mail.dezky.test.
            """.formatted("A".repeat(220), "B".repeat(180));

    private DnsSimulator dns;

    @BeforeEach
    void start() {
        dns = DnsSimulator.start(0);
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void aSnippetOfTheMailServerIsServedAsItIs() throws IOException {
        assertThat(dns.publish(SNIPPET)).isEqualTo(5);
        assertThat(values("acme.test", "TXT")).containsExactly("\"v=spf1 mx -all\"");
        assertThat(values("acme.test", "MX")).containsExactly("10 mail.dezky.test.");
        assertThat(values("_imaps._tcp.acme.test", "SRV")).containsExactly("0 1 993 mail.dezky.test.");
        TXTRecord key = (TXTRecord)
                ask("r1._domainkey.acme.test", "TXT").getSection(Section.ANSWER).get(0);
        assertThat(String.join("", key.getStrings()))
                .startsWith("v=DKIM1; k=rsa")
                .endsWith("B".repeat(180));
    }

    @Test
    void namesAreFoundWhateverTheirCaseAndNeedNoDotInTheText() throws IOException {
        dns.publish("Acme.TEST IN TXT \"x\"");
        assertThat(values("aCME.test", "TXT")).hasSize(1);
    }

    @Test
    void aNameThatDoesNotExistIsNxdomain() throws IOException {
        dns.publish(SNIPPET);
        assertThat(code("other.acme.test", "TXT")).isEqualTo(Rcode.NXDOMAIN);
        assertThat(code("zeta.test", "TXT")).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void aNameWithoutRecordsOfTheTypeHasNoDataButExists() throws IOException {
        dns.publish(SNIPPET);
        assertThat(values("acme.test", "AAAA")).isEmpty();
        assertThat(code("acme.test", "AAAA")).isEqualTo(Rcode.NOERROR);
        assertThat(code("_domainkey.acme.test", "TXT"))
                .as("a name that only has names below it")
                .isEqualTo(Rcode.NOERROR);
    }

    @Test
    void anEmptyAnswerCarriesTheStartOfAuthorityWhereThereIsOne() throws IOException {
        dns.publish("acme.test. 300 IN SOA ns.acme.test. root.acme.test. 1 2 3 4 5");
        assertThat(ask("x.acme.test", "TXT").getSection(Section.AUTHORITY))
                .singleElement()
                .extracting(Record::getType)
                .isEqualTo(Type.SOA);
    }

    @Test
    void anAliasIsFollowed() throws IOException {
        dns.publish(SNIPPET + "mail.dezky.test. IN A 192.0.2.1\n");
        assertThat(values("mta-sts.acme.test", "A")).containsExactly("mail.dezky.test.", "192.0.2.1");
        assertThat(values("mta-sts.acme.test", "CNAME")).containsExactly("mail.dezky.test.");
    }

    @Test
    void anAliasToNowhereShowsItselfAndNxdomain() throws IOException {
        dns.publish(SNIPPET);
        assertThat(values("mta-sts.acme.test", "A")).containsExactly("mail.dezky.test.");
        assertThat(code("mta-sts.acme.test", "A")).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void aliasesInACircleAreAServerFailure() throws IOException {
        dns.publish("a.test. IN CNAME b.test.\nb.test. IN CNAME a.test.\n");
        assertThat(code("a.test", "TXT")).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void aWildcardAnswersForNamesThatAreNotThere() throws IOException {
        dns.publish("*.acme.test. IN TXT \"any\"\nthere.acme.test. IN TXT \"own\"\n");
        assertThat(values("x.y.acme.test", "TXT")).containsExactly("\"any\"");
        assertThat(values("there.acme.test", "TXT")).containsExactly("\"own\"");
        assertThat(code("below.there.acme.test", "TXT")).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void publishingAddsAndReplacingTakesThePlaceOfAll() throws IOException {
        dns.publish("acme.test. IN TXT \"one\"");
        dns.publish("acme.test. IN TXT \"two\"\nacme.test. IN TXT \"one\"\n");
        assertThat(values("acme.test", "TXT")).containsExactlyInAnyOrder("\"one\"", "\"two\"");
        dns.replace("acme.test. IN TXT \"three\"");
        assertThat(values("acme.test", "TXT")).containsExactly("\"three\"");
        dns.clear();
        assertThat(code("acme.test", "TXT")).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void withdrawingTakesBackOneTypeOfOneName() throws IOException {
        dns.publish(SNIPPET);
        assertThat(dns.withdraw("ACME.test", "TXT")).isEqualTo(1);
        assertThat(dns.withdraw("acme.test.", "TXT")).isZero();
        assertThat(values("acme.test", "TXT")).isEmpty();
        assertThat(values("acme.test", "MX")).hasSize(1);
    }

    @Test
    void aTextThatCannotBeReadChangesNothing() {
        dns.publish(SNIPPET);
        String before = dns.zone();
        assertThatThrownBy(() -> dns.publish("a.test. IN TXT \"x\"\nb.test. IN MX nonsense\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no zone text");
        assertThat(dns.zone()).isEqualTo(before);
    }

    @Test
    void whatItShowsCanBePublishedAgain() {
        dns.publish(SNIPPET);
        String shown = dns.zone();
        dns.replace(shown);
        assertThat(dns.zone()).isEqualTo(shown);
    }

    @Test
    void aLargeAnswerIsCutOverUdpAndWholeOverTcp() throws IOException {
        dns.publish("big.test. IN TXT " + ("\"" + "x".repeat(250) + "\" ").repeat(12));
        Message answer = ask("big.test", "TXT");
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
        assertThat(dns.queries()).extracting(DnsQuery::transport).containsExactly("udp", "tcp");
        assertThat(dns.queries()).extracting(DnsQuery::truncated).containsExactly(true, false);
    }

    @Test
    void itRefusesFailsOrSaysNothingOnCommand() throws IOException {
        dns.publish(SNIPPET);
        dns.behave(DnsBehaviour.SERVFAIL);
        assertThat(code("acme.test", "TXT")).isEqualTo(Rcode.SERVFAIL);
        dns.behave("acme.test", DnsBehaviour.REFUSE);
        assertThat(code("acme.test", "TXT")).isEqualTo(Rcode.REFUSED);
        dns.behave("acme.test", DnsBehaviour.TIME_OUT);
        assertThatThrownBy(() -> ask("acme.test", "TXT")).isInstanceOf(IOException.class);
        dns.behaveNormally();
        assertThat(values("acme.test", "TXT")).hasSize(1);
    }

    @Test
    void everyQuestionIsLogged() throws IOException {
        ask("Acme.test", "MX");
        assertThat(dns.queries()).containsExactly(new DnsQuery("udp", "acme.test.", "MX", "NXDOMAIN", 0, false));
        dns.clearQueries();
        assertThat(dns.queries()).isEmpty();
    }

    @Test
    void aPersonPublishesAndLooksWithCurl() throws IOException {
        TestClient control = TestClient.at(dns.controlUrl());
        assertThat(control.post("/_simulator/zone", SNIPPET)
                        .json()
                        .get("records")
                        .asInt())
                .isEqualTo(5);
        assertThat(values("acme.test", "MX")).hasSize(1);
        assertThat(control.get("/_simulator/zone").text()).contains("v=spf1 mx -all");
        assertThat(control.send("DELETE", "/_simulator/zone?name=acme.test&type=MX", null)
                        .status())
                .isEqualTo(200);
        assertThat(values("acme.test", "MX")).isEmpty();
        assertThat(control.post("/_simulator/zone", "nonsense (").status()).isEqualTo(400);
        control.send("PUT", "/_simulator/behaviour", "{\"behaviour\": \"refuse\"}");
        assertThat(code("acme.test", "TXT")).isEqualTo(Rcode.REFUSED);
        control.delete("/_simulator/behaviour");
        JsonNode queries = control.get("/_simulator/queries").json();
        assertThat(queries).hasSize(3);
        assertThat(queries.at("/2/code").asText()).isEqualTo("REFUSED");
        control.delete("/_simulator/zone");
        assertThat(dns.zone()).isEmpty();
    }

    private Message ask(String name, String type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(dns.address());
        resolver.setTimeout(Duration.ofMillis(700));
        Record question = Record.newRecord(Name.fromString(name, Name.root), Type.value(type), DClass.IN);
        return resolver.send(Message.newQuery(question));
    }

    private int code(String name, String type) throws IOException {
        return ask(name, type).getRcode();
    }

    private List<String> values(String name, String type) throws IOException {
        return ask(name, type).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }
}
