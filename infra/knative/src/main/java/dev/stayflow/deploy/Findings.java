package dev.stayflow.deploy;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What looking around has brought: what is there, what is worth knowing, what is missing. */
final class Findings {
  private final List<String> facts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * Something without which a deployment fails.
   *
   * @param todo what the user can do about it
   */
  private record Problem(String what, String todo) {}

  void fact(String name, String value) {
    facts.add("  %-22s %s".formatted(name, value));
  }

  void note(String text) {
    notes.add(text);
  }

  void problem(String what, String todo) {
    problems.add(new Problem(what, todo));
  }

  boolean good() {
    return problems.isEmpty();
  }

  int count() {
    return problems.size();
  }

  void print(PrintWriter out, PrintWriter err) {
    facts.forEach(out::println);
    notes.forEach(note -> out.println("  note: " + indented(note, "        ")));
    out.flush();
    if (good()) {
      return;
    }
    err.println();
    err.println(
        problems.size() == 1 ? "One thing is missing:" : problems.size() + " things are missing:");
    for (var i = 0; i < problems.size(); i++) {
      err.printf("%3d. %s%n", i + 1, indented(problems.get(i).what(), "     "));
      err.println("     " + indented(problems.get(i).todo(), "     "));
    }
    err.flush();
  }

  private static String indented(String text, String indent) {
    return text.strip().replace("\n", "\n" + indent);
  }
}
