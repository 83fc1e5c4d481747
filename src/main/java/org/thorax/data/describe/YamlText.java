package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.List;

/** The lines of a YAML file, with comments. */
final class YamlText {
  private static final int WIDTH = 96;
  private static final int MOST = 12;

  private final List<String> lines = new ArrayList<>();

  /** A text as YAML has it, in quotes where it needs them. */
  static String text(String value) {
    if (value.matches("[\\p{L}][\\p{L}0-9_./+-]*( [\\p{L}0-9_./+-]+)*")
        && !value.matches("(?i)yes|no|true|false|null|on|off|y|n|nan")) {
      return value;
    }
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t");
    return "\"" + escaped.replace("\r", "\\r").replace("\n", "\\n") + "\"";
  }

  /** Texts as a list in one line. */
  static String list(List<String> values) {
    return "[" + String.join(", ", values.stream().map(YamlText::text).toList()) + "]";
  }

  /** The first of many texts. */
  static String some(List<String> texts) {
    String first = String.join(", ", texts.subList(0, Math.min(MOST, texts.size())));
    return texts.size() > MOST ? first + " and " + (texts.size() - MOST) + " more" : first;
  }

  /** Adds a comment, broken into lines. */
  YamlText comment(String indent, String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.replaceAll("\\s+", " ").strip().split(" ", -1)) {
      if (line.length() > 0 && indent.length() + 2 + line.length() + 1 + word.length() > WIDTH) {
        lines.add(indent + "# " + line);
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(indent + "# " + line);
    return this;
  }

  /** Adds a comment at the left. */
  YamlText comment(String text) {
    return comment("", text);
  }

  /** Adds a line that is YAML already. */
  YamlText line(String line) {
    lines.add(line);
    return this;
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
