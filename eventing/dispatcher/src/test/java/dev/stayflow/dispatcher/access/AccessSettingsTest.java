package dev.stayflow.dispatcher.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.dispatcher.ConsoleClient;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.dispatcher.settings.EnvironmentReader;
import dev.stayflow.dispatcher.settings.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessSettingsTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "CONSOLE_PORT|70000|0 to 65535",
        "CONSOLE_SECRET|short|32 bytes",
        "CONSOLE_SESSION|12 hours|ISO 8601",
        "CONSOLE_READ_ONLY|yes|true or false",
        "CONSOLE_BASE_PATH|dispatcher|/dispatcher",
        "CONSOLE_BASE_PATH|/a/|/dispatcher",
        "CONSOLE_BASE_PATH|/../a|/dispatcher",
        "CONSOLE_USERS|ann|name:role:{bcrypt}hash",
        "CONSOLE_USERS|ann:admin:{bcrypt}x|viewer or operator",
        "CONSOLE_USERS|ann:viewer:{noop}hidden|{bcrypt}",
        "CONSOLE_USERS|ann:viewer:hidden|htpasswd",
        "CONSOLE_USERS_FILE|/nowhere/at/all|can be read",
        "CONSOLE_TOKENS|ci:viewer:hidden|32 characters",
        "CONSOLE_OIDC_ISSUER|ftp://x|http or https",
        "CONSOLE_OIDC_ISSUER|https://x|CONSOLE_OIDC_CLIENT_ID",
        "CONSOLE_OIDC_ISSUER|https://x|CONSOLE_OIDC_OPERATORS",
      })
  void aWrongSettingIsToldWithWhatItShouldBe(String name, String value, String told) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(name)
        .hasMessageContaining(told)
        .message()
        .doesNotContain("hidden");
  }

  @Test
  void aNameMayComeOnce() {
    var twice = "ci:viewer:%1$s,ci:operator:%1$s".formatted(TOKEN);

    assertThatThrownBy(() -> read(Map.of("CONSOLE_TOKENS", twice)))
        .hasMessageContaining("\"ci\" twice");
  }

  @Test
  void accountsMayStandInFiles(@TempDir Path directory) throws IOException {
    var users = Objects.requireNonNull(ConsoleClient.SETTINGS.get("CONSOLE_USERS"));
    var people =
        Files.writeString(directory.resolve("u"), "# people\n\n" + users.replace(',', '\n'));
    var programs = Files.write(directory.resolve("t"), List.of("ci:viewer:" + TOKEN));

    var settings =
        read(
            Map.of(
                "CONSOLE_USERS_FILE",
                people.toString(),
                "CONSOLE_TOKENS_FILE",
                programs.toString()));

    assertThat(settings.people()).hasSize(2);
    assertThat(settings.programs()).hasSize(1);
    assertThat(settings.people() + "" + settings.programs()).doesNotContain(TOKEN, "bcrypt");
  }

  @Test
  void withoutAWayInThereIsNoConsole() {
    var none = Map.of("CONSOLE_USERS", "", "CONSOLE_TOKENS", "", "CONSOLE_SECRET", "");
    try (var dispatcher = RunningDispatcher.start(none)) {
      assertThat(dispatcher.hasConsole()).isFalse();
      assertThat(dispatcher.door().get("/sign-in").statusCode()).isEqualTo(404);
      assertThat(dispatcher.door().get("/health/ready").statusCode()).isEqualTo(200);
    }
  }

  private static AccessSettings read(Map<String, String> environment) {
    var in = new EnvironmentReader(environment);
    var settings = AccessSettings.read(in);
    in.finish();
    return settings;
  }
}
