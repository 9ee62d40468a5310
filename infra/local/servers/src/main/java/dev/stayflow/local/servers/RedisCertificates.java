package dev.stayflow.local.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority made up on the spot and a server's certificate of it, as PEM files: for
 * tests of TLS. Made by the keytool of the JDK that runs this.
 */
public final class RedisCertificates {
  private static final String PASSWORD = "changeit";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path directory;

  private RedisCertificates(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes both, the server's for localhost.
   *
   * @param directory gets the files, and is the caller's to delete
   */
  public static RedisCertificates make(Path directory) {
    return make(directory, "dns:localhost,ip:127.0.0.1");
  }

  /**
   * Like {@link #make(Path)}.
   *
   * @param names of the server, in keytool's words
   */
  public static RedisCertificates make(Path directory, String names) {
    var store = directory.resolve("keys.p12");
    keytool(directory, store, "ca", List.of("-ext", "bc:c"));
    keytool(directory, store, "server", List.of("-signer", "ca", "-ext", "san=" + names));
    var certificates = new RedisCertificates(directory);
    try {
      certificates.export(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new ServerFailure("Cannot write certificates into " + directory, e);
    }
    return certificates;
  }

  /** The authority's certificate, which clients are to trust. */
  public Path authority() {
    return directory.resolve("ca.crt");
  }

  /** What lets a Redis speak TLS on another port, beside its own; clients need no certificate. */
  public String[] options(int tlsPort) {
    return new String[] {
      "--tls-port",
      Integer.toString(tlsPort),
      "--tls-cert-file",
      directory.resolve("server.crt").toString(),
      "--tls-key-file",
      directory.resolve("server.key").toString(),
      "--tls-ca-cert-file",
      authority().toString(),
      "--tls-auth-clients",
      "no"
    };
  }

  private static void keytool(Path directory, Path store, String alias, List<String> more) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-dname",
                "CN=Stayflow test " + alias,
                "-keyalg",
                "EC",
                "-validity",
                "2"));
    command.addAll(more);
    try (var state = StateDirectory.hold("keytool", directory)) {
      NativeProcess.run("keytool", state, command, LIMIT);
    }
  }

  private void export(Path file) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    write(authority(), "CERTIFICATE", store.getCertificate("ca").getEncoded());
    write(
        directory.resolve("server.crt"),
        "CERTIFICATE",
        store.getCertificate("server").getEncoded());
    write(
        directory.resolve("server.key"),
        "PRIVATE KEY",
        store.getKey("server", PASSWORD.toCharArray()).getEncoded());
  }

  private static void write(Path file, String what, byte[] content) throws IOException {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file,
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, lines),
        StandardCharsets.US_ASCII);
  }
}
