package io.dezky.operator.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;

/** TLS is always verified. There is no switch that turns it off; an own CA can be added. */
final class Tls {

    private Tls() {}

    static OkHttpClient.Builder configure(OkHttpClient.Builder client, Path caFile) {
        // TLS 1.2 and 1.3; plain HTTP stays possible for systems inside the cluster and for tests.
        client.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT));
        if (caFile == null) {
            return client;
        }
        HandshakeCertificates.Builder trusted = new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
        authorities(caFile).forEach(trusted::addTrustedCertificate);
        HandshakeCertificates certificates = trusted.build();
        return client.sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager());
    }

    private static List<X509Certificate> authorities(Path caFile) {
        try (InputStream pem = Files.newInputStream(caFile)) {
            List<X509Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (authorities.isEmpty()) {
                throw new IllegalArgumentException("The CA file " + caFile + " holds no certificate.");
            }
            return authorities;
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException("The CA file " + caFile + " can't be read as PEM certificates.", e);
        }
    }
}
