package dev.stayflow.runtime;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * For a client that is known to make no connection by TLS; one that tries fails. Left to itself an
 * HTTP client of the JDK sets TLS up and reads all of the system's certificates, which is a good
 * part of a start.
 */
final class NoTls extends SSLContext {
  NoTls() {
    super(new Nothing(), null, "none");
  }

  private static final class Nothing extends SSLContextSpi {
    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys,
        TrustManager @Nullable [] trust,
        @Nullable SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("there is no TLS here");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      throw unexpected();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      throw unexpected();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      throw unexpected();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      throw unexpected();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      throw unexpected();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      throw unexpected();
    }

    /** Asked for by a client when it is made. */
    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return new SSLParameters(new String[0], new String[] {"TLSv1.3"});
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return engineGetDefaultSSLParameters();
    }

    private static UnsupportedOperationException unexpected() {
      return new UnsupportedOperationException("a connection by TLS to an address that is none");
    }
  }
}
