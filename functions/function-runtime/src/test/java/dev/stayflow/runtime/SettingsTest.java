package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void everythingThatIsWrongIsReportedAtOnceAndSecretsAreNotShown() {
    FunctionWiring wiring =
        (context, settings) -> {
          GuestTokens.register(context, settings);
          EventSink.register(context, settings);
          settings.zone("STAY_ZONE", ZoneId.of("Asia/Shanghai"));
          settings.duration("PAY_WITHIN", Duration.ofMinutes(20));
          settings.text("DATABASE_URL");
          settings.flag("DEMO_DATA", false);
        };
    var environment =
        Map.ofEntries(
            Map.entry("PORT", "eighty"),
            Map.entry("LOG_LEVEL", "loud"),
            Map.entry("SHUTDOWN_GRACE", "-PT1S"),
            Map.entry("JWT_SECRET", "too short a secret"),
            Map.entry("STAY_ZONE", "Mars/Olympus"),
            Map.entry("PAY_WITHIN", "20 minutes"),
            Map.entry("DEMO_DATA", "yes"),
            Map.entry("K_CE_OVERRIDES", "[]"),
            Map.entry("K_CA_CERTS", "no certificate"),
            Map.entry("DATABASE_URL", "  "),
            Map.entry("OTEL_TRACES_SAMPLER", "sometimes"));

    var wrong =
        catchThrowableOfType(
            InvalidSettings.class,
            () -> FunctionProcess.start("book-stay", wiring, environment).close());

    assertThat(wrong.problems())
        .contains(
            "PORT: 'eighty' is not right; expected a whole number from 0 to 65535",
            "LOG_LEVEL: 'loud' is not right; expected one of [trace, debug, info, warn, error]",
            "SHUTDOWN_GRACE: '-PT1S' is not right; expected a positive ISO 8601 duration such as PT20S",
            "JWT_SECRET: its value (not shown) is not right; expected at least 32 bytes",
            "STAY_ZONE: 'Mars/Olympus' is not right; expected a time zone such as Asia/Shanghai",
            "PAY_WITHIN: '20 minutes' is not right; expected a positive ISO 8601 duration such as PT20M",
            "DEMO_DATA: 'yes' is not right; expected true or false",
            "K_SINK: not set; expected an absolute http or https URL",
            "DATABASE_URL: not set; expected a text")
        .anyMatch(problem -> problem.startsWith("K_CE_OVERRIDES: '[]' is not right"))
        .anyMatch(problem -> problem.startsWith("K_CA_CERTS: "))
        .anyMatch(problem -> problem.startsWith("OTEL_") && problem.contains("sometimes"))
        .hasSize(12)
        .noneMatch(problem -> problem.contains("too short a secret"));
  }

  @Test
  void theEffectiveSettingsShowDefaultsAndNoSecret() {
    var settings =
        new Settings(
            Map.of(
                "DATABASE_PASSWORD", "hidden1",
                "DATABASE_URL", "jdbc:postgresql://db/stayflow?user=x&password=hidden2&ssl=true",
                "REDIS_URL", "http://user:hidden3@redis:6379"));
    settings.text("DATABASE_PASSWORD");
    settings.text("DATABASE_URL");
    settings.uri("REDIS_URL");
    settings.integer("POOL", 10, 1, 100);
    settings.optional("K_SINK");

    assertThat(settings.effective())
        .containsEntry("POOL", "10")
        .containsEntry("K_SINK", "not set")
        .containsEntry(
            "DATABASE_URL", "jdbc:postgresql://db/stayflow?user=x&password=***&ssl=true");
    assertThat(settings.effective().toString()).doesNotContain("hidden");
  }

  @Test
  void aPortThatIsTakenIsAProblemOfTheSettings() {
    try (var first = FunctionProcess.start("take-note", TakeNote.WIRING, Map.of("PORT", "0"))) {
      var wrong =
          catchThrowableOfType(
              InvalidSettings.class,
              () ->
                  FunctionProcess.start(
                          "take-note",
                          TakeNote.WIRING,
                          Map.of("PORT", Integer.toString(first.port())))
                      .close());

      assertThat(wrong.problems())
          .singleElement()
          .asString()
          .startsWith("PORT: '" + first.port() + "' is taken");
    }
  }

  @Test
  void aFailedStartLeavesThePortFree() {
    try (var probe = FunctionProcess.start("take-note", TakeNote.WIRING, Map.of("PORT", "0"))) {
      String port = Integer.toString(probe.port());
      probe.close();
      assertThatThrownBy(
              () ->
                  FunctionProcess.start("take-note", TakeNote.WITH_SINK, Map.of("PORT", port))
                      .close())
          .isInstanceOf(InvalidSettings.class);
      try (var again = FunctionProcess.start("take-note", TakeNote.WIRING, Map.of("PORT", port))) {
        assertThat(again.port()).isEqualTo(probe.port());
      }
    }
  }

  @Test
  void aWiringWithoutItsFunctionSaysWhatIsMissing() {
    var fault =
        catchThrowableOfType(
            IllegalStateException.class,
            () ->
                FunctionProcess.start("close-order", TakeNote.WIRING, Map.of("PORT", "0")).close());

    assertThat(fault).hasMessageContaining("'closeOrder'");
  }
}
