package org.thorax.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, in the parts of Markdown that it uses.
 *
 * @param file relative to the project's folder
 * @param blocks indented and fenced, in their order
 * @param texts what is outside of blocks, by line number from 1
 */
record Page(Path file, List<Block> blocks, Map<Integer, String> texts) {
  private static final Pattern INLINE_CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("!?\\[[^]]*]\\(([^)\\s]+)\\)");

  /**
   * A block of code.
   *
   * @param line the number of its first line of code
   * @param language as the fence says, empty for an indented block
   * @param file what the fence names behind it: the file that a reader saves this as; else empty
   */
  record Block(int line, String language, String file, List<String> lines) {}

  /** Something at a line. */
  record Place(int line, String text) {}

  /** README.md, the other pages beside it, every page in docs, and the README files of folders. */
  static List<Page> all() {
    List<Path> files = new ArrayList<>(List.of(Path.of("README.md")));
    try (Stream<Path> beside = Files.list(Path.of(""));
        Stream<Path> docs = Files.list(Path.of("docs"));
        Stream<Path> folders = Files.list(Path.of(""))) {
      beside
          .filter(file -> file.toString().endsWith(".md") && !files.contains(file))
          .sorted()
          .forEach(files::add);
      docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
      folders.map(folder -> folder.resolve("README.md")).filter(Files::exists).forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files.stream().map(Page::read).toList();
  }

  static Page read(Path file) {
    try {
      return of(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page of(Path file, List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    Map<Integer, String> texts = new LinkedHashMap<>();
    int i = 0;
    while (i < lines.size()) {
      String line = lines.get(i);
      int end = i + 1;
      if (line.startsWith("```")) {
        while (!lines.get(end).startsWith("```")) {
          end++;
        }
        String[] info = (line.substring(3).strip() + "  ").split(" ", 3);
        blocks.add(new Block(i + 2, info[0], info[1], lines.subList(i + 1, end)));
        end++;
      } else if (line.startsWith("    ") && (i == 0 || lines.get(i - 1).isBlank())) {
        while (end < lines.size() && (lines.get(end).startsWith("    ") || goesOn(lines, end))) {
          end++;
        }
        List<String> code = lines.subList(i, end).stream().map(Page::unindented).toList();
        blocks.add(new Block(i + 1, "", "", code));
      } else {
        texts.put(i + 1, line);
      }
      i = end;
    }
    return new Page(file, List.copyOf(blocks), texts);
  }

  /** An empty line within an indented block. */
  private static boolean goesOn(List<String> lines, int i) {
    return lines.get(i).isBlank() && i + 1 < lines.size() && lines.get(i + 1).startsWith("    ");
  }

  private static String unindented(String line) {
    return line.isBlank() ? "" : line.substring(4);
  }

  /** Inline code, bars of tables unescaped. */
  List<Place> inlineCode(boolean inTables) {
    List<Place> found = new ArrayList<>();
    texts.forEach(
        (number, text) -> {
          if (text.startsWith("|") == inTables) {
            Matcher code = INLINE_CODE.matcher(text);
            while (code.find()) {
              found.add(new Place(number, code.group(1).replace("\\|", "|")));
            }
          }
        });
    return found;
  }

  /** Targets of links and images. */
  List<Place> links() {
    List<Place> found = new ArrayList<>();
    texts.forEach(
        (number, text) -> {
          Matcher link = LINK.matcher(INLINE_CODE.matcher(text).replaceAll(""));
          while (link.find()) {
            found.add(new Place(number, link.group(1)));
          }
        });
    return found;
  }

  /** The headings' anchors, as GitHub makes them. */
  Set<String> anchors() {
    Set<String> anchors = new TreeSet<>();
    for (String text : texts.values()) {
      if (text.matches("#{1,6} .*")) {
        String anchor = anchor(text.replaceFirst("^#+ ", ""));
        int copies = 0;
        while (!anchors.add(copies == 0 ? anchor : anchor + "-" + copies)) {
          copies++;
        }
      }
    }
    return anchors;
  }

  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
