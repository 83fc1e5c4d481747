package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

  /** The same with more readings. */
  ImageGuess or(List<String> more) {
    List<String> all = new ArrayList<>(others);
    all.addAll(more);
    return new ImageGuess(column, yaml, reason, all);
  }

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
    // A name that many folders have says little of a value whose own folder is missing.
    Map<String, List<String>> single = new LinkedHashMap<>(column.images());
    single.values().removeIf(files -> files.size() > 1);
    Map<String, List<String>> whole = new LinkedHashMap<>(column.images());
    whole.entrySet().removeIf(each -> !isWhole(each.getKey(), each.getValue()));
    return Stream.of(column.images(), single, whole)
        .flatMap(images -> of(column, table, images).stream())
        .findFirst();
  }

  /** Whether the value's own folders are among those of the files. */
  private static boolean isWhole(String value, List<String> files) {
    String path = value.replace('\\', '/');
    String inner = path.substring(path.indexOf('/') + 1);
    return files.stream()
        .flatMap(file -> Stream.of(file, ImageIndex.stem(file)))
        .anyMatch(file -> ("/" + file).endsWith("/" + inner));
  }

  private static Optional<ImageGuess> of(
      ColumnProfile column, TableProfile table, Map<String, List<String>> images) {
    if (images.isEmpty()) {
      return Optional.empty();
    }
    String beside = ImageIndex.folder(table.name());
    Map<Rule, Integer> votes = new HashMap<>();
    images.forEach((value, files) -> vote(value, files, votes));
    List<Rule> best =
        votes.keySet().stream()
            .sorted(
                Comparator.comparing((Rule rule) -> -votes.get(rule))
                    .thenComparing(rule -> rule.before().startsWith(beside) ? 0 : 1)
                    .thenComparing(Rule::kind)
                    .thenComparing(Rule::before)
                    .thenComparing(Rule::lead))
            .toList();
    if (best.isEmpty()) {
      return Optional.empty();
    }
    Rule first = best.get(0);
    // Where one folder of several is there, a column may name the folder.
    Optional<ImageGuess> folders =
        first.before().isEmpty() ? Optional.empty() : inFolders(column, table, images);
    if (folders.isPresent() || votes.get(first) < ENOUGH * images.size()) {
      return folders;
    }
    List<String> others =
        best.stream()
            .filter(each -> each.kind() == first.kind() && !each.equals(first))
            .filter(each -> 2 * votes.get(each) > images.size())
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
      rules.add(new Rule(Kind.RENAMED, folder, name.substring(ImageIndex.stem(name).length()), ""));
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

  /** PadChest's form: another column, of several values, has the folder. */
  private static Optional<ImageGuess> inFolders(
      ColumnProfile column, TableProfile table, Map<String, List<String>> images) {
    List<String> others =
        table.columns().stream()
            .filter(each -> each != column && each.filled() >= column.filled())
            .filter(each -> each.values().size() > 1)
            .map(ColumnProfile::name)
            .toList();
    List<String> wanted = new ArrayList<>(others);
    wanted.add(column.name());
    Map<List<String>, Integer> votes = new HashMap<>();
    int[] looked = {0};
    table.forEach(
        wanted,
        row -> {
          String value = row.get(others.size());
          List<String> files = images.get(value);
          if (files != null) {
            looked[0]++;
            Set<List<String>> fitting = new HashSet<>();
            for (int i = 0; i < others.size(); i++) {
              for (String file : files) {
                around(row.get(i) + "/" + value, others.get(i), file).ifPresent(fitting::add);
              }
            }
            fitting.forEach(each -> votes.merge(each, 1, Integer::sum));
          }
        });
    return votes.keySet().stream()
        .filter(each -> votes.get(each) >= ENOUGH * looked[0])
        .min(Comparator.comparing(each -> others.indexOf(each.get(0))))
        .map(
            each ->
                new ImageGuess(
                    column.name(),
                    YamlText.text(
                        "%s{%s}/{%s}%s"
                            .formatted(each.get(1), each.get(0), column.name(), each.get(2))),
                    "its values are files, and column %s has their folders".formatted(each.get(0)),
                    List.of()));
  }

  /** What is before and behind a part of a file's path, with the column that has its folder. */
  private static Optional<List<String>> around(String part, String column, String file) {
    int at = ("/" + file).lastIndexOf("/" + part);
    if (at < 0 || part.startsWith("/")) {
      return Optional.empty();
    }
    String behind = file.substring(at + part.length());
    return behind.isEmpty() || behind.matches("\\.[A-Za-z]+")
        ? Optional.of(List.of(column, file.substring(0, at), behind))
        : Optional.empty();
  }
}
