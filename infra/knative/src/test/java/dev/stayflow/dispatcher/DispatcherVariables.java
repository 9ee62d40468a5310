package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.settings.InvalidSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables that the dispatcher asks for when it is given some, and what it says of
 * them. It is in this package because nobody else may see its settings.
 */
public record DispatcherVariables(Set<String> names, List<String> problems) {
  /** Reads the settings and starts nothing. */
  public static DispatcherVariables of(Map<String, String> environment) {
    var asked = new Recording(environment);
    try {
      DispatcherSettings.from(asked);
      return new DispatcherVariables(asked.names, List.of());
    } catch (InvalidSettings wrong) {
      return new DispatcherVariables(asked.names, wrong.problems());
    }
  }

  private static final class Recording extends HashMap<String, String> {
    private static final long serialVersionUID = 1;
    private final transient Set<String> names = new HashSet<>();

    private Recording(Map<String, String> environment) {
      super(environment);
    }

    @Override
    public @Nullable String get(Object name) {
      names.add((String) name);
      return super.get(name);
    }
  }
}
