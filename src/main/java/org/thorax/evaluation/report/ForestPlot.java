package org.thorax.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.thorax.evaluation.metrics.Interval;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Drawing.Anchor;
import org.thorax.formats.plot.Ink;

/** AUCs with their intervals, one line each. Not thread-safe. */
public final class ForestPlot {
  private static final double WIDTH = Panels.WIDTH;
  private static final double LEFT = 152;
  private static final double RIGHT = 54;
  private static final double STEP = 21;
  private static final double TOP = 12;
  private static final double SMALL = 11;
  private static final double LETTER = 0.62;

  private final String title;
  private final List<Row> rows = new ArrayList<>();

  /** An empty plot. */
  public ForestPlot(String title) {
    this.title = title;
  }

  private record Row(String name, double auc, Interval interval, boolean heading) {}

  /**
   * Adds a line below.
   *
   * @param auc 0 to 1; NaN if undefined
   * @param heading whether to emphasize it
   */
  public void add(String name, double auc, Interval interval, boolean heading) {
    rows.add(new Row(name, auc, interval, heading));
  }

  /** The figure, in the width of a phone. */
  public Drawing drawing() {
    double lowest =
        rows.stream()
            .filter(row -> !Double.isNaN(row.auc))
            .mapToDouble(row -> row.interval.defined() ? row.interval.low() : row.auc)
            .min()
            .orElse(0.5);
    double from = Math.max(0, Math.min(0.5, Math.floor(lowest * 10) / 10));
    double bottom = TOP + rows.size() * STEP + 4;
    List<Drawing.Mark> marks = new ArrayList<>();
    double step = 1 - from > 0.55 ? 0.2 : 0.1;
    for (double at = 1; at > from - 1e-9; at -= step) {
      double x = x(at, from);
      marks.add(new Drawing.Line(x, TOP, x, bottom, Ink.GRID));
      String label = String.format(Locale.ROOT, "%.1f", at);
      marks.add(words(x, bottom + 14, label, SMALL, Anchor.MIDDLE, Ink.MUTED));
    }
    double chance = x(0.5, from);
    marks.add(
        new Drawing.Curve(
            List.of(new Drawing.Point(chance, TOP), new Drawing.Point(chance, bottom)),
            1,
            true,
            Ink.MUTED));
    double y = TOP + STEP / 2;
    for (Row row : rows) {
      row(marks, row, y, from);
      y += STEP;
    }
    return new Drawing(title, WIDTH, bottom + 24, marks);
  }

  private static void row(List<Drawing.Mark> marks, Row row, double y, double from) {
    double size = Math.min(SMALL, (LEFT - 16) / (LETTER * row.name.length()));
    marks.add(words(10, y + 4, row.name, size, Anchor.START, row.heading ? Ink.TEXT : Ink.MUTED));
    if (Double.isNaN(row.auc)) {
      marks.add(words(WIDTH - 10, y + 4, "-", SMALL, Anchor.END, Ink.MUTED));
      return;
    }
    Ink ink = row.heading ? Ink.SECOND : Ink.FIRST;
    String hint = row.name + ": " + text(row);
    if (row.interval.defined()) {
      double left = x(row.interval.low(), from);
      double width = Math.max(1, x(row.interval.high(), from) - left);
      marks.add(new Drawing.Box(left, y - 1, width, 2, ink, hint));
    }
    marks.add(new Drawing.Box(x(row.auc, from) - 3.5, y - 3.5, 7, 7, ink, hint));
    String value = String.format(Locale.ROOT, "%.3f", row.auc);
    marks.add(words(WIDTH - 10, y + 4, value, SMALL, Anchor.END, Ink.TEXT));
  }

  private static String text(Row row) {
    return row.interval.defined()
        ? String.format(
            Locale.ROOT, "%.3f (%.3f to %.3f)", row.auc, row.interval.low(), row.interval.high())
        : String.format(Locale.ROOT, "%.3f", row.auc);
  }

  private static double x(double auc, double from) {
    return LEFT + (auc - from) / (1 - from) * (WIDTH - LEFT - RIGHT);
  }

  private static Drawing.Words words(
      double x, double y, String text, double size, Anchor anchor, Ink ink) {
    return new Drawing.Words(x, y, text, size, anchor, ink);
  }
}
