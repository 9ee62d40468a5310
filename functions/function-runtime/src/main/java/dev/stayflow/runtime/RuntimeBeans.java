package dev.stayflow.runtime;

import io.opentelemetry.api.OpenTelemetry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.support.GenericApplicationContext;

/** The beans that every function finds beside its own. */
final class RuntimeBeans {
  private RuntimeBeans() {}

  /**
   * Registers the wiring's beans and then what it left out; throws {@link InvalidSettings} for
   * everything that is wrong with the settings.
   */
  static void register(
      GenericApplicationContext context,
      FunctionWiring wiring,
      Settings settings,
      OpenTelemetry traces,
      Figures figures) {
    context.registerBean(OpenTelemetry.class, () -> traces);
    context.registerBean(Figures.class, () -> figures);
    context.registerBean(StrictJson.class, StrictJson::new);
    context.registerBean(
        RequestConverter.class,
        () -> new RequestConverter(context.getBean(StrictJson.class), () -> tokens(context)));
    context.registerBean(EventConverter.class, EventConverter::new);
    context.registerBean(
        ResponseConverter.class, () -> new ResponseConverter(context.getBean(StrictJson.class)));
    wiring.register(context, settings);
    settings.check();
    if (context.getBeanFactory().getBeanNamesForType(InstantSource.class, true, false).length
        == 0) {
      context.registerBean(InstantSource.class, InstantSource::system);
    }
    if (context.getBeanFactory().getBeanNamesForType(RandomGenerator.class, true, false).length
        == 0) {
      context.registerBean(RandomGenerator.class, () -> new SecureRandom());
    }
  }

  private static GuestTokens tokens(GenericApplicationContext context) {
    return context
        .getBeanProvider(GuestTokens.class)
        .getIfAvailable(
            () -> {
              throw new IllegalStateException(
                  "the wiring must call GuestTokens.register before a function asks for a guest");
            });
  }
}
