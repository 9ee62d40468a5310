package dev.stayflow.local.manifests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML files strictly: a field that nobody asks for is a problem. */
public final class YamlFile {
  private YamlFile() {}

  /**
   * Reads a file of one document.
   *
   * @param reading asks the document for its fields
   * @throws InvalidManifests with everything that is wrong
   */
  public static <T> T read(Path file, Function<Section, T> reading) {
    List<Problem> problems = new ArrayList<>();
    List<T> documents = new ArrayList<>();
    each(file, problems, document -> documents.add(reading.apply(document)));
    if (documents.size() != 1 && problems.isEmpty()) {
      problems.add(new Problem(file.toString(), 1, "", "must hold one document"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidManifests(problems);
    }
    return documents.getFirst();
  }

  /** Hands each document of the file that is more than comments to {@code reading}. */
  static void each(Path file, List<Problem> problems, Consumer<Section> reading) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file.toString()).setAllowDuplicateKeys(true).build();
    try {
      for (Node node : new Compose(settings).composeAllFromString(Files.readString(file))) {
        if (!isEmpty(node)) {
          Section document = Section.document(problems, file.toString(), node);
          reading.accept(document);
          document.refuseUnknown();
        }
      }
    } catch (MarkedYamlEngineException malformed) {
      int line = malformed.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      problems.add(
          new Problem(file.toString(), line, "", "is not YAML: " + malformed.getProblem()));
    } catch (IOException unreadable) {
      problems.add(
          new Problem(file.toString(), 1, "", "cannot be read: " + unreadable.getMessage()));
    }
  }

  private static boolean isEmpty(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }
}
