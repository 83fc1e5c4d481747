package org.thorax.experiment.wiki;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.thorax.experiment.log.PythonFloat;

/** Builds Markdown text (GitHub's and GitLab's: CommonMark with tables) from top to bottom. */
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

  /** Text; its line breaks are kept. */
  Markdown paragraph(String words) {
    return block(lines(words));
  }

  /** A highlighted note. */
  Markdown remark(String words) {
    return block("> " + lines(words).replace("\n", "\n> "));
  }

  /** A bullet list. */
  Markdown points(List<String> points) {
    return block(
        points.stream()
            .map(point -> "- " + lines(point).replace("\n", "\n  "))
            .collect(Collectors.joining("\n")));
  }

  /** An invisible comment; {@code words} must not contain two hyphens in a row. */
  Markdown comment(String words) {
    return block("<!-- " + words + " -->");
  }

  /** Preformatted text. */
  Markdown code(String words) {
    String fence = FENCE;
    while (words.contains(fence)) {
      fence += "`";
    }
    return block(fence + "\n" + words.stripTrailing() + "\n" + fence);
  }

  /** An image file relative to the page. */
  Markdown image(String title, String file) {
    return block("![" + escaped(title) + "](" + file + ")");
  }

  /**
   * A table with the first column left-aligned and the others, which are numbers, right-aligned.
   */
  Markdown table(List<String> head, List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(row(head));
    lines.add("| --- |" + " ---: |".repeat(head.size() - 1));
    rows.forEach(cells -> lines.add(row(cells)));
    return block(String.join("\n", lines));
  }

  /** A table of names and descriptions, both left-aligned. */
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

  /** Text with everything escaped that Markdown, HTML or a wiki's links would interpret. */
  static String escaped(String words) {
    return words
        .replaceAll("([\\\\`*\\[\\]<>|])", "\\\\$1")
        .replaceAll("&(?=[A-Za-z#])", "&amp;")
        // Between letters, as in names, an underscore is not emphasis.
        .replaceAll("(?<![A-Za-z0-9])_|_(?![A-Za-z0-9_])", "\\\\_");
  }

  /** Text whose lines cannot start a heading or a list, either. */
  private static String lines(String words) {
    return escaped(words.strip())
        .replaceAll("(?m)^(\\s*)([#+~=-])", "$1\\\\$2")
        .replaceAll("(?m)^(\\s*\\d+)([.)])(?=\\s|$)", "$1\\\\$2");
  }

  /** A number for readers: four decimals, or scientific notation if these are not enough. */
  static String figure(double value) {
    if (!Double.isFinite(value)) {
      return PythonFloat.repr(value);
    }
    double size = Math.abs(value);
    return size == 0 || (size >= 1e-3 && size < 1e5)
        ? String.format(Locale.ROOT, "%.4f", value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  /** The text so far, with one line break at the end. */
  String text() {
    return text.toString().stripTrailing() + "\n";
  }
}
