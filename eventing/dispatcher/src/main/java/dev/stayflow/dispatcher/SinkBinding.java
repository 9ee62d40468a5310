package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.settings.EnvironmentReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a Knative SinkBinding puts into the environment beside the sink itself. */
final class SinkBinding {
  private record Overrides(@Nullable Map<String, String> extensions) {}

  private SinkBinding() {}

  static Map<String, String> overrides(EnvironmentReader in) {
    var json = in.text("K_CE_OVERRIDES");
    if (json.isEmpty()) {
      return Map.of();
    }
    try {
      var overrides = JsonMapper.shared().readValue(json.get(), Overrides.class);
      var extensions = overrides == null ? null : overrides.extensions();
      return extensions == null ? Map.of() : Map.copyOf(extensions);
    } catch (JacksonException | NullPointerException e) { // an extension without a value
      in.reject("K_CE_OVERRIDES", "JSON such as {\"extensions\":{\"name\":\"value\"}}");
      return Map.of();
    }
  }

  static Optional<SSLContext> trust(EnvironmentReader in) {
    var pem = in.text("K_CA_CERTS");
    if (pem.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(trusting(pem.get()));
    } catch (GeneralSecurityException | IOException e) {
      in.reject("K_CA_CERTS", "certificates in PEM format");
      return Optional.empty();
    }
  }

  private static SSLContext trusting(String pem) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var given = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(given)) {
      store.setCertificateEntry("given-" + store.size(), certificate);
    }
    for (X509Certificate certificate : manager(null).getAcceptedIssuers()) {
      store.setCertificateEntry("system-" + store.size(), certificate);
    }
    var context = SSLContext.getInstance("TLS");
    context.init(null, new X509TrustManager[] {manager(store)}, null);
    return context;
  }

  /** Trusts a store's certificates, or the system's when there is none. */
  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }
}
