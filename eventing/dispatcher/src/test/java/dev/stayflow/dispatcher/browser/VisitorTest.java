package dev.stayflow.dispatcher.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the other browser tests rely on: that nothing wrong on a page goes unheard. */
class VisitorTest {
  @RegisterExtension final Visitor visitor = new Visitor();

  private HttpServer site;

  @BeforeEach
  void open() throws IOException {
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext("/broken", page -> answer(page, 200, "<script src='/bad.js'></script>"));
    site.createContext("/bad.js", page -> answer(page, 200, "console.error('ouch'); absent()"));
    site.createContext("/inline", page -> answer(page, 200, "<script>1</script>"));
    site.createContext("/gone", page -> answer(page, 404, "gone"));
    site.start();
  }

  @AfterEach
  void close() {
    site.stop(0);
  }

  @Test
  void whatTheBrowserComplainsOfIsHeard() {
    visitor.expect("");
    var page = visitor.window(address());

    page.navigate("/broken");
    page.navigate("/inline");
    page.navigate("/gone");

    assertThat(visitor.heard())
        .anyMatch(heard -> heard.contains("ouch"))
        .anyMatch(heard -> heard.contains("absent is not defined"))
        .anyMatch(heard -> heard.contains("Content Security Policy"))
        .anyMatch(heard -> heard.contains("404: GET") && heard.contains("/gone"));
  }

  @Test
  void aMachineWithoutABrowserIsToldWhatToInstall() {
    assertThatThrownBy(() -> Chromium.find(Map.of("CHROMIUM", "/nowhere/chromium")))
        .hasMessageContaining("apt-get install chromium");
  }

  private URI address() {
    return URI.create("http://localhost:" + site.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var script = exchange.getRequestURI().getPath().endsWith(".js");
    exchange.getResponseHeaders().set("content-type", script ? "text/javascript" : "text/html");
    exchange.getResponseHeaders().set("content-security-policy", "default-src 'self'");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
