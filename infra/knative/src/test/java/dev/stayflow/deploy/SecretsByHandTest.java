package dev.stayflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the README has those create who do without {@code make deploy}. */
class SecretsByHandTest {
  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();
  private static final Pattern SECRETS = Pattern.compile("(?s) <<SECRETS\\n(.*?)SECRETS\\n");
  private static final Pattern COMMAND = Pattern.compile("\\$\\(openssl rand [^)]*\\)");

  @Test
  void areAllThatDevNeedsKeyByKey() throws IOException {
    var made = new TreeMap<String, Set<String>>();
    for (var secret : list().path("items")) {
      var name = ObjectName.of(secret);
      made.put(
          name.namespace() + "/" + name.name(),
          Set.copyOf(secret.path("stringData").propertyNames()));
    }
    assertThat(made).isEqualTo(needed());
  }

  /** kubectl takes a stream that begins with a brace for JSON, whatever follows. */
  @Test
  void areNotTakenForJson() throws IOException {
    assertThat(text()).doesNotStartWith("{").doesNotStartWith("[");
    assertThat(list().path("kind").asString("")).isEqualTo("List");
  }

  private static String text() throws IOException {
    var matcher = SECRETS.matcher(Files.readString(REPOSITORY.resolve("infra/knative/README.md")));
    assertThat(matcher.find()).isTrue();
    return COMMAND.matcher(matcher.group(1)).replaceAll("secret");
  }

  private static JsonNode list() throws IOException {
    return Manifest.readAll(text()).getFirst().tree();
  }

  private static Map<String, Set<String>> needed() {
    var programs = new Programs(System.getenv());
    var kustomize =
        programs.run(List.of(REPOSITORY.resolve(Rendering.FINDER).toString()), "").out().strip();
    var overlay = REPOSITORY.resolve("infra/knative/overlays/dev");
    var rendered = programs.run(List.of("sh", "-c", kustomize + " \"$0\"", overlay.toString()), "");
    assertThat(rendered.ok()).as(rendered.err()).isTrue();
    return new TreeMap<>(NeededSecrets.of(Manifest.readAll(rendered.out())));
  }
}
