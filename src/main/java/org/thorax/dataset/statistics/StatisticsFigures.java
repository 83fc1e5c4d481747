package org.thorax.dataset.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.thorax.data.LabelCounts;
import org.thorax.data.View;
import org.thorax.figure.Drawing;
import org.thorax.figure.Drawing.Anchor;
import org.thorax.figure.Ink;

/** The figures of a data set, each as wide as a phone. */
public final class StatisticsFigures {
  private static final double WIDTH = 360;
  private static final double MARGIN = 10;
  private static final double SMALL = 11;
  private static final double NORMAL = 13;
  private static final double BAR = 12;
  private static final double SET_NAME = 64;
  private static final double FIGURE = 48;
  private static final List<Ink> SERIES =
      List.of(Ink.FIRST, Ink.SECOND, Ink.THIRD, Ink.QUIET, Ink.EMPTY);

  private static final List<String> LABELS = List.of("positive", "uncertain", "negative", "blank");
  private static final List<Ink> LABEL_INKS = List.of(Ink.FIRST, Ink.SECOND, Ink.QUIET, Ink.EMPTY);

  private StatisticsFigures() {}

  /** All figures by the name of their file, in the order of a page. */
  public static Map<String, Drawing> of(DatasetStatistics statistics) {
    Map<String, Drawing> figures = new LinkedHashMap<>();
    figures.put("labels", labels(statistics));
    figures.put("together", together(statistics.sets().get(0)));
    figures.put("ages", ages(statistics));
    figures.put("views", shares("Images by projection", projections(statistics)));
    figures.put("sexes", shares("Images by sex", sexes(statistics)));
    return figures;
  }

  /** For every class a bar a set: positive, uncertain, negative, blank. */
  private static Drawing labels(DatasetStatistics statistics) {
    List<Drawing.Mark> marks = new ArrayList<>();
    double y = legend(marks, LABELS, LABEL_INKS);
    marks.add(words(WIDTH - MARGIN, y - 2, "positive", SMALL, Anchor.END, Ink.MUTED));
    for (int c = 0; c < statistics.classes().size(); c++) {
      y += 20;
      marks.add(words(MARGIN, y, statistics.classes().get(c), NORMAL, Anchor.START, Ink.TEXT));
      y += 6;
      for (SetStatistics set : statistics.sets()) {
        LabelCounts label = set.labels().get(c);
        List<Integer> counts =
            List.of(label.positive(), label.uncertain(), label.negative(), label.blank());
        bar(
            marks,
            y,
            set,
            counts,
            List.of("positive", "uncertain", "negative", "blank"),
            LABEL_INKS);
        marks.add(
            words(
                WIDTH - MARGIN,
                y + BAR - 2,
                StatisticsText.percent(label.positive(), set.images()),
                SMALL,
                Anchor.END,
                Ink.TEXT));
        y += BAR + 2;
      }
    }
    return new Drawing("Labels of every class, by set", WIDTH, y + MARGIN, marks);
  }

  /**
   * Rows and columns are classes; a field says how many of the row's images have the column too.
   */
  private static Drawing together(SetStatistics set) {
    List<Drawing.Mark> marks = new ArrayList<>();
    int classes = set.labels().size();
    double left = 124;
    double top = 122;
    double side = (WIDTH - left - MARGIN) / classes;
    for (int i = 0; i < classes; i++) {
      String name = set.labels().get(i).name();
      double middle = (i + 0.5) * side;
      name(marks, name, left - 5, top + middle + 4, left - MARGIN, false);
      name(marks, name, left + middle + 4, top - 5, top - MARGIN, true);
      for (int j = 0; j < classes; j++) {
        double share = set.shareTogether(i, j);
        field(marks, left + j * side, top + i * side, side, share, i == j, hint(set, i, j));
      }
    }
    return new Drawing(
        "Classes positive together, " + StatisticsText.title(set.name()).toLowerCase(Locale.ROOT),
        WIDTH,
        top + classes * side + MARGIN,
        marks);
  }

