package dev.stayflow.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** Takes spans as an OpenTelemetry collector does: OTLP over HTTP, protobuf. */
final class SpanCollector {
  private final HttpServer server;
  private final List<Seen> spans = new CopyOnWriteArrayList<>();

  /** A span and the process that it happened in. */
  record Seen(String service, String traceId, String name) {}

  private SpanCollector(HttpServer server) {
    this.server = server;
  }

  static SpanCollector start() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var collector = new SpanCollector(HttpServer.create(address, 0));
      collector.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      collector.server.createContext("/v1/traces", collector::take);
      collector.server.start();
      return collector;
    } catch (IOException e) {
      throw new IllegalStateException("no port for the span collector", e);
    }
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The services in which a trace left a span, in the order in which they reported. */
  List<String> servicesOf(String traceId) {
    return spans.stream()
        .filter(span -> span.traceId().equals(traceId))
        .map(Seen::service)
        .distinct()
        .toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      InputStream body = exchange.getRequestBody();
      try (InputStream plain = zipped ? new GZIPInputStream(body) : body) {
        ExportTraceServiceRequest.parseFrom(plain).getResourceSpansList().forEach(this::note);
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void note(ResourceSpans resource) {
    String service =
        resource.getResource().getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("service.name"))
            .map(KeyValue::getValue)
            .findFirst()
            .orElseThrow()
            .getStringValue();
    resource.getScopeSpansList().stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .forEach(span -> spans.add(new Seen(service, traceId(span), span.getName())));
  }

  private static String traceId(Span span) {
    return HexFormat.of().formatHex(span.getTraceId().toByteArray());
  }
}
