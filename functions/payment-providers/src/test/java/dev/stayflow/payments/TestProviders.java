package dev.stayflow.payments;

import java.net.URI;

/** Adapters for tests that speak to a provider themselves. */
public final class TestProviders {
  private TestProviders() {}

  /** The adapter of WeChat Pay. */
  public static PaymentProvider wechat(WechatKeys keys, URI address) {
    return new WechatProvider(
        keys.merchant(), address, URI.create("https://stay.example/callback/wechat"));
  }

  /** The sandbox's adapter. */
  public static PaymentProvider sandbox(URI address) {
    return new SandboxProvider(address);
  }
}
