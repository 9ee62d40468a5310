package dev.stayflow.payments;

import dev.stayflow.runtime.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.support.GenericApplicationContext;

/** The providers that a process may ask. */
public final class PaymentProviders implements AutoCloseable {
  private final List<PaymentProvider> providers;

  private PaymentProviders(List<PaymentProvider> providers) {
    this.providers = providers;
  }

  /**
   * Registers them. {@code PAYMENT_PROVIDERS} names them between commas, {@code sandbox} unless
   * set: the first takes new payments, the others are asked about payments that they took before.
   * Each has settings of its own, which must be there once it is named; the README lists them.
   */
  public static void register(GenericApplicationContext context, Settings settings) {
    List<Supplier<PaymentProvider>> chosen =
        ProviderName.chosen(settings).stream().map(name -> provider(name, settings)).toList();
    context.registerBean(
        PaymentProviders.class,
        () -> new PaymentProviders(chosen.stream().map(Supplier::get).toList()));
  }

  private static Supplier<PaymentProvider> provider(ProviderName name, Settings settings) {
    return switch (name) {
      case SANDBOX -> {
        URI address = settings.uri("SANDBOX_URL");
        yield () -> new SandboxProvider(address);
      }
      case WECHAT -> WechatSettings.provider(settings);
    };
  }

  /** The provider that takes new payments. */
  public PaymentProvider forNewPayments() {
    return providers.getFirst();
  }

  /** The provider of that name, as payments bear it; empty when it is not configured. */
  public Optional<PaymentProvider> named(String name) {
    return providers.stream().filter(provider -> provider.name().equals(name)).findFirst();
  }

  @Override
  public void close() {
    providers.forEach(PaymentProvider::close);
  }
}
