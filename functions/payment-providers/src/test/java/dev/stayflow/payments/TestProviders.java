package dev.stayflow.payments;

import java.net.URI;

/** Adapters for tests that speak to a provider themselves. */
public final class TestProviders {
  private TestProviders() {}

  /** The sandbox's adapter. */
  public static PaymentProvider sandbox(URI address) {
    return new SandboxProvider(address);
  }
}
