package org.thorax.data.tools.statistics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thorax.data.LabelCounts;
import org.thorax.formats.plot.Page;

/** Statistics as a self-contained HTML file that follows the system's light or dark theme. */
public final class StatisticsPage {
  private static final Map<String, String> NOTES =
      Map.of(
          "together",
          "Of 100 images positive for the row, so many are positive for the column too.");

  private StatisticsPage() {}

  /** The whole file. */
  public static String of(DatasetStatistics statistics) {
    Page page =
        new Page(
            statistics.dataset(),
            String.format(
                Locale.ROOT,
                "%,d images of %,d patients; %s.",
                statistics.images(),
                statistics.patients(),
                statistics.split()));
    page.tiles(statistics.sets().stream().map(StatisticsPage::tile).toList());
    page.figures(
        StatisticsFigures.of(statistics).entrySet().stream()
            .map(each -> new Page.Figure(each.getValue(), NOTES.getOrDefault(each.getKey(), "")))
            .toList());
    statistics.sets().forEach(set -> table(page, set));
    return page.html();
  }

  private static Page.Tile tile(SetStatistics set) {
    double age = set.patients().ages().median();
    return new Page.Tile(
        String.format(Locale.ROOT, "%,d", set.images()),
        String.format(
            Locale.ROOT,
            "%s, %,d patients, median age %s",
            set.name(),
            set.patients().count(),
            Double.isNaN(age) ? "unknown" : String.format(Locale.ROOT, "%.0f", age)));
  }

  private static void table(Page page, SetStatistics set) {
    page.foldedTable(
        "Numbers: " + StatisticsText.title(set.name()),
        List.of("class", "positive", "uncertain", "negative", "blank"),
        set.labels().stream().map(StatisticsPage::row).toList());
  }

  private static List<String> row(LabelCounts label) {
    return List.of(
        label.name(),
        String.format(Locale.ROOT, "%,d", label.positive()),
        String.format(Locale.ROOT, "%,d", label.uncertain()),
        String.format(Locale.ROOT, "%,d", label.negative()),
        String.format(Locale.ROOT, "%,d", label.blank()));
  }
}
