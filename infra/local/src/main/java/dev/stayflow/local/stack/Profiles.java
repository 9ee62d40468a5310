package dev.stayflow.local.stack;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The profiles that the caller asks for by {@code PROFILES}, names between commas.
 *
 * @param known those of the file
 */
record Profiles(NavigableSet<String> asked, NavigableSet<String> known) {

  /**
   * @throws StackFailure naming those that the file does not have
   */
  static Profiles of(StackFile file, Map<String, String> caller) {
    var known =
        file.onDemand().stream()
            .map(Service.OnDemand::profiles)
            .flatMap(Collection::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    var asked =
        Arrays.stream(caller.getOrDefault("PROFILES", "").split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    var unknown = new TreeSet<>(asked);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new StackFailure(
          "PROFILES: there is no %s in %s; there are %s."
              .formatted(String.join(", ", unknown), StackFile.NAME, String.join(", ", known)));
    }
    return new Profiles(asked, known);
  }

  /** The services that they bring up. */
  List<Service.OnDemand> services(StackFile file) {
    return file.onDemand().stream()
        .filter(service -> service.profiles().stream().anyMatch(asked::contains))
        .toList();
  }
}
