package org.thorax.data.describe;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table that belongs to another by a key.
 *
 * @param table that is joined
 * @param key column of the first table
 * @param foreign column of {@code table}, whose values are all different
 * @param share of the first table's keys that have a row, above 0 to 1
 */
record JoinGuess(TableProfile table, String key, String foreign, double share) {
  private static final double ENOUGH = 0.5;

  /** The key that joins a table to another best; empty for none. */
  static Optional<JoinGuess> of(TableProfile first, TableProfile second) {
    return second.columns().stream()
        .filter(each -> each.filled() > 0)
        .flatMap(each -> by(first, second, each).stream())
        .max(
            Comparator.comparing(JoinGuess::share)
                .thenComparing(each -> each.key().equals(each.foreign()) ? 1 : 0));
  }

  private static List<JoinGuess> by(
      TableProfile first, TableProfile second, ColumnProfile foreign) {
    List<ColumnProfile> plausible =
        first.columns().stream().filter(each -> mayMatch(each, foreign)).toList();
    if (plausible.isEmpty()) {
      return List.of();
    }
    Map<String, Integer> counts = second.counts(List.of(foreign.name())).get(foreign.name());
    boolean unique = counts.values().stream().allMatch(count -> count == 1);
    if (!unique || foreign.blanks() > 0) {
      return List.of();
    }
    Set<String> keys = counts.keySet().stream().map(JoinGuess::whole).collect(Collectors.toSet());
    return plausible.stream()
        .map(
            each ->
                new JoinGuess(
                    second,
                    each.name(),
                    foreign.name(),
                    each.share(value -> keys.contains(whole(value)))))
        .filter(each -> each.share() >= ENOUGH)
        .toList();
  }

  /** pandas writes whole numbers with a point when the column has blanks. */
  private static String whole(String value) {
    return value.replaceFirst("^([0-9]+)\\.0$", "$1");
  }

  /** Numbers that count rows agree by chance; names or long values do not. */
  private static boolean mayMatch(ColumnProfile key, ColumnProfile foreign) {
    if (key.filled() == 0) {
      return false;
    }
    boolean sameName = Words.of(key.name()).joined().equals(Words.of(foreign.name()).joined());
    boolean sameRole =
        List.of(ColumnRole.PATIENT, ColumnRole.STUDY, ColumnRole.IMAGE).stream()
            .anyMatch(role -> role.fits(key.name()) && role.fits(foreign.name()));
    boolean long5 = key.longest() >= 5 && foreign.longest() >= 5;
    return sameName || sameRole || (long5 && Math.abs(key.longest() - foreign.longest()) <= 2);
  }

  /** The line below {@code join}. */
  String line() {
    return "  - {table: %s, keys: %s%s%s}"
        .formatted(
            YamlText.text(table.name()),
            YamlText.text(key),
            key.equals(foreign) ? "" : ", foreign-keys: " + YamlText.text(foreign),
            share < 1 ? ", required: false" : "");
  }

  String reason() {
    return "%s belongs to it by %s: %.0f %% of the values have a row%s."
        .formatted(
            table.name(),
            key.equals(foreign) ? key : key + " = " + foreign,
            100 * share,
            share < 1 ? ", the others are not read" : "");
  }
}
