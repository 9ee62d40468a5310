package dev.stayflow.bench.stock;

import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.StockWeb;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Any function of Stayflow as people run one who take Spring Boot as it comes: auto-configuration,
 * MVC, Tomcat and the web adapter of Spring Cloud Function.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class StockFunction {
  /** Names the class of the function's wiring. */
  private static final String WIRING = "STOCK_WIRING";

  /**
   * Runs until it is ended. {@code SPRING_CLOUD_FUNCTION_DEFINITION} names the function's bean,
   * {@code SERVER_PORT} the port; the wiring reads its own settings from the environment.
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    var wiring =
        Class.forName(System.getenv().getOrDefault(WIRING, "STOCK_WIRING is not set"))
            .asSubclass(FunctionWiring.class)
            .getConstructor()
            .newInstance();
    var application = new SpringApplication(StockFunction.class);
    application.addInitializers(
        context ->
            new StockWeb(wiring, System.getenv()).initialize((GenericApplicationContext) context));
    application.run(arguments);
  }
}
