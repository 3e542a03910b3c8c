package io.dezky.operator.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS is verified, always: certificates are made here, and none of them is known to the JDK. */
class TlsTest {

    private static final HeldCertificate CA = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("Test CA")
            .build();

    @TempDir
    private Path folder;

    private final Setting setting = new Setting();

    private static HeldCertificate.Builder signed(String host) {
        return new HeldCertificate.Builder().signedBy(CA).commonName(host).addSubjectAlternativeName(host);
    }

    private static AnyServer server(HeldCertificate certificate) {
        HandshakeCertificates held =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        return AnyServer.withTls(held.sslContext()).then(200, "{}");
    }

    private Path pem(String... certificates) {
        try {
            return Files.writeString(folder.resolve("ca.pem"), String.join("\n", certificates));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void isRefused(AnyServer server) {
        SystemHttp http = setting.to(server.url());

        ExternalException.Transient trouble =
                catchThrowableOfType(ExternalException.Transient.class, () -> http.send(Setting.WRITE));

        assertThat(trouble)
                .hasMessageContaining("Authentik at https://localhost")
                .hasMessageContaining("is not trusted, is not for this host or has expired")
                .hasMessageContaining("caFile");
        assertThat(trouble.effectUnknown()).as("nothing was sent").isFalse();
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void aSelfSignedCertificateIsRefused() {
        HeldCertificate selfSigned = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        try (AnyServer server = server(selfSigned)) {
            isRefused(server);
        }
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() {
        try (AnyServer server = server(signed("localhost").build())) {
            isRefused(server);
        }
    }

    @Test
    void aCertificateOfAnAuthorityInTheCaFileIsAccepted() {
        setting.caFile = pem(CA.certificatePem());
        try (AnyServer server = server(signed("localhost").build())) {
            assertThat(setting.to(server.url()).send(Setting.READ).status()).isEqualTo(200);
        }
    }

    @Test
    void aSelfSignedCertificateInTheCaFileIsAccepted() {
        HeldCertificate selfSigned = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        setting.caFile = pem(selfSigned.certificatePem());
        try (AnyServer server = server(selfSigned)) {
            assertThat(setting.to(server.url()).send(Setting.READ).status()).isEqualTo(200);
        }
    }

    @Test
    void theCaFileMayHoldSeveralAuthorities() {
        HeldCertificate other =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        setting.caFile = pem(other.certificatePem(), CA.certificatePem());
        try (AnyServer server = server(signed("localhost").build())) {
            assertThat(setting.to(server.url()).send(Setting.READ).status()).isEqualTo(200);
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefusedThoughItsAuthorityIsTrusted() {
        setting.caFile = pem(CA.certificatePem());
        try (AnyServer server = server(signed("elsewhere.test").build())) {
            isRefused(server);
        }
    }

    @Test
    void aCertificateThatHasExpiredIsRefusedThoughItsAuthorityIsTrusted() {
        setting.caFile = pem(CA.certificatePem());
        long now = System.currentTimeMillis();
        HeldCertificate expired = signed("localhost")
                .validityInterval(now - TimeUnit.DAYS.toMillis(2), now - TimeUnit.DAYS.toMillis(1))
                .build();
        try (AnyServer server = server(expired)) {
            isRefused(server);
        }
    }

    @Test
    void anAuthorityOfAnotherSystemIsNotTrustedHere() {
        setting.caFile = pem(
                new HeldCertificate.Builder().certificateAuthority(0).build().certificatePem());
        try (AnyServer server = server(signed("localhost").build())) {
            isRefused(server);
        }
    }

    @Test
    void aServerWithoutTlsBehindAnHttpsUrlIsRefused() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerInPlain(plain));
            answering.start();
            SystemHttp http = setting.to(URI.create("https://localhost:" + plain.getLocalPort()));

            assertThatThrownBy(() -> http.send(Setting.READ))
                    .isInstanceOf(ExternalException.Transient.class)
                    .hasMessageContaining("there is no TLS");
        }
    }

    private static void answerInPlain(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
            } catch (IOException over) {
                // The test is over, or the client has seen enough.
            }
        }
    }

    @Test
    void aCaFileThatIsNoCertificateIsSaidAtTheStart() {
        setting.caFile = pem("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");

        assertThatThrownBy(() -> setting.to(URI.create("https://localhost")))
                .hasMessageContaining("CA file")
                .hasMessageContaining(setting.caFile.toString());
    }

    @Test
    void aCaFileWithoutAnyCertificateIsSaidAtTheStart() {
        setting.caFile = pem("");

        assertThatThrownBy(() -> setting.to(URI.create("https://localhost")))
                .hasMessageContaining("CA file")
                .hasMessageContaining("holds no certificate");
    }
}
