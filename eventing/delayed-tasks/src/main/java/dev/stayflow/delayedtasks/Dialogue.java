package dev.stayflow.delayedtasks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A short conversation with a Redis or a Sentinel, in its protocol RESP2, to find out what it is.
 * Redisson's errors do not tell the causes apart that users have to.
 */
final class Dialogue implements AutoCloseable {
  private static final int CONNECT_MILLIS = (int) RedissonConfig.CONNECT_WITHIN.toMillis();

  /** What a Redis does with a TLS greeting is to wait for its end. */
  private static final int GREETING_MILLIS = 1000;

  private final String node;
  private final boolean tls;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /**
   * An answer.
   *
   * @param error empty when it is none
   * @param texts one, those of a list, or none for nil
   */
  record Answer(String error, List<String> texts) {
    boolean isError() {
      return !error.isEmpty();
    }

    String text() {
      return String.join("\n", texts);
    }
  }

  private Dialogue(String node, boolean tls, Socket socket) throws IOException {
    this.node = node;
    this.tls = tls;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /**
   * Connects to {@code host:port}.
   *
   * @throws RedisUnavailable when nobody is there
   * @throws RedisRefused when who is there speaks no TLS or is not to be trusted
   */
  static Dialogue open(String node, RedisSettings settings) {
    try {
      var socket = connect(node);
      socket.setSoTimeout((int) settings.answerWithin().toMillis());
      return new Dialogue(
          node, settings.tls(), settings.tls() ? secured(socket, node, settings) : socket);
    } catch (IOException e) {
      throw away(node, e);
    }
  }

  String node() {
    return node;
  }

  /**
   * Sends a command and awaits its answer.
   *
   * @throws RedisUnavailable when none comes
   * @throws RedisRefused when TLS is spoken there
   */
  Answer ask(List<String> words) {
    try {
      var command = new ByteArrayOutputStream();
      command.writeBytes("*%d\r\n".formatted(words.size()).getBytes(StandardCharsets.UTF_8));
      for (var word : words) {
        var bytes = word.getBytes(StandardCharsets.UTF_8);
        command.writeBytes("$%d\r\n".formatted(bytes.length).getBytes(StandardCharsets.UTF_8));
        command.writeBytes(bytes);
        command.writeBytes(new byte[] {'\r', '\n'});
      }
      command.writeTo(out);
      return answer();
    } catch (IOException e) {
      if (!tls && speaksTls(node)) {
        throw new RedisRefused(
            "Redis at " + node + " speaks TLS: use a URL that begins with rediss");
      }
      throw away(node, e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing is lost: all was said
    }
  }

  private Answer answer() throws IOException {
    var line = line();
    var rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> new Answer("", List.of(rest));
      case '-' -> new Answer(rest, List.of());
      case '$' -> text(Integer.parseInt(rest));
      case '*' -> list(Integer.parseInt(rest));
      default -> throw new IOException("no Redis answers there");
    };
  }

  private Answer text(int length) throws IOException {
    if (length < 0) {
      return new Answer("", List.of());
    }
    var text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    in.skipNBytes(2);
    return new Answer("", List.of(text));
  }

  private Answer list(int length) throws IOException {
    var texts = new ArrayList<String>();
    for (var i = 0; i < length; i++) {
      texts.addAll(answer().texts());
    }
    return new Answer("", List.copyOf(texts));
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      line.write(next);
    }
    if (line.size() < 2) {
      throw new IOException("no Redis answers there");
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  private static Socket connect(String node) throws IOException {
    var colon = node.lastIndexOf(':');
    var host = node.substring(0, colon).replaceAll("[\\[\\]]", "");
    var socket = new Socket();
    socket.connect(
        new InetSocketAddress(host, Integer.parseInt(node.substring(colon + 1))), CONNECT_MILLIS);
    return socket;
  }

  private static Socket secured(Socket plain, String node, RedisSettings settings)
      throws IOException {
    try {
      return handshake(plain, node, settings);
    } catch (IOException e) {
      plain.close();
      if (causeOf(e, CertificateException.class) instanceof CertificateException certificate) {
        throw new RedisRefused(
            "The certificate of Redis at %s is not to be trusted (%s): name its authority's certificate, and have the host's name in it"
                .formatted(node, certificate.getMessage()));
      }
      if (speaksPlainly(node)) {
        throw new RedisRefused(
            "Redis at " + node + " speaks no TLS: use a URL that begins with redis, not rediss");
      }
      throw e;
    }
  }

  private static Socket handshake(Socket plain, String node, RedisSettings settings)
      throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, TrustedAuthorities.trust(settings.authorities()).getTrustManagers(), null);
      var host = node.substring(0, node.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
      var secured =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
      var verifying = secured.getSSLParameters();
      verifying.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(verifying);
      secured.startHandshake();
      return secured;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  private static boolean speaksTls(String node) {
    try (var plain = connect(node)) {
      plain.setSoTimeout(GREETING_MILLIS);
      handshake(plain, node, RedisSettings.of("rediss://" + node));
      return true;
    } catch (SSLHandshakeException e) {
      return causeOf(e, EOFException.class) == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean speaksPlainly(String node) {
    try (var plain = connect(node)) {
      plain.setSoTimeout(GREETING_MILLIS);
      plain.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      var first = plain.getInputStream().read();
      return first == '+' || first == '-';
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable Throwable causeOf(Throwable e, Class<? extends Throwable> type) {
    if (type.isInstance(e)) {
      return e;
    }
    return e.getCause() == null ? null : causeOf(e.getCause(), type);
  }

  private static RedisUnavailable away(String node, IOException e) {
    var why = e instanceof UnknownHostException ? "no host has this name" : e.getMessage();
    return new RedisUnavailable("Redis at %s does not answer: %s".formatted(node, why), e);
  }
}
