package org.thorax.docs;

import java.util.ArrayList;
import java.util.List;

/** As much of a shell's grammar as the documentation uses. */
final class Shell {
  private final String line;
  private final List<List<String>> commands = new ArrayList<>(List.of(new ArrayList<>()));
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private boolean target;

  private Shell(String line) {
    this.line = line;
  }

  /**
   * The words of each command of a line: quotes taken off, assignments before the program,
   * redirections and remarks left out. What stands in {@code $(...)} stays as it is.
   */
  static List<List<String>> commands(String line) {
    return new Shell(line).split();
  }

  private List<List<String>> split() {
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (c == '#' && !inWord) {
        break;
      }
      if (c == '\'' || c == '"') {
        int end = endOf(c, i + 1);
        take(line.substring(i + 1, end));
        i = end;
      } else if (line.startsWith("$(", i)) {
        int end = endOf(')', i);
        take(line.substring(i, Math.min(end + 1, line.length())));
        i = end;
      } else if (c == '\\') {
        i++;
        take(line.substring(i, Math.min(i + 1, line.length())));
      } else if (Character.isWhitespace(c)) {
        endWord();
      } else if (c == '<' || c == '>') {
        endWord();
        target = true;
      } else if (c == '|' || c == ';' || c == '&') {
        endWord();
        commands.add(new ArrayList<>());
      } else {
        take(String.valueOf(c));
      }
      i++;
    }
    endWord();
    commands.removeIf(List::isEmpty);
    return commands;
  }

  private int endOf(char quote, int from) {
    int end = line.indexOf(quote, from);
    return end < 0 ? line.length() : end;
  }

  private void take(String text) {
    word.append(text);
    inWord = true;
  }

  private void endWord() {
    List<String> command = commands.get(commands.size() - 1);
    String text = word.toString();
    boolean assignment = command.isEmpty() && text.matches("[A-Z_]+=.*");
    if (inWord && !target && !assignment) {
      command.add(text);
    }
    target = target && !inWord;
    inWord = false;
    word.setLength(0);
  }
}
