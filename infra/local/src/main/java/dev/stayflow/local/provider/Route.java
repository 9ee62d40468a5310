package dev.stayflow.local.provider;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One request that the provider understands.
 *
 * @param path its groups are the numbers in it
 * @param answer takes the numbers and the body
 */
record Route(String method, Pattern path, BiFunction<List<String>, String, Answer> answer) {

  /** Numbers become file names and links. */
  static final String NUMBER = "([A-Za-z0-9_-]{1,64})";

  /**
   * @param path with {@code {}} for each number
   */
  static Route of(String method, String path, BiFunction<List<String>, String, Answer> answer) {
    return new Route(method, Pattern.compile(path.replace("{}", NUMBER)), answer);
  }

  Optional<Answer> answer(String toMethod, String toPath, String body) {
    var matcher = path.matcher(toPath);
    if (!method.equals(toMethod) || !matcher.matches()) {
      return Optional.empty();
    }
    var numbers = IntStream.rangeClosed(1, matcher.groupCount()).mapToObj(matcher::group).toList();
    return Optional.of(answer.apply(numbers, body));
  }
}
