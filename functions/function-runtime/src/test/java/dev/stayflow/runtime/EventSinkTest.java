package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;

class EventSinkTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final CloudEvent EVENT =
      CloudEventBuilder.v1()
          .withId("1")
          .withSource(URI.create("/test"))
          .withType("happened")
          .withSubject("HSO1")
          .withData("application/json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
          .withExtension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
          .withExtension("partitionkey", "HSO1")
          .build();

  private final RecordingSink broker = RecordingSink.start();
  private final EventSink sink = EventSink.at(broker.uri());

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void anEventArrivesAsItWas() {
    assertThat(sink.publish(EVENT, LIMIT)).isEqualTo(new Publication.Accepted());

    assertThat(broker.events()).containsExactly(EVENT);
    assertThat(broker.deliveries().getFirst().headers())
        .containsEntry("ce-id", "1")
        .containsEntry("content-type", "application/json");
  }

  @Test
  void anEventWithoutDataSaysNothingOfItsContent() {
    CloudEvent empty = CloudEventBuilder.v1(EVENT).withoutData().withoutDataContentType().build();

    assertThat(sink.publish(empty, LIMIT)).isEqualTo(new Publication.Accepted());

    assertThat(broker.events()).containsExactly(empty);
    assertThat(broker.deliveries().getFirst().headers()).doesNotContainKey("content-type");
  }

  @Test
  void theTokenThatASinkBindingMountsIsSentAsItIsThen(@TempDir Path mount) throws IOException {
    Path file = mount.resolve("token");
    EventSink known = EventSink.at(broker.uri(), new SinkToken(file));
    known.publish(EVENT, LIMIT);
    Files.writeString(file, "first\n");
    known.publish(EVENT, LIMIT);
    Files.writeString(file, "renewed");
    known.publish(EVENT, LIMIT);

    assertThat(broker.deliveries())
        .extracting(delivery -> delivery.headers().get("authorization"))
        .containsExactly(null, "Bearer first", "Bearer renewed");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 405, 410, 413, 415, 422})
  void anAnswerThatWillNotChangeRefusesTheEventForGood(int status) {
    broker.answer(status, "attribute deliverat is not a time");

    assertThat(sink.publish(EVENT, LIMIT))
        .isEqualTo(
            new Publication.Refused(
                status, "the sink answered " + status + ": attribute deliverat is not a time"));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 404, 408, 409, 425, 429, 500, 502, 503, 504})
  void anAnswerThatMayChangeIsToBeAskedForAgain(int status) {
    broker.answer(status);

    assertThat(sink.publish(EVENT, LIMIT))
        .isEqualTo(new Publication.Unavailable("the sink answered " + status));
    assertThat(broker.events()).isEmpty();
  }

  @Test
  void aSinkThatHangsCostsTheLimitAndNoMore() {
    broker.hang();
    long begun = System.nanoTime();

    assertThat(sink.publish(EVENT, Duration.ofMillis(300)))
        .isInstanceOf(Publication.Unavailable.class);

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofMillis(300), LIMIT);
    broker.answer(202);
    assertThat(sink.publish(EVENT, LIMIT)).isInstanceOf(Publication.Accepted.class);
  }

  @Test
  void aSinkThatIsNotThereIsUnavailable() {
    broker.close();

    assertThat(sink.publish(EVENT, LIMIT)).isInstanceOf(Publication.Unavailable.class);
  }

  @Test
  void aKeptConnectionThatTheSinkHasClosedIsReplacedWithoutNotice() throws IOException {
    var connections = new AtomicInteger();
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerOnceAConnection(server, connections));
      EventSink toServer = EventSink.at(URI.create("http://localhost:" + server.getLocalPort()));
      for (int i = 0; i < 5; i++) {
        assertThat(toServer.publish(EVENT, LIMIT)).isEqualTo(new Publication.Accepted());
      }
    }
    assertThat(connections).hasValue(5);
  }

  /** Promises to keep each connection and closes it at the next request. */
  private static void answerOnceAConnection(ServerSocket server, AtomicInteger connections) {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> answerOnce(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void answerOnce(Socket connection) {
    try (connection) {
      read(connection);
      connection
          .getOutputStream()
          .write(
              "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      connection.getOutputStream().flush();
      read(connection);
    } catch (IOException closed) {
      // the client has gone
    }
  }

  private static void read(Socket connection) throws IOException {
    byte[] buffer = new byte[8192];
    var text = new StringBuilder();
    while (!text.toString().endsWith("{\"a\":1}")) {
      int read = connection.getInputStream().read(buffer);
      if (read < 0) {
        return;
      }
      text.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void connectionsAreKept() throws IOException {
    var connections = new AtomicInteger();
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> relay(server, broker.uri(), connections));
      EventSink toServer = EventSink.at(URI.create("http://localhost:" + server.getLocalPort()));
      for (int i = 0; i < 20; i++) {
        assertThat(toServer.publish(EVENT, LIMIT)).isEqualTo(new Publication.Accepted());
      }
    }
    assertThat(connections).hasValue(1);
    assertThat(broker.events()).hasSize(20);
  }

  private static void relay(ServerSocket from, URI to, AtomicInteger connections) {
    while (!from.isClosed()) {
      try {
        Socket client = from.accept();
        connections.incrementAndGet();
        var target = new Socket(InetAddress.getLoopbackAddress(), to.getPort());
        Thread.ofVirtual().start(() -> copy(client, target));
        Thread.ofVirtual().start(() -> copy(target, client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException closed) {
      // one end has gone
    }
  }

  @Test
  void overridesOfTheBindingBecomeAttributes() {
    var environment =
        Map.of(
            "PORT", "0",
            "K_SINK", broker.uri().toString(),
            "K_CE_OVERRIDES", "{\"extensions\":{\"tenant\":\"t1\",\"partitionkey\":\"other\"}}");
    try (var process = FunctionProcess.start("take-note", TakeNote.WITH_SINK, environment)) {
      assertThat(new TestClient(process.uri()).deliver(EVENT).status()).isEqualTo(202);
    }
    CloudEvent noted = broker.events("noted").getFirst();
    assertThat(noted.getExtension("tenant")).isEqualTo("t1");
    assertThat(noted.getExtension("partitionkey")).isEqualTo("other");
  }

  @Test
  void certificatesOfTheBindingAreTrusted(@TempDir Path directory) throws Exception {
    Path store = directory.resolve("keys.p12");
    keytool(
        "-genkeypair",
        "-keystore",
        store.toString(),
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost");
    Path pem = directory.resolve("ca.pem");
    keytool(
        "-exportcert",
        "-rfc",
        "-keystore",
        store.toString(),
        "-alias",
        "broker",
        "-file",
        pem.toString());
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(presenting(store)));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    server.start();
    var environment =
        Map.of(
            "K_SINK",
            "https://localhost:" + server.getAddress().getPort(),
            "K_CA_CERTS",
            Files.readString(pem));
    EventSink trusting = registered(environment);
    EventSink withoutItsCertificate = registered(Map.of("K_SINK", environment.get("K_SINK")));
    EventSink untrusting = EventSink.at(URI.create(environment.get("K_SINK")));
    try {
      assertThat(trusting.publish(EVENT, LIMIT)).isEqualTo(new Publication.Accepted());
      assertThat(withoutItsCertificate.publish(EVENT, LIMIT).toString())
          .contains("SSLHandshakeException");
      assertThat(untrusting.publish(EVENT, LIMIT)).isInstanceOf(Publication.Unavailable.class);
    } finally {
      server.stop(0);
    }
  }

  private static EventSink registered(Map<String, String> environment) {
    var context = new GenericApplicationContext();
    context.registerBean(OpenTelemetry.class, OpenTelemetry::noop);
    var settings = new Settings(environment);
    EventSink.register(context, settings);
    settings.check();
    context.refresh();
    return context.getBean(EventSink.class);
  }

  private static SSLContext presenting(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", "changeit"));
    assertThat(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor())
        .isZero();
  }
}
