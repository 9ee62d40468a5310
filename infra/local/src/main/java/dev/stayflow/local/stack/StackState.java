package dev.stayflow.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a supervisor tells other processes about its stack, in a file of the state directory.
 *
 * @param supervisor its process id
 * @param supervisorStart when that process began
 * @param failure why the stack has failed; empty otherwise
 */
record StackState(
    long supervisor, String supervisorStart, Phase phase, String failure, List<PartReport> parts) {
  private static final JsonMapper json = new JsonMapper();

  enum Phase {
    STARTING,
    READY,
    STOPPING,
    STOPPED,
    FAILED
  }

  /** The supervisor's process, if it is still running. */
  Optional<ProcessHandle> supervisorProcess() {
    return ProcessHandle.of(supervisor)
        .filter(process -> PartReport.startOf(process).equals(supervisorStart));
  }

  Optional<PartReport> part(String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  static Optional<StackState> read(Path stateDirectory) {
    try {
      return Optional.of(json.readValue(Files.readString(file(stateDirectory)), StackState.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file(stateDirectory), e);
    }
  }

  /** Replaces the file as a whole: a reader never sees half of it. */
  void write(Path stateDirectory) {
    var fresh = stateDirectory.resolve("stack.new");
    try {
      Files.createDirectories(stateDirectory);
      Files.writeString(fresh, json.writerWithDefaultPrettyPrinter().writeValueAsString(this));
      Files.move(
          fresh,
          file(stateDirectory),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file(stateDirectory), e);
    }
  }

  static void forget(Path stateDirectory) {
    try {
      Files.deleteIfExists(file(stateDirectory));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + file(stateDirectory), e);
    }
  }

  private static Path file(Path stateDirectory) {
    return stateDirectory.resolve("stack.json");
  }
}
