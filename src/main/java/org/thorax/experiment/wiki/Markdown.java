package org.thorax.experiment.wiki;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.thorax.experiment.log.PythonFloat;

/** A Markdown text (GitHub's and GitLab's: CommonMark with tables) that grows from above. */
final class Markdown {
  private static final String FENCE = "```";

  private final StringBuilder text = new StringBuilder();

  /**
   * A heading.
   *
   * @param level 1 to 6
   */
  Markdown heading(int level, String words) {
    return block("#".repeat(level) + " " + escaped(words));
  }

  /** Words; their lines stay lines. */
  Markdown paragraph(String words) {
    return block(lines(words));
  }

  /** A remark that stands out. */
  Markdown remark(String words) {
    return block("> " + lines(words).replace("\n", "\n> "));
  }

  /** A list of points. */
  Markdown points(List<String> points) {
    return block(
        points.stream()
            .map(point -> "- " + lines(point).replace("\n", "\n  "))
            .collect(Collectors.joining("\n")));
  }

  /** A comment that nobody sees; {@code words} have no two signs of minus in a row. */
  Markdown comment(String words) {
    return block("<!-- " + words + " -->");
  }

  /** Text whose blanks and line ends count. */
  Markdown code(String words) {
    String fence = FENCE;
    while (words.contains(fence)) {
      fence += "`";
    }
    return block(fence + "\n" + words.stripTrailing() + "\n" + fence);
  }

  /** A picture of a file relative to the page. */
  Markdown image(String title, String file) {
    return block("![" + escaped(title) + "](" + file + ")");
  }

  /** The first column to the left, the others, which are numbers, to the right. */
  Markdown table(List<String> head, List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(row(head));
    lines.add("| --- |" + " ---: |".repeat(head.size() - 1));
    rows.forEach(cells -> lines.add(row(cells)));
    return block(String.join("\n", lines));
  }

  /** Names and what they are, both to the left. */
  Markdown facts(List<List<String>> rows) {
    List<String> lines = new ArrayList<>(List.of("| | |", "| --- | --- |"));
    rows.forEach(cells -> lines.add(row(cells)));
    return block(String.join("\n", lines));
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> escaped(cell).replace("\n", " "))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private Markdown block(String lines) {
    text.append(lines).append("\n\n");
    return this;
  }

  /** Words with everything that Markdown, HTML or a wiki's links would take for its own escaped. */
  static String escaped(String words) {
    return words
        .replaceAll("([\\\\`*\\[\\]<>|])", "\\\\$1")
        .replaceAll("&(?=[A-Za-z#])", "&amp;")
        // Between letters, as names have it, an underscore is no emphasis.
        .replaceAll("(?<![A-Za-z0-9])_|_(?![A-Za-z0-9_])", "\\\\_");
  }

  /** Words whose lines, too, begin nothing but words: no heading, no list. */
  private static String lines(String words) {
    return escaped(words.strip())
        .replaceAll("(?m)^(\\s*)([#+~=-])", "$1\\\\$2")
        .replaceAll("(?m)^(\\s*\\d+)([.)])(?=\\s|$)", "$1\\\\$2");
  }

  /** A figure for people: four decimals, or as a power of ten where these would say nothing. */
  static String figure(double value) {
    if (!Double.isFinite(value)) {
      return PythonFloat.repr(value);
    }
    double size = Math.abs(value);
    return size == 0 || (size >= 1e-3 && size < 1e5)
        ? String.format(Locale.ROOT, "%.4f", value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  /** Everything so far, ended by one line end. */
  String text() {
    return text.toString().stripTrailing() + "\n";
  }
}
