package dev.stayflow.runtime;

import org.springframework.context.support.GenericApplicationContext;

/**
 * Registers the beans of one function process: the function itself under its camel-case name, and
 * what it needs.
 *
 * <p>The runtime adds an {@link java.time.InstantSource} (the system's clock) and a {@link
 * java.util.random.RandomGenerator} (a secure one) unless the wiring registers its own.
 */
@FunctionalInterface
public interface FunctionWiring {
  /**
   * Registers bean definitions; creates nothing yet. The function must be registered by a class
   * whose type parameters can be seen, {@code Function<Request, Response>} or {@code
   * Function<CloudEvent, Response>}, not as a lambda.
   *
   * @param settings reads the environment; what is missing or wrong is reported for all settings
   *     together once this method has returned
   */
  void register(GenericApplicationContext context, Settings settings);

  /**
   * Whether the function takes paths below {@code /} too, as in {@code /{provider}}; otherwise they
   * are 404.
   */
  default boolean takesSubPaths() {
    return false;
  }
}
