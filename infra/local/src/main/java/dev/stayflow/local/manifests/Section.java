package dev.stayflow.local.manifests;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a manifest. It remembers which fields were asked for, so that {@link
 * #refuseUnknown} can name those that nobody asked for. A wrong or missing value is reported and
 * replaced by an empty one, so that reading goes on.
 */
public final class Section {
  /** What kubectl's YAML 1.1 reads as a boolean although YAML 1.2 does not. */
  private static final Pattern BOOLEAN_TO_KUBECTL =
      Pattern.compile("y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF");

  /** YAML 1.1's merge key: the mapping behind it fills in what is not said here. */
  private static final String MERGE = "<<";

  private final List<Problem> problems;
  private final String file;
  private final String path;
  private final int line;
  private final boolean absent;
  private final Map<String, Node> fields = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, Section> children = new LinkedHashMap<>();

  private Section(List<Problem> problems, String file, String path, int line, boolean absent) {
    this.problems = problems;
    this.file = file;
    this.path = path;
    this.line = line;
    this.absent = absent;
  }

  /** The document {@code node}, whose problems go to {@code problems}. */
  static Section document(List<Problem> problems, String file, Node node) {
    return of(problems, file, "", node);
  }

  private static Section of(List<Problem> problems, String file, String path, Node node) {
    if (!(node instanceof MappingNode mapping)) {
      problems.add(new Problem(file, lineOf(node), path, "must be a mapping"));
      return new Section(problems, file, path, lineOf(node), true);
    }
    Section section = new Section(problems, file, path, lineOf(node), false);
    for (NodeTuple tuple : mapping.getValue()) {
      if (section.add(tuple)) {
        int line = lineOf(tuple.getKeyNode());
        problems.add(new Problem(file, line, section.pathOf(nameOf(tuple)), "appears twice"));
      }
    }
    Node merged = section.fields.remove(MERGE);
    if (merged instanceof MappingNode shared) {
      shared.getValue().forEach(section::add);
    } else if (merged != null) {
      section.problem(MERGE, "must be a mapping");
    }
    return section;
  }

  /** Whether the field was there already; then it stays as it was. */
  private boolean add(NodeTuple tuple) {
    String name = nameOf(tuple);
    lines.putIfAbsent(name, lineOf(tuple.getKeyNode()));
    return fields.putIfAbsent(name, tuple.getValueNode()) != null;
  }

  private static String nameOf(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  String file() {
    return file;
  }

  /** The field names of this mapping as written. */
  public Set<String> names() {
    return fields.keySet();
  }

  /** Whether the mapping has this field. */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** Reports that the value of {@code name} is wrong. */
  public void problem(String name, String message) {
    if (!absent) {
      problems.add(new Problem(file, lines.getOrDefault(name, line), pathOf(name), message));
    }
  }

  /** Reports that this mapping as a whole is wrong. */
  public void problem(String message) {
    if (!absent) {
      problems.add(new Problem(file, line, path, message));
    }
  }

  /** The text of a field; its absence is a problem. */
  public String text(String name) {
    return optionalText(name)
        .orElseGet(
            () -> {
              missing(name);
              return "";
            });
  }

  private void missing(String name) {
    if (!fields.containsKey(name)) {
      problem(name, "is missing");
    }
  }

  /** The text of a field that may be absent, but not empty. */
  public Optional<String> optionalText(String name) {
    Optional<String> value = field(name).flatMap(node -> textOf(name, node));
    if (value.filter(String::isEmpty).isPresent()) {
      problem(name, "is empty");
    }
    return value;
  }

  private Optional<Node> field(String name) {
    known.add(name);
    return Optional.ofNullable(fields.get(name));
  }

  private Optional<String> textOf(String name, Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      problem(name, "must be a text");
      return Optional.empty();
    }
    boolean misread =
        scalar.isPlain()
            && (!scalar.getTag().equals(Tag.STR)
                || BOOLEAN_TO_KUBECTL.matcher(scalar.getValue()).matches());
    if (misread) {
      problem(name, "must be a text; put \"" + scalar.getValue() + "\" in quotes");
      return Optional.empty();
    }
    return Optional.of(scalar.getValue());
  }

  /** The text of {@code name}, which must be {@code expected}. */
  public void fixed(String name, String expected) {
    optionalFixed(name, expected);
    missing(name);
  }

  /** Where {@code name} is given, it must be {@code expected}. */
  public void optionalFixed(String name, String expected) {
    optionalText(name)
        .filter(value -> !value.equals(expected))
        .ifPresent(value -> problem(name, "is \"" + value + "\", must be \"" + expected + "\""));
  }

  /** A whole number within the range, where the field is given. */
  public Optional<Integer> integer(String name, int minimum, int maximum) {
    Optional<Node> node = field(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    String range = "must be a whole number from " + minimum + " to " + maximum;
    if (node.get() instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
      try {
        int value = Integer.parseInt(scalar.getValue());
        if (value >= minimum && value <= maximum) {
          return Optional.of(value);
        }
      } catch (NumberFormatException tooLarge) {
        problem(name, range);
        return Optional.empty();
      }
    }
    problem(name, range);
    return Optional.empty();
  }

  /** Whether the field is given and true. */
  public boolean flag(String name) {
    Optional<Node> node = field(name);
    if (node.isPresent()
        && !(node.get() instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL))) {
      problem(name, "must be true or false");
    }
    return node.filter(
            value -> value instanceof ScalarNode scalar && scalar.getValue().equals("true"))
        .isPresent();
  }

  /** A duration above zero in ISO 8601, such as {@code PT0.2S}. */
  public Optional<Duration> duration(String name) {
    return optionalText(name)
        .flatMap(
            text -> {
              try {
                Duration duration = Duration.parse(text);
                if (duration.isPositive()) {
                  return Optional.of(duration);
                }
              } catch (DateTimeParseException notIso) {
                // told below, together with what is not above zero
              }
              problem(
                  name, "\"" + text + "\" is not an ISO 8601 duration above zero, such as PT0.2S");
              return Optional.empty();
            });
  }

  /** One of the constants of {@code type}, written in lower case. */
  public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    return optionalText(name)
        .flatMap(
            text -> {
              List<E> constants = Arrays.asList(type.getEnumConstants());
              Optional<E> choice =
                  constants.stream().filter(constant -> written(constant).equals(text)).findFirst();
              if (choice.isEmpty()) {
                problem(
                    name,
                    "is \"%s\", must be one of %s"
                        .formatted(text, constants.stream().map(Section::written).toList()));
              }
              return choice;
            });
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The mapping of a field; its absence is a problem. */
  public Section section(String name) {
    missing(name);
    return optionalSection(name)
        .orElseGet(() -> new Section(problems, file, pathOf(name), line, true));
  }

  /** The mapping of a field that may be absent. */
  public Optional<Section> optionalSection(String name) {
    return field(name).map(node -> child(pathOf(name), node));
  }

  private Section child(String childPath, Node node) {
    return children.computeIfAbsent(childPath, where -> of(problems, file, where, node));
  }

  /** The mappings of a list; an absent field is an empty list. */
  public List<Section> sections(String name) {
    List<Section> sections = new ArrayList<>();
    for (Node item : items(name)) {
      sections.add(child(pathOf(name) + "[" + sections.size() + "]", item));
    }
    return sections;
  }

  private List<Node> items(String name) {
    Optional<Node> node = field(name);
    if (node.isPresent() && !(node.get() instanceof SequenceNode)) {
      problem(name, "must be a list");
    }
    return node.filter(SequenceNode.class::isInstance)
        .map(list -> ((SequenceNode) list).getValue())
        .orElse(List.of());
  }

  /** The texts of a list that must not be empty. */
  public List<String> texts(String name) {
    List<String> texts = items(name).stream().flatMap(item -> textOf(name, item).stream()).toList();
    missing(name);
    if (fields.containsKey(name) && texts.isEmpty()) {
      problem(name, "must name at least one");
    }
    return texts;
  }

  /** Every field of this mapping with its text, whatever its name. */
  public Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    fields.forEach(
        (name, node) ->
            field(name)
                .flatMap(f -> textOf(name, node))
                .ifPresent(text -> entries.put(name, text)));
    return entries;
  }

  /** Takes every field for known: what they mean depends on something that is already reported. */
  void ignoreRest() {
    known.addAll(fields.keySet());
  }

  /** Reports the fields here and below that nobody asked for. */
  void refuseUnknown() {
    for (String name : fields.keySet()) {
      if (!known.contains(name)) {
        problem(
            name, "is not a field the local stack knows; known here: " + String.join(", ", known));
      }
    }
    children.values().forEach(Section::refuseUnknown);
  }
}