  /** A class' name that ends here, or begins here and runs upwards; a long one in two lines. */
  private static void name(
      List<Drawing.Mark> marks, String name, double x, double y, double room, boolean upwards) {
    Anchor anchor = upwards ? Anchor.START : Anchor.END;
    // Letters of DejaVu Sans, the widest of the fonts, are 0.62 of their size on average.
    double wanted = room / 0.62;
    int blank = name.indexOf(' ');
    if (wanted / name.length() >= SMALL - 2 || blank < 0) {
      double size = Math.min(SMALL, wanted / name.length());
      marks.add(new Drawing.Words(x, y, name, size, anchor, Ink.TEXT, upwards));
      return;
    }
    double size = Math.min(SMALL - 2, wanted / Math.max(blank, name.length() - blank));
    // The two lines share the place of one; its base line is below its middle.
    double first = 0.7 * size;
    double second = 0.3 * size;
    String begin = name.substring(0, blank);
    String end = name.substring(blank + 1);
    marks.add(
        new Drawing.Words(
            upwards ? x - first : x,
            upwards ? y : y - first,
            begin,
            size,
            anchor,
            Ink.TEXT,
            upwards));
    marks.add(
        new Drawing.Words(
            upwards ? x + second : x,
            upwards ? y : y + second,
            end,
            size,
            anchor,
            Ink.TEXT,
            upwards));
  }

  private static void field(
      List<Drawing.Mark> marks,
      double x,
      double y,
      double side,
      double share,
      boolean diagonal,
      String hint) {
    boolean none = Double.isNaN(share);
    Ink ink = none || diagonal ? Ink.EMPTY : Ink.heat(share);
    marks.add(new Drawing.Box(x + 0.5, y + 0.5, side - 1, side - 1, ink, hint));
    if (!diagonal) {
      String text = none ? "-" : String.valueOf(Math.round(100 * share));
      double size = Math.min(NORMAL, side * 0.56);
      Ink over = none ? Ink.MUTED : Ink.onHeat(share);
      marks.add(words(x + side / 2, y + side / 2 + size * 0.36, text, size, Anchor.MIDDLE, over));
    }
  }

  private static String hint(SetStatistics set, int i, int j) {
    return String.format(
        Locale.ROOT,
        "%s: %,d images; with %s: %,d",
        set.labels().get(i).name(),
        set.together().get(i).get(i),
        set.labels().get(j).name(),
        set.together().get(i).get(j));
  }

  /** A group of bars a decade, one bar a set: its share of the set's images. */
  private static Drawing ages(DatasetStatistics statistics) {
    List<Drawing.Mark> marks = new ArrayList<>();
    List<SetStatistics> sets = statistics.sets();
    double top = legend(marks, sets.stream().map(SetStatistics::name).toList(), SERIES) + 12;
    double height = 150;
    double left = 40;
    double highest = 0.01;
    for (SetStatistics set : sets) {
      for (int count : set.ages().decades()) {
        highest = Math.max(highest, share(count, set));
      }
    }
    double step = highest > 0.3 ? 0.2 : highest > 0.12 ? 0.1 : 0.05;
    double most = Math.ceil(highest / step) * step;
    for (double line = 0; line < most + step / 2; line += step) {
      double y = top + height - height * line / most;
      marks.add(new Drawing.Line(left, y, WIDTH - MARGIN, y, Ink.GRID));
      marks.add(
          words(left - 5, y + 4, Math.round(100 * line) + " %", SMALL, Anchor.END, Ink.MUTED));
    }
    double group = (WIDTH - MARGIN - left) / Ages.DECADES;
    double bar = (group - 8) / sets.size();
    for (int decade = 0; decade < Ages.DECADES; decade++) {
      double x = left + decade * group + 4;
      for (int s = 0; s < sets.size(); s++) {
        double share = share(sets.get(s).ages().decades().get(decade), sets.get(s));
        double tall = height * share / most;
        String hint =
            String.format(
                Locale.ROOT,
                "%s: %,d images",
                sets.get(s).name(),
                sets.get(s).ages().decades().get(decade));
        marks.add(
            new Drawing.Box(x + s * bar, top + height - tall, bar - 1, tall, SERIES.get(s), hint));
      }
      marks.add(
          words(
              x + group / 2 - 4,
              top + height + 15,
              decade * 10 + (decade == Ages.DECADES - 1 ? "+" : ""),
              SMALL,
              Anchor.MIDDLE,
              Ink.MUTED));
    }
    marks.add(
        words(
            (left + WIDTH - MARGIN) / 2,
            top + height + 33,
            "years of age",
            SMALL,
            Anchor.MIDDLE,
            Ink.MUTED));
    return new Drawing("Ages of the patients, by set", WIDTH, top + height + 42, marks);
  }

