package dev.stayflow.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a Knative SinkBinding puts into the environment.
 *
 * @param overrides extension attributes that every event gets
 * @param trust accepts the certificates of {@code K_CA_CERTS} beside the system's, or nothing when
 *     the system's suffice
 */
record SinkBinding(URI sink, Map<String, String> overrides, Optional<SSLSocketFactory> trust) {
  private record CloudEventOverrides(@Nullable Map<String, String> extensions) {}

  static SinkBinding from(Settings settings) {
    URI sink = settings.uri("K_SINK");
    return new SinkBinding(sink, overrides(settings), trust(settings));
  }

  private static Map<String, String> overrides(Settings settings) {
    Optional<String> json = settings.optional("K_CE_OVERRIDES");
    if (json.isEmpty()) {
      return Map.of();
    }
    try {
      var overrides = JsonMapper.shared().readValue(json.get(), CloudEventOverrides.class);
      return overrides.extensions() == null ? Map.of() : Map.copyOf(overrides.extensions());
    } catch (JacksonException notThatJson) {
      settings.reject("K_CE_OVERRIDES", "JSON such as {\"extensions\":{\"name\":\"value\"}}");
      return Map.of();
    }
  }

  private static Optional<SSLSocketFactory> trust(Settings settings) {
    Optional<String> pem = settings.optional("K_CA_CERTS");
    try {
      return pem.isEmpty() ? Optional.empty() : Optional.of(trusting(pem.get()));
    } catch (GeneralSecurityException | IOException notCertificates) {
      settings.reject("K_CA_CERTS", "certificates in PEM format");
      return Optional.empty();
    }
  }

  private static SSLSocketFactory trusting(String pem)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    var factory = CertificateFactory.getInstance("X.509");
    var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    for (Certificate certificate : factory.generateCertificates(bytes)) {
      trusted.setCertificateEntry("given-" + trusted.size(), certificate);
    }
    for (X509Certificate certificate : trustManager(null).getAcceptedIssuers()) {
      trusted.setCertificateEntry("system-" + trusted.size(), certificate);
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new X509TrustManager[] {trustManager(trusted)}, null);
    return context.getSocketFactory();
  }

  /**
   * @param trusted nothing for the system's certificates
   */
  private static X509TrustManager trustManager(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }
}
