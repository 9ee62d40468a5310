package dev.stayflow.images.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileHashesTest {
  private static final String OF_TEA =
      "a9f74d1ec36ebdeb2da3f6e5868090cd2a2d20b3dcca7b62f60304b1d3d9ef42";

  @TempDir Path directory;
  private Path file;
  private Path memory;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("tea"), "tea");
    memory = directory.resolve("memory/hashes");
  }

  @Test
  void aFileThatHasChangedJustNowIsNotRemembered() {
    var hashes = new FileHashes();
    hashes.of(file);
    hashes.remember(memory);

    assertThat(memory).isEmptyFile();
  }

  @Test
  @Timeout(60)
  void whatIsRememberedIsUsedUntilTheFileChanges() throws IOException {
    remember(file);
    assertThat(FileHashes.rememberedIn(memory).of(file)).isEqualTo("0".repeat(64));

    var time = Files.getLastModifiedTime(file);
    var before = FileHashes.state(file);
    do {
      Files.writeString(file, "ate");
      Files.setLastModifiedTime(file, time);
    } while (FileHashes.state(file).equals(before)); // until the file system's clock has moved

    assertThat(FileHashes.rememberedIn(memory).of(file)).isEqualTo(new FileHashes().of(file));
  }

  @Test
  void aFileInPlaceOfTheOtherIsAnotherFile() throws IOException {
    remember(file);
    var other = Files.writeString(directory.resolve("other"), "ate");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertThat(FileHashes.rememberedIn(memory).of(file)).isEqualTo(new FileHashes().of(file));
  }

  @Test
  void withoutAMemoryAFileIsRead() {
    assertThat(FileHashes.rememberedIn(memory).of(file)).isEqualTo(OF_TEA);
  }

  /** As if it had been read long ago, with a hash that no file has. */
  private void remember(Path known) throws IOException {
    Files.createDirectories(memory.getParent());
    Files.write(memory, List.of("0".repeat(64) + " " + FileHashes.state(known)));
  }
}
