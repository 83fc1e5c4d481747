package org.thorax.experiment.wiki;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.thorax.experiment.wiki.LabelDistribution.ClassCount;
import org.thorax.experiment.wiki.LabelDistribution.Counts;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Drawing.Anchor;
import org.thorax.formats.plot.Ink;

/**
 * Bar charts of a data set's labels, in per cent of each set, because the sizes of the sets differ
 * widely.
 */
final class DistributionFigures {
  private static final double WIDTH = 640;
  private static final double LEFT = 190;
  private static final double WHOLE = 340;
  private static final double TOP = 34;
  private static final double BAR = 11;
  private static final double GAP = 9;
  private static final double SMALL = 10;
  private static final double NORMAL = 12;
  // Letters of DejaVu Sans, the widest of the fonts, are 0.62 of their size on average.
  private static final double LETTER = 0.62;
  private static final List<Ink> INKS = List.of(Ink.FIRST, Ink.SECOND, Ink.THIRD);

  private final List<Drawing.Mark> marks = new ArrayList<>();

  private DistributionFigures() {}

  /** The bar of a class: a count and its total. */
  private record Bar(int count, double share, Ink ink) {}

  /** Positives by set, negatives by set, and each set, by the suffixes of their file names. */
  static Map<String, Drawing> of(LabelDistribution distribution) {
    Map<String, Drawing> figures = new LinkedHashMap<>();
    figures.put("positives", bySet("Positives by set", distribution, ClassCount::positive));
    figures.put("negatives", bySet("Negatives by set", distribution, ClassCount::negative));
    for (Counts set : distribution.sets()) {
      figures.put(set.name().toLowerCase(Locale.ROOT) + "-set", ofSet(set));
    }
    return figures;
  }

  private static Drawing bySet(
      String title, LabelDistribution distribution, ToIntFunction<ClassCount> count) {
    Map<String, List<Bar>> bars = new LinkedHashMap<>();
    for (int s = 0; s < distribution.sets().size(); s++) {
      Counts set = distribution.sets().get(s);
      for (ClassCount each : set.classes()) {
        int value = count.applyAsInt(each);
        bars.computeIfAbsent(each.name(), name -> new ArrayList<>())
            .add(new Bar(value, set.share(value), INKS.get(s)));
      }
    }
    return drawn(title, distribution.sets().stream().map(Counts::name).toList(), bars);
  }

  private static Drawing ofSet(Counts set) {
    Map<String, List<Bar>> bars = new LinkedHashMap<>();
    for (ClassCount each : set.classes()) {
      bars.put(
          each.name(),
          List.of(
              new Bar(each.positive(), set.share(each.positive()), INKS.get(0)),
              new Bar(each.negative(), set.share(each.negative()), INKS.get(1))));
    }
    String title = String.format(Locale.ROOT, "%s set, %,d samples", set.name(), set.samples());
    return drawn(title, List.of("Positive", "Negative"), bars);
  }

  private static Drawing drawn(String title, List<String> legend, Map<String, List<Bar>> classes) {
    DistributionFigures figure = new DistributionFigures();
    figure.legend(legend);
    Axis axis =
        Axis.linear(
            0,
            Math.max(
                0.01,
                classes.values().stream()
                    .flatMap(List::stream)
                    .mapToDouble(Bar::share)
                    .max()
                    .orElse(1)));
    double group = legend.size() * BAR + GAP;
    double bottom = TOP + classes.size() * group;
    figure.grid(axis, bottom);
    double y = TOP;
    for (Map.Entry<String, List<Bar>> each : classes.entrySet()) {
      double size = Math.min(NORMAL, (LEFT - 18) / (LETTER * each.getKey().length()));
      double middle = y + legend.size() * BAR / 2 + 4;
      figure.word(LEFT - 8, middle, each.getKey(), size, Anchor.END, Ink.TEXT);
      for (Bar bar : each.getValue()) {
        figure.bar(bar, axis, y);
        y += BAR;
      }
      y += GAP;
    }
    return new Drawing(title, WIDTH, bottom + 26, figure.marks);
  }

  private void legend(List<String> names) {
    double x = LEFT;
    for (int i = 0; i < names.size(); i++) {
      marks.add(new Drawing.Box(x, 9, 10, 10, INKS.get(i), ""));
      word(x + 14, 18, names.get(i), SMALL, Anchor.START, Ink.TEXT);
      x += 34 + LETTER * SMALL * names.get(i).length();
    }
  }

  private void grid(Axis axis, double bottom) {
    for (double tick : axis.ticks()) {
      double x = LEFT + WHOLE * axis.shareOfTick(tick);
      marks.add(new Drawing.Line(x, TOP - 4, x, bottom, Ink.GRID));
      String label = String.format(Locale.ROOT, "%.3g", 100 * tick);
      word(x, bottom + 14, label(label) + " %", SMALL, Anchor.MIDDLE, Ink.MUTED);
    }
  }

  private static String label(String number) {
    return number.contains(".") ? number.replaceFirst("\\.?0+$", "") : number;
  }

  private void bar(Bar bar, Axis axis, double y) {
    double width = WHOLE * axis.share(bar.share());
    if (width > 0) {
      marks.add(new Drawing.Box(LEFT, y, width, BAR - 1, bar.ink(), ""));
    }
    String words = String.format(Locale.ROOT, "%,d (%.2f %%)", bar.count(), 100 * bar.share());
    word(LEFT + width + 5, y + BAR - 2, words, SMALL - 1, Anchor.START, Ink.MUTED);
  }

  private void word(double x, double y, String text, double size, Anchor anchor, Ink ink) {
    marks.add(new Drawing.Words(x, y, text, size, anchor, ink));
  }
}