  private static double share(int count, SetStatistics set) {
    return set.images() == 0 ? 0 : (double) count / set.images();
  }

  private static Map<SetStatistics, Map<String, Integer>> projections(
      DatasetStatistics statistics) {
    Map<SetStatistics, Map<String, Integer>> all = new LinkedHashMap<>();
    for (SetStatistics set : statistics.sets()) {
      Map<String, Integer> counts = new LinkedHashMap<>(set.projections());
      Integer unsaid = counts.remove("");
      int lateral = set.views().getOrDefault(View.LATERAL, 0);
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
      Map<String, Integer> counts = new LinkedHashMap<>(set.sexes());
      Integer unsaid = counts.remove("");
      if (unsaid != null) {
        counts.put("unknown", unsaid);
      }
      all.put(set, counts);
    }
    return all;
  }

  /** A bar a set, divided by kind. */
  private static Drawing shares(String title, Map<SetStatistics, Map<String, Integer>> counts) {
    TreeSet<String> sorted = new TreeSet<>();
    counts.values().forEach(each -> sorted.addAll(each.keySet()));
    List<String> kinds = new ArrayList<>(sorted);
    // At the end, whatever its place in the alphabet.
    if (kinds.remove("unknown")) {
      kinds.add("unknown");
    }
    List<Ink> inks = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      inks.add(
          kinds.get(i).equals("unknown") ? Ink.EMPTY : SERIES.get(Math.min(i, SERIES.size() - 2)));
    }
    List<Drawing.Mark> marks = new ArrayList<>();
    double y = legend(marks, kinds, inks) + 2;
    if (!kinds.isEmpty()) {
      marks.add(words(WIDTH - MARGIN, y - 2, kinds.get(0), SMALL, Anchor.END, Ink.MUTED));
    }
    y += 4;
    for (Map.Entry<SetStatistics, Map<String, Integer>> entry : counts.entrySet()) {
      List<Integer> each =
          kinds.stream().map(kind -> entry.getValue().getOrDefault(kind, 0)).toList();
      bar(marks, y, entry.getKey(), each, kinds, inks);
      if (!each.isEmpty()) {
        marks.add(
            words(
                WIDTH - MARGIN,
                y + BAR - 2,
                StatisticsText.percent(each.get(0), entry.getKey().images()),
                SMALL,
                Anchor.END,
                Ink.TEXT));
      }
      y += BAR + 6;
    }
    return new Drawing(title, WIDTH, y + MARGIN, marks);
  }

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
      double width = whole * share(counts.get(i), set);
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
  }

  /** Squares with names; returns where the figure may begin. */
  private static double legend(List<Drawing.Mark> marks, List<String> names, List<Ink> inks) {
    double x = MARGIN;
    double y = MARGIN;
    for (int i = 0; i < names.size(); i++) {
      double width = 24 + 7 * names.get(i).length();
      if (x + width > WIDTH - MARGIN) {
        x = MARGIN;
        y += 18;
      }
      marks.add(new Drawing.Box(x, y, 11, 11, inks.get(Math.min(i, inks.size() - 1)), ""));
      marks.add(words(x + 15, y + 10, names.get(i), SMALL, Anchor.START, Ink.TEXT));
      x += width;
    }
    return y + 24;
  }

  private static Drawing.Words words(
      double x, double y, String text, double size, Anchor anchor, Ink ink) {
    return new Drawing.Words(x, y, text, size, anchor, ink, false);
  }
}
