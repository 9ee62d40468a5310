package dev.stayflow.runtime;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A function's beans under Spring Boot, MVC and the web adapter that Spring Cloud Function brings,
 * on a free port. Whoever starts one has {@code spring-cloud-starter-function-web} on the test
 * class path.
 */
public final class StockApplication implements AutoCloseable {
  @EnableAutoConfiguration
  static class Stock {}

  private final ConfigurableApplicationContext context;

  private StockApplication(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts it with the beans of a wiring.
   *
   * @param bean the function's name in camel case
   * @param environment the wiring's settings
   */
  public static StockApplication start(
      String bean, FunctionWiring wiring, Map<String, String> environment) {
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    var application = new SpringApplication(Stock.class);
    application.addInitializers(
        context ->
            new StockWeb(wiring, environment).initialize((GenericApplicationContext) context));
    return new StockApplication(
        application.run(
            "--server.port=0",
            "--spring.cloud.function.definition=" + bean,
            "--spring.main.banner-mode=off"));
  }

  /** Calls the function. */
  public TestClient client() {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return new TestClient(URI.create("http://localhost:" + port + "/"));
  }

  @Override
  public void close() {
    context.close();
  }
}
