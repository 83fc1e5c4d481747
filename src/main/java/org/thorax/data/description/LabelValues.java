package org.thorax.data.description;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.thorax.ConfigurationException;
import org.thorax.data.Samples;

/**
 * The texts of each label. Numbers are compared as numbers, so that {@code 1} is {@code 1.0}, texts
 * without regard to case; {@code *} is every text that is not named.
 *
 * @param positive label 1
 * @param negative label 0
 * @param uncertain label {@link Samples#UNCERTAIN}
 * @param blank no label, NaN
 */
record LabelValues(
    List<String> positive, List<String> negative, List<String> uncertain, List<String> blank) {
  // Before USUAL, whose constructor reads numbers.
  private static final String ALL_OTHERS = "*";
  private static final int MAX_NUMBER = 15;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  /** What tables written by pandas and R have. */
  static final LabelValues USUAL =
      new LabelValues(
          List.of("1", "True", "yes"),
          List.of("0", "False", "no"),
          List.of("-1"),
          List.of("", "nan", "NA"));

  /** Checks that no text is two labels. */
  LabelValues {
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
    uncertain = List.copyOf(uncertain);
    blank = List.copyOf(blank);
    table(positive, negative, uncertain, blank);
  }

  /** The label of each text, in the spelling of {@link #key}. */
  Lookup lookup() {
    Map<String, Float> labels = table(positive, negative, uncertain, blank);
    return new Lookup(labels, Optional.ofNullable(labels.get(ALL_OTHERS)));
  }

  private static Map<String, Float> table(
      List<String> positive, List<String> negative, List<String> uncertain, List<String> blank) {
    Map<String, Float> labels = new HashMap<>();
    put(positive, 1f, labels);
    put(negative, 0f, labels);
    put(uncertain, Samples.UNCERTAIN, labels);
    put(blank, Float.NaN, labels);
    return labels;
  }

  private static void put(List<String> texts, float label, Map<String, Float> labels) {
    for (String text : texts) {
      Float other = labels.put(key(text), label);
      if (other != null && !other.equals(label)) {
        throw new ConfigurationException(
            "dataset",
            "The value '%s' is given as two different labels; leave one out.".formatted(text));
      }
    }
  }

  /** One spelling for numbers that are equal, and for texts that differ in case. */
  static String key(String text) {
    // Longer numbers are ids, of which a double does not hold all digits.
    return text.length() <= MAX_NUMBER && NUMBER.matcher(text).matches()
        ? Double.toString(Double.parseDouble(text) + 0.0)
        : text.toLowerCase(Locale.ROOT);
  }

  /** The values in words, for errors. */
  String describe() {
    return "positive %s, negative %s, uncertain %s, blank %s"
        .formatted(positive, negative, uncertain, blank);
  }

  /**
   * Labels by text.
   *
   * @param labels by {@link LabelValues#key}
   * @param others the label of every other text
   */
  record Lookup(Map<String, Float> labels, Optional<Float> others) {
    /** The label of a text; empty for one that no rule knows. */
    Optional<Float> of(String text) {
      Float exact = labels.get(text);
      Float label = exact != null ? exact : labels.get(key(text));
      return label != null ? Optional.of(label) : others;
    }
  }
}
