package dev.stayflow.delayedtasks;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities as Java's TLS wants them. */
final class TrustedAuthorities {
  private TrustedAuthorities() {}

  /**
   * Trust in these authorities only.
   *
   * @param authorities those of the Java runtime when empty
   */
  static TrustManagerFactory trust(List<Certificate> authorities) {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities.isEmpty() ? null : store(authorities));
      return trust;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot trust certificates", e);
    }
  }

  private static KeyStore store(List<Certificate> authorities)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    for (var authority : authorities) {
      store.setCertificateEntry(Integer.toString(store.size()), authority);
    }
    return store;
  }
}
