package dev.stayflow.runtime;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The environment variables that a function asks for when it is given some, and what it says of
 * them. It is in this package because nobody else may see them.
 */
public record FunctionVariables(Set<String> names, List<String> problems) {
  /** Registers the function's beans and creates none. */
  public static FunctionVariables of(FunctionWiring wiring, Map<String, String> environment) {
    var settings = new Settings(environment);
    wiring.register(new GenericApplicationContext(), settings);
    var names = settings.effective().keySet();
    try {
      settings.check();
      return new FunctionVariables(names, List.of());
    } catch (InvalidSettings wrong) {
      return new FunctionVariables(names, wrong.problems());
    }
  }
}
