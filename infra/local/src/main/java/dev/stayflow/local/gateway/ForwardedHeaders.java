package dev.stayflow.local.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which headers travel on. What belongs to one connection stays behind (RFC 9110, 7.6.1), and so
 * does what a client says about who it is; everything else passes untouched, a client's {@code
 * traceparent} and {@code ce-*} too, as on the cluster.
 */
final class ForwardedHeaders {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** Set anew: by the HTTP client, or below. */
  private static final Set<String> SET_ANEW =
      Set.of(
          "host",
          "content-length",
          "expect",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto",
          "x-real-ip");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]+");

  private ForwardedHeaders() {}

  /** Copies the headers of the request and says for whom it is made. */
  static void toFunction(HttpExchange exchange, HttpRequest.Builder request) {
    Headers headers = exchange.getRequestHeaders();
    Set<String> dropped = named(headers.get("Connection"));
    dropped.addAll(SET_ANEW);
    headers.forEach(
        (name, values) -> {
          if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    InetAddress client = exchange.getRemoteAddress().getAddress();
    String address = client.getHostAddress();
    String node = client instanceof Inet6Address ? "\"[" + address + "]\"" : address;
    Optional<String> host =
        Optional.ofNullable(headers.getFirst("Host")).filter(HOST.asMatchPredicate());
    request.header("X-Forwarded-For", address).header("X-Forwarded-Proto", "http");
    request.header(
        "Forwarded",
        "for=" + node + ";proto=http" + host.map(h -> ";host=\"" + h + "\"").orElse(""));
    host.ifPresent(h -> request.header("X-Forwarded-Host", h));
  }

  /** Copies the headers of the function's answer. */
  static void toClient(Map<String, List<String>> answer, Headers headers) {
    Set<String> dropped = named(answer.get("connection"));
    dropped.add("content-length");
    answer.forEach(
        (name, values) -> {
          if (!name.startsWith(":") && !dropped.contains(name.toLowerCase(Locale.ROOT))) {
            headers.put(name, List.copyOf(values));
          }
        });
  }

  /** The hop-by-hop headers, those that {@code Connection} names among them. */
  private static Set<String> named(@Nullable List<String> connection) {
    Set<String> names = new HashSet<>(HOP_BY_HOP);
    if (connection != null) {
      connection.forEach(
          value ->
              Arrays.stream(value.split(",", -1))
                  .map(name -> name.trim().toLowerCase(Locale.ROOT))
                  .forEach(names::add));
    }
    return names;
  }
}
