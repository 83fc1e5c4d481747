package org.thorax.model.keras.layers;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names Keras gives to layers without one: {@code conv2d}, {@code conv2d_1}, ... counted from
 * zero per class, as in a fresh process.
 */
final class LayerNames {
  private static final Pattern NUMBERED = Pattern.compile("(.+)_(\\d+)");

  private final Map<String, Integer> next = new HashMap<>();

  /** Continues the numbering of existing names. */
  void observe(String name) {
    next.merge(name, 1, Math::max);
    Matcher matcher = NUMBERED.matcher(name);
    if (matcher.matches() && matcher.group(2).length() < 9) {
      next.merge(matcher.group(1), Integer.parseInt(matcher.group(2)) + 1, Math::max);
    }
  }

  String next(LayerConfig config) {
    if (config instanceof InputLayer) {
      return numbered("input", Math.max(1, next.merge("input", 1, Math::max)));
    }
    String name = snakeCase(config.className());
    return numbered(name, next.getOrDefault(name, 0));
  }

  private String numbered(String name, int number) {
    next.put(name, number + 1);
    return number == 0 ? name : name + "_" + number;
  }

  /** Keras' {@code to_snake_case}: {@code ZeroPadding2D} becomes {@code zero_padding2d}. */
  static String snakeCase(String className) {
    return className
        .replaceAll("(.)([A-Z][a-z0-9]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
