package org.thorax.data.tools.statistics;

import java.util.LinkedHashMap;
import java.util.Map;
import org.thorax.data.View;
import org.thorax.formats.plot.Drawing;

/** The figures of a data set, each in the width of a phone. */
public final class StatisticsFigures {
  private StatisticsFigures() {}

  /** All figures by file name, in the order of the page. */
  public static Map<String, Drawing> of(DatasetStatistics statistics) {
    Map<String, Drawing> figures = new LinkedHashMap<>();
    figures.put("labels", SetBars.labels(statistics));
    figures.put("together", CooccurrenceFigure.of(statistics.sets().get(0)));
    figures.put("ages", AgeFigure.of(statistics));
    figures.put("views", SetBars.shares("Images by projection", projections(statistics)));
    figures.put("sexes", SetBars.shares("Images by sex", sexes(statistics)));
    return figures;
  }

  private static Map<SetStatistics, Map<String, Integer>> projections(
      DatasetStatistics statistics) {
    Map<SetStatistics, Map<String, Integer>> all = new LinkedHashMap<>();
    for (SetStatistics set : statistics.sets()) {
      Map<String, Integer> counts = new LinkedHashMap<>(set.imagesBy().projection());
      Integer unsaid = counts.remove("");
      int lateral = set.imagesBy().view().getOrDefault(View.LATERAL, 0);
      if (lateral > 0) {
        counts.put("lateral", lateral);
      }
      if (unsaid != null && unsaid > lateral) {
        counts.put("unknown", unsaid - lateral);
      }
      all.put(set, counts);
    }
    return all;
  }

  private static Map<SetStatistics, Map<String, Integer>> sexes(DatasetStatistics statistics) {
    Map<SetStatistics, Map<String, Integer>> all = new LinkedHashMap<>();
    for (SetStatistics set : statistics.sets()) {
      Map<String, Integer> counts = new LinkedHashMap<>(set.imagesBy().sex());
      Integer unsaid = counts.remove("");
      if (unsaid != null) {
        counts.put("unknown", unsaid);
      }
      all.put(set, counts);
    }
    return all;
  }
}
