package dev.stayflow.images;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * Several jars in one, for a quicker start: whoever looks for a resource that is not there, or for
 * services, opens every jar of the class path, and sixty of them take a tenth of a start.
 */
final class JoinedJar {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** What tells of a jar as a module, a bundle or a signed file, which the joined one is not. */
  private static final Predicate<String> DROPPED =
      Pattern.compile(
              "(META-INF/versions/\\d+/)?(module-info\\.class|OSGI-INF/.*)"
                  + "|META-INF/(MANIFEST\\.MF|INDEX\\.LIST|[^/]+\\.(SF|RSA|DSA|EC))"
                  // for editors, and for Spring Boot, which no function starts with
                  + "|META-INF/(additional-)?spring-configuration-metadata\\.json"
                  + "|META-INF/spring-(autoconfigure-metadata|devtools)\\.properties"
                  + "|META-INF/maven/.*/pom\\.xml")
          .asMatchPredicate();

  /** What each jar says of itself: to people, and (pom.properties) to vulnerability scanners. */
  private static final Predicate<String> ABOUT =
      Pattern.compile("META-INF/([^/]*(LICENSE|NOTICE|DEPENDENCIES)[^/]*|maven/.*)")
          .asMatchPredicate();

  /** Lists, a line for each. */
  private static final Predicate<String> LINES =
      Pattern.compile(
              "META-INF/(services/.*|spring/.*\\.imports|spring\\.(handlers|schemas|tooling))")
          .asMatchPredicate();

  /** Properties whose values are lists. */
  private static final Predicate<String> FACTORIES =
      Pattern.compile("META-INF/(spring/)?[^/]*\\.factories").asMatchPredicate();

  private final TreeMap<String, byte[]> entries = new TreeMap<>();

  private JoinedJar() {}

  /**
   * Writes the same bytes for the same jars, whenever and wherever.
   *
   * @param jars in the order of the class path
   * @throws ImagesFailure when two hold different files of one name and nobody knows how to join
   *     them
   */
  static void write(List<Path> jars, Path target) throws IOException {
    var joined = new JoinedJar();
    for (var jar : jars) {
      joined.add(jar);
    }
    try (var zip = RepeatableZip.create(target)) {
      zip.put(
          MANIFEST,
          "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      for (var entry : joined.entries.entrySet()) {
        zip.put(entry.getKey(), entry.getValue());
      }
    }
  }

  private void add(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().filter(one -> !one.isDirectory()).toList()) {
        try (var content = zip.getInputStream(entry)) {
          add(jar.getFileName().toString(), entry.getName(), content.readAllBytes());
        }
      }
    }
  }

  private void add(String jar, String name, byte[] content) throws IOException {
    if (DROPPED.test(name)) {
      return;
    }
    if (ABOUT.test(name)) {
      entries.put("META-INF/about/" + jar + name.substring("META-INF".length()), content);
    } else {
      var there = entries.putIfAbsent(name, content);
      if (there != null && !Arrays.equals(there, content)) {
        entries.put(name, joined(jar, name, there, content));
      }
    }
  }

  private static byte[] joined(String jar, String name, byte[] there, byte[] content)
      throws IOException {
    if (LINES.test(name)) {
      var both = new ByteArrayOutputStream();
      both.write(there);
      both.write('\n');
      both.write(content);
      return both.toByteArray();
    }
    if (FACTORIES.test(name)) {
      return joinedFactories(there, content);
    }
    throw new ImagesFailure(
        "%s holds another %s than a jar before it on the class path; JoinedJar must be told what to do with both"
            .formatted(jar, name));
  }

  private static byte[] joinedFactories(byte[] there, byte[] content) throws IOException {
    var one = new Properties();
    one.load(new ByteArrayInputStream(there));
    var other = new Properties();
    other.load(new ByteArrayInputStream(content));
    for (var key : other.stringPropertyNames()) {
      one.merge(key, other.getProperty(key), (values, more) -> values + "," + more);
    }
    var text = new StringBuilder();
    for (var key : new TreeSet<>(one.stringPropertyNames())) {
      text.append(key).append('=').append(one.getProperty(key)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
