package dev.stayflow.payments;

import dev.stayflow.runtime.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A provider that can be chosen. */
enum ProviderName {
  SANDBOX(SandboxProvider.NAME),
  WECHAT(WechatProvider.NAME);

  private static final String SETTING = "PAYMENT_PROVIDERS";

  private final String text;

  ProviderName(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The chosen ones, the one for new payments first; the sandbox unless others are named. */
  static List<ProviderName> chosen(Settings settings) {
    List<Optional<ProviderName>> named =
        Stream.of(settings.text(SETTING, SANDBOX.text).split(",", -1))
            .map(name -> named(name.strip()))
            .toList();
    if (named.stream().anyMatch(Optional::isEmpty)
        || named.stream().distinct().count() != named.size()) {
      settings.reject(
          SETTING,
          "names between commas, each once, of "
              + Arrays.stream(values()).map(ProviderName::text).toList());
      return List.of(SANDBOX);
    }
    return named.stream().map(Optional::orElseThrow).toList();
  }

  private static Optional<ProviderName> named(String name) {
    return Arrays.stream(values())
        .filter(one -> one.text.equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
