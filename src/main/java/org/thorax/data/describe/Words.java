package org.thorax.data.describe;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * The words of a column's name or of a value, in any case and without accents: {@code PatientAge},
 * {@code patient_age} and {@code Patient Age} are the words patient and age.
 *
 * @param joined all of them without spaces
 * @param each one after the other
 */
record Words(String joined, List<String> each) {
  static Words of(String text) {
    String plain =
        Normalizer.normalize(text.replace("ß", "ss"), Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
            .toLowerCase(Locale.ROOT);
    List<String> words =
        List.of(plain.split("[^a-z0-9]+", -1)).stream().filter(word -> !word.isEmpty()).toList();
    return new Words(String.join("", words), words);
  }

  /** Whether one of the words, or all together, is one of these. */
  boolean has(List<String> names) {
    return names.contains(joined) || each.stream().anyMatch(names::contains);
  }

  /** Whether all together are one of these. */
  boolean is(List<String> names) {
    return names.contains(joined);
  }

  /** Whether one of these occurs in them. */
  boolean contains(List<String> parts) {
    return parts.stream().anyMatch(joined::contains);
  }
}
