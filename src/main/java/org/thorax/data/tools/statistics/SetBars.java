package org.thorax.data.tools.statistics;

import static org.thorax.data.tools.statistics.FigureParts.BAR;
import static org.thorax.data.tools.statistics.FigureParts.MARGIN;
import static org.thorax.data.tools.statistics.FigureParts.NORMAL;
import static org.thorax.data.tools.statistics.FigureParts.SERIES;
import static org.thorax.data.tools.statistics.FigureParts.SMALL;
import static org.thorax.data.tools.statistics.FigureParts.WIDTH;
import static org.thorax.data.tools.statistics.FigureParts.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.thorax.data.LabelCounts;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Drawing.Anchor;
import org.thorax.formats.plot.Ink;

/** Bar charts with one bar per set, divided by properties of its images. */
final class SetBars {
  private static final double SET_NAME = 64;
  private static final double FIGURE = 48;

  private static final List<String> LABELS = List.of("positive", "uncertain", "negative", "blank");
  private static final List<Ink> LABEL_INKS = List.of(Ink.FIRST, Ink.SECOND, Ink.QUIET, Ink.EMPTY);

  private SetBars() {}

  /** For every class one bar per set: positive, uncertain, negative, blank. */
  static Drawing labels(DatasetStatistics statistics) {
    List<Drawing.Mark> marks = new ArrayList<>();
    double y = FigureParts.legend(marks, LABELS, LABEL_INKS) + 4;
    marks.add(words(WIDTH - MARGIN, y - 2, "positive", SMALL, Anchor.END, Ink.MUTED));
    for (int c = 0; c < statistics.classes().size(); c++) {
      y += 20;
      marks.add(words(MARGIN, y, statistics.classes().get(c), NORMAL, Anchor.START, Ink.TEXT));
      y += 6;
      for (SetStatistics set : statistics.sets()) {
        LabelCounts label = set.labels().get(c);
        List<Integer> counts =
            List.of(label.positive(), label.uncertain(), label.negative(), label.blank());
        bar(marks, y, set, counts, LABELS, LABEL_INKS);
        y += BAR + 2;
      }
    }
    return new Drawing("Labels of every class, by set", WIDTH, y + MARGIN, marks);
  }

  /** One bar per set, divided by kind. */
  static Drawing shares(String title, Map<SetStatistics, Map<String, Integer>> counts) {
    TreeSet<String> sorted = new TreeSet<>();
    counts.values().forEach(each -> sorted.addAll(each.keySet()));
    List<String> kinds = new ArrayList<>(sorted);
    // Last, whatever its position in the alphabet.
    if (kinds.remove("unknown")) {
      kinds.add("unknown");
    }
    List<Ink> inks = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      inks.add(
          kinds.get(i).equals("unknown") ? Ink.EMPTY : SERIES.get(Math.min(i, SERIES.size() - 2)));
    }
    List<Drawing.Mark> marks = new ArrayList<>();
    double y = FigureParts.legend(marks, kinds, inks) + 6;
    if (!kinds.isEmpty()) {
      marks.add(words(WIDTH - MARGIN, y - 2, kinds.get(0), SMALL, Anchor.END, Ink.MUTED));
    }
    y += 4;
    for (Map.Entry<SetStatistics, Map<String, Integer>> entry : counts.entrySet()) {
      List<Integer> each =
          kinds.stream().map(kind -> entry.getValue().getOrDefault(kind, 0)).toList();
      bar(marks, y, entry.getKey(), each, kinds, inks);
      y += BAR + 6;
    }
    return new Drawing(title, WIDTH, y + MARGIN, marks);
  }

  /** One set's bar, with its name before and the share of the first kind after it. */
  private static void bar(
      List<Drawing.Mark> marks,
      double y,
      SetStatistics set,
      List<Integer> counts,
      List<String> kinds,
      List<Ink> inks) {
    marks.add(words(MARGIN, y + BAR - 2, set.name(), SMALL, Anchor.START, Ink.MUTED));
    double x = MARGIN + SET_NAME;
    double whole = WIDTH - 2 * MARGIN - SET_NAME - FIGURE;
    for (int i = 0; i < counts.size(); i++) {
      double width = whole * set.share(counts.get(i));
      String hint =
          String.format(
              Locale.ROOT,
              "%s, %s: %,d (%s)",
              set.name(),
              kinds.get(i),
              counts.get(i),
              StatisticsText.percent(counts.get(i), set.images()));
      if (width > 0) {
        marks.add(new Drawing.Box(x, y, width, BAR, inks.get(i), hint));
      }
      x += width;
    }
    if (!counts.isEmpty()) {
      String first = StatisticsText.percent(counts.get(0), set.images());
      marks.add(words(WIDTH - MARGIN, y + BAR - 2, first, SMALL, Anchor.END, Ink.TEXT));
    }
  }
}
