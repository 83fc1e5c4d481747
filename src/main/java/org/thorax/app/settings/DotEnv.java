package org.thorax.app.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * Parses a {@code .env} file like python-dotenv: {@code NAME=value}, {@code export} before it,
 * quotes around the value, {@code #} comments, {@code ${NAME}} and {@code ${NAME:-default}}
 * expanded. Multi-line values are not supported.
 */
final class DotEnv {
  private static final Pattern LINE =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*(.*)");
  private static final Pattern VALUE =
      Pattern.compile("'([^']*)'\\s*(?:#.*)?|\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?|([^'\"].*|)");
  private static final Pattern NAME = Pattern.compile("\\$\\{([^}:]*)(?::-([^}]*))?\\}");

  private DotEnv() {}

  /**
   * Reads the variables.
   *
   * @param process variables that take precedence over those of the file in expansions
   */
  static Map<String, String> read(String text, Path file, Map<String, String> process) {
    Map<String, String> values = new HashMap<>();
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      String content = line.strip();
      if (!content.isEmpty() && !content.startsWith("#")) {
        Matcher parts = LINE.matcher(content);
        if (!parts.matches()) {
          throw unreadable(file, number);
        }
        Matcher value = VALUE.matcher(parts.group(2));
        if (!value.matches()) {
          throw unreadable(file, number);
        }
        values.put(parts.group(1), expanded(plain(value), values, process));
      }
    }
    return values;
  }

  private static ThoraxException unreadable(Path file, int number) {
    // The line may hold a secret, so it is not shown.
    return new FileException(
        String.format("Line %d of %s is not NAME=value with closed quotes; fix it.", number, file));
  }

  private static String plain(Matcher value) {
    if (value.group(1) != null) {
      return value.group(1);
    }
    if (value.group(2) != null) {
      return value.group(2).replaceAll("\\\\([\"\\\\$])", "$1");
    }
    return value.group(3).replaceFirst("(^|\\s)#.*$", "").strip();
  }

  private static String expanded(
      String value, Map<String, String> earlier, Map<String, String> process) {
    return NAME.matcher(value)
        .replaceAll(
            named -> {
              String fallback = named.group(2) == null ? "" : named.group(2);
              String found = process.getOrDefault(named.group(1), earlier.get(named.group(1)));
              return Matcher.quoteReplacement(
                  found == null || (found.isEmpty() && named.group(2) != null) ? fallback : found);
            });
  }
}
