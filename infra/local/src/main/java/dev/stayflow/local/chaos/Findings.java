package dev.stayflow.local.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What is not as it must be, each with the numbers of order and payment. */
final class Findings {
  private final List<String> lost = new ArrayList<>();
  private final List<String> doubled = new ArrayList<>();
  private final List<String> early = new ArrayList<>();
  private final List<String> forbidden = new ArrayList<>();

  void lost(String what, Collection<String> numbers) {
    add(lost, what, numbers);
  }

  void doubled(String what, Collection<String> numbers) {
    add(doubled, what, numbers);
  }

  void early(String what, Collection<String> numbers) {
    add(early, what, numbers);
  }

  void forbidden(String what, Collection<String> numbers) {
    add(forbidden, what, numbers);
  }

  private static void add(List<String> to, String what, Collection<String> numbers) {
    numbers.forEach(number -> to.add(what + ": " + number));
  }

  List<String> lost() {
    return lost;
  }

  List<String> doubled() {
    return doubled;
  }

  List<String> early() {
    return early;
  }

  List<String> forbidden() {
    return forbidden;
  }

  /** All that was found. */
  List<String> all() {
    return Stream.of(lost, doubled, early, forbidden).flatMap(List::stream).toList();
  }

  boolean none() {
    return all().isEmpty();
  }
}
