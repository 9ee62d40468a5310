package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String OTHER_TRACE = "1".repeat(32);

  private final RecordingSink broker = RecordingSink.start();
  private final List<Span> exported = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  @BeforeEach
  void startCollector() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          var body =
              gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
          ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
              .flatMap(resource -> resource.getScopeSpansList().stream())
              .forEach(scope -> exported.addAll(scope.getSpansList()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
    broker.close();
  }

  private FunctionProcess start(String... more) {
    var environment = new HashMap<String, String>();
    environment.put("PORT", "0");
    environment.put("K_SINK", broker.uri().toString());
    environment.put(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + collector.getAddress().getPort());
    environment.put("OTEL_BSP_SCHEDULE_DELAY", "50");
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return FunctionProcess.start("take-note", TakeNote.WITH_SINK, environment);
  }

  private static CloudEvent event(String traceparent) {
    return CloudEventBuilder.v1()
        .withId("1")
        .withSource(URI.create("/test"))
        .withType("happened")
        .withExtension("traceparent", traceparent)
        .build();
  }

  private static String traceparent(String trace, String flags) {
    return "00-" + trace + "-" + PARENT + "-" + flags;
  }

  private static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Test
  void theEventsOwnTraceGoesOnAndNotTheOneThatTheBrokerPutsInTheHeader() {
    try (var process = start()) {
      var request =
          HttpRequest.newBuilder(process.uri())
              .headers(
                  "ce-specversion",
                  "1.0",
                  "ce-id",
                  "1",
                  "ce-source",
                  "/test",
                  "ce-type",
                  "happened")
              .headers(
                  "ce-traceparent",
                  traceparent(TRACE, "01"),
                  "traceparent",
                  traceparent(OTHER_TRACE, "01"));
      assertThat(new TestClient(process.uri()).send(request.POST(BodyPublishers.noBody())).status())
          .isEqualTo(202);

      var noted = broker.deliveries().getFirst();
      String extension = String.valueOf(noted.event().getExtension("traceparent"));
      assertThat(extension).startsWith("00-" + TRACE + "-").doesNotContain(PARENT);
      assertThat(noted.headers().get("traceparent"))
          .startsWith("00-" + TRACE + "-")
          .isNotEqualTo(extension);
      await().atMost(Duration.ofSeconds(60)).until(() -> exported.size() == 2);
    }
    Span server = span(Span.SpanKind.SPAN_KIND_SERVER);
    Span producer = span(Span.SpanKind.SPAN_KIND_PRODUCER);
    assertThat(hex(server.getTraceId())).isEqualTo(TRACE);
    assertThat(hex(server.getParentSpanId())).isEqualTo(PARENT);
    assertThat(producer.getParentSpanId()).isEqualTo(server.getSpanId());
    assertThat(producer.getName()).isEqualTo("publish noted");
  }

  private Span span(Span.SpanKind kind) {
    return exported.stream().filter(span -> span.getKind() == kind).findFirst().orElseThrow();
  }

  @Test
  void aStructuredEventsTraceGoesOnToo() {
    try (var process = start()) {
      new TestClient(process.uri()).deliverStructured(event(traceparent(TRACE, "01")));
    }
    assertThat(exported).extracting(span -> hex(span.getTraceId())).contains(TRACE);
  }

  @Test
  void aPlainRequestGoesOnWithTheHeadersTrace() {
    try (var process =
        FunctionProcess.start(
            "book-stay", BookStay.WIRING, Map.of("PORT", "0", "JWT_SECRET", TestTokens.SECRET))) {
      var answer =
          new TestClient(process.uri())
              .postAs(
                  42,
                  "{\"homestayId\":7,\"isFood\":true,\"people\":2}",
                  "traceparent",
                  traceparent(TRACE, "00"));

      assertThat(answer.json().path("traceparent").asString())
          .startsWith("00-" + TRACE)
          .endsWith("-00");
    }
  }

  @Test
  void whatIsLeftIsExportedBeforeTheProcessEnds() {
    try (var process = start("OTEL_BSP_SCHEDULE_DELAY", "600000")) {
      new TestClient(process.uri()).deliver(event(traceparent(TRACE, "01")));
      assertThat(exported).isEmpty();
    }
    assertThat(exported).hasSize(2);
  }

  @Test
  void theSamplerIsASetting() {
    try (var process = start("OTEL_TRACES_SAMPLER", "always_off")) {
      new TestClient(process.uri()).deliver(event(traceparent(TRACE, "01")));

      assertThat(String.valueOf(broker.events("noted").getFirst().getExtension("traceparent")))
          .startsWith("00-" + TRACE)
          .endsWith("-00");
    }
    assertThat(exported).isEmpty();
  }

  @Test
  void aCollectorThatIsAwayHurtsNobody() {
    try (var process = start("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:1")) {
      assertThat(new TestClient(process.uri()).deliver(event(traceparent(TRACE, "01"))).status())
          .isEqualTo(202);
    }
  }
}
