package org.thorax.data.tools.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.thorax.data.LabelCounts;
import org.thorax.data.View;

/** Statistics as text tables for a terminal. */
public final class StatisticsText {
  private StatisticsText() {}

  /** All tables. */
  public static String of(DatasetStatistics statistics) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %,d images of %,d patients; %s%n%n",
            statistics.dataset(),
            statistics.images(),
            statistics.patients(),
            statistics.split()));
    text.append(sets(statistics));
    for (SetStatistics set : statistics.sets()) {
      text.append(String.format("%n%s%n", title(set.name())));
      text.append(labels(set));
    }
    return text.toString();
  }

  /** "training" becomes "Training set", "all" becomes "All images". */
  static String title(String set) {
    return set.equals("all")
        ? "All images"
        : set.substring(0, 1).toUpperCase(Locale.ROOT) + set.substring(1) + " set";
  }

  private static String sets(DatasetStatistics statistics) {
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {
          "set", "images", "patients", "frontal", "lateral", "female", "male", "median age"
        });
    for (SetStatistics set : statistics.sets()) {
      rows.add(
          new String[] {
            set.name(),
            number(set.images()),
            number(set.patients().count()),
            number(set.imagesBy().view().getOrDefault(View.FRONTAL, 0)),
            number(set.imagesBy().view().getOrDefault(View.LATERAL, 0)),
            number(set.imagesBy().sex().getOrDefault("Female", 0)),
            number(set.imagesBy().sex().getOrDefault("Male", 0)),
            Double.isNaN(set.patients().ages().median())
                ? "-"
                : String.format(Locale.ROOT, "%.0f", set.patients().ages().median())
          });
    }
    return table(rows);
  }

  private static String labels(SetStatistics set) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"class", "positive", "", "uncertain", "", "negative", "", "blank", ""});
    for (LabelCounts label : set.labels()) {
      rows.add(
          new String[] {
            label.name(),
            number(label.positive()),
            percent(label.positive(), set.images()),
            number(label.uncertain()),
            percent(label.uncertain(), set.images()),
            number(label.negative()),
            percent(label.negative(), set.images()),
            number(label.blank()),
            percent(label.blank(), set.images())
          });
    }
    return table(rows);
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String percent(int part, int whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  /** The first column left-aligned, the others right-aligned. */
  private static String table(List<String[]> rows) {
    int[] width = new int[rows.get(0).length];
    for (String[] row : rows) {
      Arrays.setAll(width, c -> Math.max(width[c], row[c].length()));
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.length; c++) {
        String format = c == 0 ? "%-" + width[0] + "s" : "  %" + Math.max(1, width[c]) + "s";
        line.append(String.format(format, row[c]));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }
}
