package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFromFilesTest {
  @TempDir Path secrets;

  private String file(String name, String content) throws IOException {
    return Files.writeString(secrets.resolve(name), content).toString();
  }

  /** What the process prints before it ends. */
  private static InvalidSettings refused(
      Map<String, String> environment, Consumer<Settings> reading) {
    return catchThrowableOfType(
        InvalidSettings.class,
        () -> {
          var settings = new Settings(environment);
          reading.accept(settings);
          settings.check();
        });
  }

  @Test
  void aFileHoldsTheValueOfAnySettingAndItIsNeverShown() throws IOException {
    var settings =
        new Settings(
            Map.of(
                "DATABASE_URL_FILE", file("url", "jdbc:postgresql://hidden1/stayflow\n"),
                "DATABASE_PASSWORD_FILE", file("password", "hidden2\r\n"),
                "POOL_FILE", file("pool", " 7 ")));

    assertThat(settings.text("DATABASE_URL")).isEqualTo("jdbc:postgresql://hidden1/stayflow");
    assertThat(settings.text("DATABASE_PASSWORD")).isEqualTo("hidden2");
    assertThat(settings.integer("POOL", 10, 1, 100)).isEqualTo(7);
    settings.check();
    assertThat(settings.effective())
        .containsEntry("DATABASE_URL", "(secret)")
        .containsEntry("POOL", "(secret)");
    assertThat(settings.effective().toString()).doesNotContain("hidden");
  }

  @Test
  void aFileThatIsOfNoUseIsReportedOnceAndByName() throws IOException {
    String missing = secrets.resolve("missing").toString();
    String empty = file("empty", "\n");
    String large = file("large", "x".repeat(64 * 1024 + 1));
    Path binary = Files.write(secrets.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});
    var wrong =
        refused(
            Map.of(
                "A_FILE",
                missing,
                "B_FILE",
                empty,
                "C_FILE",
                large,
                "D_FILE",
                binary.toString(),
                "E_FILE",
                secrets.toString(),
                "F_FILE",
                "no\0path"),
            settings -> {
              settings.text("A");
              settings.text("A", "otherwise");
              settings.optional("B");
              settings.integer("C", 1, 1, 9);
              settings.uri("D");
              settings.text("E");
              settings.flag("F", false);
            });

    assertThat(wrong.problems())
        .containsExactlyInAnyOrder(
            "A_FILE: '%s' is not there; expected a file that holds the value of A"
                .formatted(missing),
            "B_FILE: '%s' is empty; expected a file that holds the value of B".formatted(empty),
            "C_FILE: '%s' is larger than 64 KiB; expected a file that holds the value of C"
                .formatted(large),
            "D_FILE: '%s' is not text in UTF-8; expected a file that holds the value of D"
                .formatted(binary),
            "E_FILE: '%s' cannot be read; expected a file that holds the value of E"
                .formatted(secrets),
            "F_FILE: 'no\0path' cannot be read; expected a file that holds the value of F");
  }

  @Test
  void aWrongValueInAFileIsReportedWithoutIt() throws IOException {
    var wrong =
        refused(
            Map.of("POOL_FILE", file("pool", "hidden3")),
            settings -> settings.integer("POOL", 10, 1, 100));

    assertThat(wrong.problems())
        .containsExactly(
            "POOL: its value (not shown) is not right; expected a whole number from 1 to 100");
  }

  @Test
  void aSettingThatIsGivenTwiceIsNobodysGuess() throws IOException {
    var wrong =
        refused(
            Map.of("JWT_SECRET", "one", "JWT_SECRET_FILE", file("jwt", "other")),
            settings -> settings.text("JWT_SECRET"));

    assertThat(wrong.problems())
        .containsExactly("JWT_SECRET: set as well as JWT_SECRET_FILE; expected one of them");
  }

  @Test
  void aVariableThatIsSetToNothingLeavesItToTheFile() throws IOException {
    var settings = new Settings(Map.of("A", " ", "A_FILE", file("a", "from the file")));

    assertThat(settings.text("A")).isEqualTo("from the file");
    settings.check();
  }
}
