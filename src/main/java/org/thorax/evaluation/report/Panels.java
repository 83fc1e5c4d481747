package org.thorax.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Drawing.Anchor;
import org.thorax.formats.plot.Ink;

/** A small plot of 0..1 by 0..1 for each class, two side by side. */
final class Panels {
  static final double WIDTH = 360;
  private static final double MARGIN = 8;
  private static final double LEFT = 26;
  private static final double SIDE = 132;
  private static final double STEP_X = 178;
  private static final double TOP = 34;
  private static final double STEP_Y = 214;
  private static final double SMALL = 10;
  private static final double NORMAL = 12;
  // Letters of DejaVu Sans, the widest of the fonts, are 0.62 of their size on average.
  private static final double LETTER = 0.62;
  private static final double ENOUGH = 0.4;

  private final String title;
  private final String xAxis;
  private final String yAxis;
  private final List<Drawing.Mark> marks = new ArrayList<>();
  private int panels;

  /** Panels with these axis labels. */
  Panels(String title, String xAxis, String yAxis) {
    this.title = title;
    this.xAxis = xAxis;
    this.yAxis = yAxis;
  }

  /** Begins the next panel. */
  void begin(String name, String figure) {
    panels++;
    double size = Math.min(NORMAL, (SIDE + LEFT) / (LETTER * name.length()));
    word(left() - LEFT + MARGIN, top() - 20, name, size, Anchor.START, Ink.TEXT);
    word(left() - LEFT + MARGIN, top() - 6, figure, SMALL, Anchor.START, Ink.MUTED);
    for (double at : new double[] {0, 0.5, 1}) {
      Drawing.Point low = place(at, 0);
      Drawing.Point high = place(at, 1);
      marks.add(new Drawing.Line(low.x(), low.y(), high.x(), high.y(), Ink.GRID));
      Drawing.Point from = place(0, at);
      Drawing.Point to = place(1, at);
      marks.add(new Drawing.Line(from.x(), from.y(), to.x(), to.y(), Ink.GRID));
      String label = at == 0.5 ? ".5" : String.valueOf((int) at);
      word(low.x(), low.y() + 12, label, SMALL - 1, Anchor.MIDDLE, Ink.MUTED);
      word(from.x() - 4, from.y() + 3, label, SMALL - 1, Anchor.END, Ink.MUTED);
    }
    word(left() + SIDE / 2, top() + SIDE + 25, xAxis, SMALL, Anchor.MIDDLE, Ink.MUTED);
    marks.add(
        new Drawing.Words(
            new Drawing.Point(left() - 15, top() + SIDE / 2),
            yAxis,
            SMALL,
            Anchor.MIDDLE,
            Ink.MUTED,
            true));
  }

  /** A curve in the current panel; points that are indistinguishable are left out. */
  void curve(List<Drawing.Point> shares, Ink ink, double width, boolean dashed) {
    List<Drawing.Point> points = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      Drawing.Point next = place(shares.get(i).x(), shares.get(i).y());
      Drawing.Point last = points.isEmpty() ? null : points.get(points.size() - 1);
      boolean end = i == shares.size() - 1;
      if (last == null
          || end
          || Math.abs(next.x() - last.x()) + Math.abs(next.y() - last.y()) > ENOUGH) {
        points.add(next);
      }
    }
    if (points.size() > 1) {
      marks.add(new Drawing.Curve(points, width, dashed, ink));
    }
  }

  /** A small square in the current panel. */
  void dot(double x, double y, Ink ink, String hint) {
    Drawing.Point at = place(x, y);
    marks.add(new Drawing.Box(at.x() - 2.5, at.y() - 2.5, 5, 5, ink, hint));
  }

  /** Text in the middle of a panel that has no curve. */
  void instead(String words) {
    word(left() + SIDE / 2, top() + SIDE / 2 - 4, words, SMALL, Anchor.MIDDLE, Ink.MUTED);
  }

  private Drawing.Point place(double x, double y) {
    return new Drawing.Point(
        left() + SIDE * Math.min(1, Math.max(0, x)),
        top() + SIDE * (1 - Math.min(1, Math.max(0, y))));
  }

  private double left() {
    return MARGIN + LEFT + (panels - 1) % 2 * STEP_X;
  }

  private double top() {
    int row = (panels - 1) / 2;
    return TOP + row * STEP_Y;
  }

  private void word(double x, double y, String text, double size, Anchor anchor, Ink ink) {
    marks.add(new Drawing.Words(x, y, text, size, anchor, ink));
  }

  Drawing drawing() {
    int rows = Math.max(1, (panels + 1) / 2);
    return new Drawing(title, WIDTH, rows * STEP_Y, marks);
  }
}
