package dev.stayflow.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.images.ImagesFailure;
import dev.stayflow.images.LambdaZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaZipTest {
  private static final long MOST_UNPACKED = 250L * 1024 * 1024;

  @TempDir private Path directory;

  @Test
  void anArchiveHoldsTheFunctionAndTheAdapterAndNothingOfLambdasOwnRuntime() throws IOException {
    Path archive = new LambdaZip(Repository.ROOT).write("payment-callback", directory);

    try (var zip = new ZipFile(archive.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .allMatch(name -> name.startsWith("lib/") && name.endsWith(".jar"))
          .anyMatch(name -> name.startsWith("lib/payment-callback-"))
          .anyMatch(name -> name.startsWith("lib/lambda-adapter-"))
          .anyMatch(name -> name.startsWith("lib/kafka-clients-"))
          .noneMatch(name -> name.contains("runtime-interface-client"));
      assertThat(zip.stream().mapToLong(ZipEntry::getSize).sum()).isLessThan(MOST_UNPACKED);
    }
  }

  @Test
  void theSameJarsMakeTheSameArchive() throws IOException {
    var zip = new LambdaZip(Repository.ROOT);

    assertThat(
            Files.mismatch(
                zip.write("close-order", directory.resolve("one")),
                zip.write("close-order", directory.resolve("two"))))
        .isEqualTo(-1);
  }

  @Test
  void aFunctionThatThereIsNotIsNamed() {
    assertThatThrownBy(() -> new LambdaZip(Repository.ROOT).write("close-ordr", directory))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("close-ordr");
  }
}
