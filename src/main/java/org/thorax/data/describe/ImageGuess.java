package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a column's values become the images' paths.
 *
 * @param column with the images' names
 * @param yaml the value of the description's key {@code image}
 * @param reason why
 * @param others other readings
 */
record ImageGuess(String column, String yaml, String reason, List<String> others) {
  /** So large a share of the names that are images must be made right by one rule. */
  private static final double ENOUGH = 0.98;

  /** The kinds of rules, the simplest first. */
  private enum Kind {
    /** A folder before the value, perhaps none. */
    PATH,
    /** A folder before it and an ending behind it. */
    STEM,
    /** The value's first folders are left out. */
    INNER,
    /** Only the value's last part is taken. */
    LAST,
    /** The same, with another ending. */
    RENAMED
  }

  private record Rule(Kind kind, String before, String after, String lead) {
    String yaml(String column) {
      String braces = "{" + column + "}";
      return switch (kind) {
        case PATH -> YamlText.text(before.isEmpty() ? column : before + braces);
        case STEM -> YamlText.text(before + braces + after);
        case INNER -> pattern(column, "^" + quoted(lead) + "(.*)$");
        case LAST -> pattern(column, "[^/\\\\]+$");
        case RENAMED -> pattern(column, "([^/\\\\]+)\\.[^./\\\\]+$");
      };
    }

    private String pattern(String column, String pattern) {
      String frame = before + "{}" + after;
      return "{from: %s, pattern: %s%s}"
          .formatted(
              YamlText.text(column),
              YamlText.text(pattern),
              frame.equals("{}") ? "" : ", as: " + YamlText.text(frame));
    }

    /** As a regular expression, with either slash. */
    private static String quoted(String lead) {
      return lead.replaceAll("([\\\\.^$|()\\[\\]{}*+?])", "\\\\$1").replaceAll("/", "[/\\\\\\\\]");
    }

    String words() {
      String where = before.isEmpty() ? "" : " below " + before;
      return switch (kind) {
        case PATH -> "its values are files" + where;
        case STEM -> "its values are files%s without the ending %s".formatted(where, after);
        case INNER -> "its values are files%s behind %s".formatted(where, lead);
        case LAST -> "the last parts of its values are files" + where;
        case RENAMED -> "its values are files%s but for the ending %s".formatted(where, after);
      };
    }
  }

  /** The rule that fits a column best; empty for a column without images and for no one rule. */
  static Optional<ImageGuess> of(ColumnProfile column, TableProfile table) {
    if (column.images().isEmpty()) {
      return Optional.empty();
    }
    Map<Rule, Integer> votes = new HashMap<>();
    column.images().forEach((value, files) -> vote(value, files, votes));
    List<Rule> best =
        votes.keySet().stream()
            .sorted(
                Comparator.comparing((Rule rule) -> -votes.get(rule))
                    .thenComparing(Rule::kind)
                    .thenComparing(Rule::before)
                    .thenComparing(Rule::lead))
            .toList();
    if (best.isEmpty()) {
      return Optional.empty();
    }
    Rule first = best.get(0);
    if (votes.get(first) < ENOUGH * column.images().size()) {
      return inFolders(column, table);
    }
    List<String> others =
        best.stream()
            .filter(each -> each.kind() == first.kind() && !each.equals(first))
            .filter(each -> 2 * votes.get(each) > column.images().size())
            .map(each -> "image: " + each.yaml(column.name()))
            .toList();
    return Optional.of(
        new ImageGuess(column.name(), first.yaml(column.name()), first.words(), others));
  }

  private static void vote(String value, List<String> files, Map<Rule, Integer> votes) {
    String path = value.replace('\\', '/');
    Set<Rule> fitting = new HashSet<>();
    for (String file : files) {
      fitting.addAll(rules(path, file));
    }
    fitting.forEach(rule -> votes.merge(rule, 1, Integer::sum));
  }

  private static List<Rule> rules(String path, String file) {
    List<Rule> rules = new ArrayList<>();
    String folder = ImageIndex.folder(file);
    String name = ImageIndex.last(file);
    String last = ImageIndex.last(path);
    boolean absolute = path.startsWith("/") || path.contains(":") || path.startsWith("..");
    if (!absolute && (file.equals(path) || file.endsWith("/" + path))) {
      rules.add(new Rule(Kind.PATH, file.substring(0, file.length() - path.length()), "", ""));
    }
    String bare = ImageIndex.stem(file);
    boolean behind = bare.equals(path) || bare.endsWith("/" + path);
    if (!absolute && behind && !bare.equals(file)) {
      rules.add(
          new Rule(
              Kind.STEM,
              bare.substring(0, bare.length() - path.length()),
              file.substring(bare.length()),
              ""));
    }
    if (name.equals(last) && path.contains("/")) {
      String inner = sharedEnd(path, file);
      String lead = path.substring(0, path.length() - inner.length());
      if (!lead.isEmpty()) {
        rules.add(
            new Rule(Kind.INNER, file.substring(0, file.length() - inner.length()), "", lead));
      }
      rules.add(new Rule(Kind.LAST, folder, "", ""));
    }
    if (ImageIndex.stem(name).equals(ImageIndex.stem(last)) && !name.equals(last)) {
      rules.add(
          new Rule(Kind.RENAMED, folder, name.substring(ImageIndex.stem(name).length()), ""));
    }
    return rules;
  }

  /** The longest end of both that begins with a whole part. */
  private static String sharedEnd(String path, String file) {
    String end = path;
    while (!file.equals(end) && !file.endsWith("/" + end)) {
      end = end.substring(end.indexOf('/') + 1);
    }
    return end;
  }

  /** PadChest's form: another column has the folder. */
  private static Optional<ImageGuess> inFolders(ColumnProfile column, TableProfile table) {
    for (ColumnProfile other : table.columns()) {
      if (other == column || other.filled() < column.filled()) {
        continue;
      }
      Map<String, Integer> befores = new HashMap<>();
      int[] looked = {0};
      table.forEach(
          List.of(other.name(), column.name()),
          row -> {
            List<String> files = column.images().get(row.get(1));
            if (files != null) {
              looked[0]++;
              String end = row.get(0) + "/" + row.get(1);
              String pattern = Pattern.quote(end) + "(\\.[A-Za-z]+)?";
              files.stream()
                  .filter(file -> file.matches("(.*/)?" + pattern))
                  .map(file -> file.replaceFirst(pattern + "$", "\n$1"))
                  .distinct()
                  .forEach(before -> befores.merge(before, 1, Integer::sum));
            }
          });
      for (Map.Entry<String, Integer> each : befores.entrySet()) {
        if (each.getValue() >= ENOUGH * looked[0]) {
          String[] around = each.getKey().split("\n", -1);
          String text =
              "%s{%s}/{%s}%s".formatted(around[0], other.name(), column.name(), around[1]);
          return Optional.of(
              new ImageGuess(
                  column.name(),
                  YamlText.text(text),
                  "its values are files, and column %s has their folders".formatted(other.name()),
                  List.of()));
        }
      }
    }
    return Optional.empty();
  }
}
