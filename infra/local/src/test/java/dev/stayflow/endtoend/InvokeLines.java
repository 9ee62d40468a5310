package dev.stayflow.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The {@code func invoke} lines that the README of a function tells its reader to type. */
final class InvokeLines {
  private InvokeLines() {}

  /** The options of each line of the function, without {@code --path}; variables are filled in. */
  static List<List<String>> of(String function, Map<String, String> variables) {
    String line = "func invoke --path functions/" + function;
    try {
      return Files.readAllLines(Path.of("../../functions", function, "README.md")).stream()
          .filter(each -> each.equals(line) || each.startsWith(line + " "))
          .map(each -> words(each.substring(line.length()), variables))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Words as a shell has them: quotes of both kinds, backslashes and variables within double. */
  static List<String> words(String line, Map<String, String> variables) {
    List<String> words = new ArrayList<>();
    var word = new StringBuilder();
    boolean within = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote == 0 && c == ' ') {
        if (within) {
          words.add(word.toString());
        }
        word.setLength(0);
        within = false;
      } else if (c == quote || (quote == 0 && (c == '\'' || c == '"'))) {
        quote = c == quote ? 0 : c;
        within = true;
      } else if (quote == '"' && c == '\\') {
        i++;
        word.append(line.charAt(i));
      } else if (quote == '"' && c == '$') {
        int end = i + 1;
        while (end < line.length() && Character.isLetter(line.charAt(end))) {
          end++;
        }
        String value = variables.get(line.substring(i + 1, end));
        if (value == null) {
          throw new IllegalArgumentException("no such variable in " + line);
        }
        word.append(value);
        i = end - 1;
      } else {
        word.append(c);
        within = true;
      }
    }
    if (within) {
      words.add(word.toString());
    }
    return words;
  }
}
