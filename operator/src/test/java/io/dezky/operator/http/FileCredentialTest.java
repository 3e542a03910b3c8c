package io.dezky.operator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCredentialTest {

    @TempDir
    private Path folder;

    private final Setting setting = new Setting();
    private final AnyServer server = AnyServer.plain();
    private Path file;
    private SystemHttp http;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("token");
        Files.writeString(file, "first-token\n");
        http = setting.to(server.url(), FileCredential.bearer("authentik", file, setting.clock));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aTokenIsSentWithoutTheBlanksAroundIt() {
        server.then(200, "{}");

        http.send(Setting.READ);

        assertThat(server.seen().get(0).header("Authorization")).isEqualTo("Bearer first-token");
    }

    @Test
    void aPasswordIsSentWithItsUserName() throws IOException {
        server.then(200, "{}");
        Files.writeString(file, "p\u00e4ss word\n");

        setting.to(server.url(), FileCredential.basic("ocis", "admin", file, setting.clock))
                .send(Setting.READ);

        String sent = server.seen().get(0).header("Authorization").replaceFirst("Basic ", "");
        assertThat(new String(Base64.getDecoder().decode(sent), StandardCharsets.ISO_8859_1))
                .startsWith("admin:p");
    }

    @Test
    void aChangedFileCountsAtTheNextCall() throws IOException {
        server.then(200, "{}");
        http.send(Setting.READ);

        Files.writeString(file, "second-token");
        http.send(Setting.READ);

        assertThat(server.seen().get(1).header("Authorization")).isEqualTo("Bearer second-token");
    }

    @Test
    void aFileThatIsReplacedByALinkToAnotherAsKubernetesDoesCountsAtTheNextCall() throws IOException {
        server.then(200, "{}");
        Path data = Files.createDirectory(folder.resolve("..1"));
        Files.writeString(data.resolve("token"), "mounted-1");
        Path link = folder.resolve("mounted");
        Files.createSymbolicLink(link, data.resolve("token"));
        SystemHttp mounted = setting.to(server.url(), FileCredential.bearer("authentik", link, setting.clock));
        mounted.send(Setting.READ);

        Path newer = Files.createDirectory(folder.resolve("..2"));
        Files.writeString(newer.resolve("token"), "mounted-2");
        Files.delete(link);
        Files.createSymbolicLink(link, newer.resolve("token"));
        mounted.send(Setting.READ);

        assertThat(server.seen().get(1).header("Authorization")).isEqualTo("Bearer mounted-2");
    }

    @Test
    void aRefusedTokenIsNotSentAgainUntilTheFileChanges() throws IOException {
        server.then(401, "{}");
        refused();
        refused();
        refused();
        assertThat(server.seen()).hasSize(1);

        Files.writeString(file, "second-token");
        refused();

        assertThat(server.seen()).hasSize(2);
    }

    @Test
    void aRefusedTokenIsTriedOnceMoreAfterAnHour() {
        server.then(401, "{}").then(200, "{}");
        refused();

        setting.advance(Duration.ofMinutes(59));
        refused();
        setting.advance(Duration.ofMinutes(1));

        assertThat(http.send(Setting.READ).status()).isEqualTo(200);
        assertThat(http.send(Setting.READ).status())
                .as("and counts from then on")
                .isEqualTo(200);
    }

    @Test
    void aTokenThatWasReplacedWhileItWasRefusedIsTakenAtOnce() {
        server.then(exchange -> {
                    Files.writeString(file, "second-token");
                    AnyServer.send(exchange, 401, "{}");
                })
                .then(200, "{}");

        assertThat(http.send(Setting.READ).status()).isEqualTo(200);
        assertThat(server.seen().get(1).header("Authorization")).isEqualTo("Bearer second-token");
    }

    @Test
    void whenTheReplacementIsRefusedTooThatIsTheEnd() {
        server.then(exchange -> {
                    Files.writeString(file, "second-token");
                    AnyServer.send(exchange, 401, "{}");
                })
                .then(401, "{}");

        refused();

        assertThat(server.seen()).hasSize(2);
        refused();
        assertThat(server.seen()).hasSize(2);
    }

    @Test
    void theMessageIsTheSameAtEveryTryAndNamesSystemPlaceFileAndMendAndNotTheToken() {
        server.then(401, "{}");

        String first = refused();
        String second = refused();

        assertThat(first).isEqualTo(second);
        assertThat(first)
                .contains("Authentik at http://localhost", file.toString(), "Put a valid one into the Secret")
                .doesNotContain("first-token");
    }

    private String refused() {
        try {
            http.send(Setting.READ);
        } catch (ExternalException.Unauthorized refused) {
            assertThat(refused.reason()).isEqualTo("Unauthorized");
            return refused.getMessage();
        }
        throw new AssertionError("not refused");
    }

    @Test
    void aMissingFileIsSaidAndNothingIsSent() throws IOException {
        Files.delete(file);

        isMissing("can't be read");
    }

    @Test
    void anEmptyFileIsSaidAndNothingIsSent() throws IOException {
        Files.writeString(file, " \n");

        isMissing("is empty");
    }

    @Test
    void aFileThatHoldsMoreThanATokenIsSaidAndNothingIsSent() throws IOException {
        Files.writeString(file, "token: abc\nother: def\n");

        isMissing("holds more than one word");
    }

    @Test
    void aFileOfLettersThatNoHeaderTakesIsSaidAndNothingIsSent() throws IOException {
        Files.writeString(file, "t\u00f6ken");

        isMissing("letters that no token has");
    }

    @Test
    void aFileThatIsNoTextIsSaidAndNothingIsSent() throws IOException {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        isMissing("can't be read");
    }

    private void isMissing(String why) {
        assertThatThrownBy(() -> http.send(Setting.READ))
                .isInstanceOf(ExternalException.Unauthorized.class)
                .hasMessageContaining("authentik")
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why)
                .hasMessageContaining("Mount a Secret")
                .extracting(e -> ((ExternalException) e).reason())
                .isEqualTo("CredentialMissing");
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void aCredentialAsTextShowsItsFileAndNotItsValue() {
        assertThat(FileCredential.bearer("authentik", file, setting.clock)).hasToString("credential in " + file);
    }
}
