package org.thorax.experiment.wiki;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Drawing.Anchor;
import org.thorax.formats.plot.Drawing.Point;
import org.thorax.formats.plot.Ink;

/** Curves over epochs, in one panel or in many small ones. */
final class LineChart {
  private static final double LINE = 1.8;
  private static final double DOT = 4;
  private static final int DOTTED = 30;
  private static final double SMALL = 10;
  private static final double NORMAL = 12;
  // Letters of DejaVu Sans, the widest of the fonts, are 0.62 of their size on average.
  private static final double LETTER = 0.62;

  private final List<Drawing.Mark> marks = new ArrayList<>();

  private LineChart() {}

  /**
   * A curve.
   *
   * @param name for the legend
   * @param values one per epoch; values that are not finite leave a gap
   */
  record Series(String name, List<Double> values, Ink ink) {
    /** Copies the values. */
    Series {
      values = List.copyOf(values);
    }
  }

  /** Curves that share their axes, with a title; "" for none. */
  record Panel(String title, List<Series> series) {
    /** Copies the list. */
    Panel {
      series = List.copyOf(series);
    }

    private double[] values() {
      return series.stream()
          .flatMap(each -> each.values().stream())
          .mapToDouble(Double::doubleValue)
          .toArray();
    }
  }

  /** The area of a panel's curves. */
  private record Frame(double left, double top, double width, double height, Axis x, Axis y) {
    Point at(double epoch, double value) {
      return new Point(left + width * x.share(epoch), top + height * (1 - clipped(y.share(value))));
    }

    private static double clipped(double share) {
      return Math.min(1, Math.max(0, share));
    }
  }

  /** One chart. */
  static Drawing single(String title, String yAxis, List<Series> series) {
    LineChart chart = new LineChart();
    Panel panel = new Panel("", series);
    Frame frame = new Frame(62, 28, 490, 250, epochs(List.of(panel)), Axis.around(panel.values()));
    chart.legend(series, frame.left());
    chart.panel(frame, panel);
    chart.word(frame.left() + frame.width() / 2, 312, "epoch", Anchor.MIDDLE, Ink.MUTED);
    chart.marks.add(
        new Drawing.Words(
            new Point(14, frame.top() + frame.height() / 2),
            yAxis + (frame.y().powers() ? " (powers of ten)" : ""),
            SMALL,
            Anchor.MIDDLE,
            Ink.MUTED,
            true));
    return new Drawing(title, 570, 320, chart.marks);
  }

  /**
   * Panels side by side, three per row.
   *
   * @param oneScale whether all have the same value axis
   */
  static Drawing panels(String title, List<Panel> panels, boolean oneScale) {
    LineChart chart = new LineChart();
    Axis x = epochs(panels);
    Axis all =
        Axis.around(panels.stream().map(Panel::values).flatMapToDouble(Arrays::stream).toArray());
    chart.legend(panels.get(0).series(), 46);
    for (int i = 0; i < panels.size(); i++) {
      Panel panel = panels.get(i);
      Axis y = oneScale ? all : Axis.around(panel.values());
      Frame frame = new Frame(46 + i % 3 * 256, 50 + i / 3 * 160, 200, 108, x, y);
      double size = Math.min(NORMAL, frame.width() / (LETTER * panel.title().length()));
      chart.marks.add(
          new Drawing.Words(
              frame.left(), frame.top() - 7, panel.title(), size, Anchor.START, Ink.TEXT));
      chart.panel(frame, panel);
      if (i + 3 >= panels.size()) {
        double below = frame.top() + frame.height() + 32;
        chart.word(frame.left() + frame.width() / 2, below, "epoch", Anchor.MIDDLE, Ink.MUTED);
      }
    }
    int columns = Math.min(3, panels.size());
    double height = 50 + (panels.size() + 2) / 3 * 160;
    return new Drawing(title, Math.max(400, columns * 256 + 8), height, chart.marks);
  }

  private static Axis epochs(List<Panel> panels) {
    return Axis.ofEpochs(
        panels.stream()
            .flatMap(panel -> panel.series().stream())
            .mapToInt(each -> each.values().size())
            .max()
            .orElse(2));
  }

  private void legend(List<Series> series, double left) {
    if (series.size() < 2) {
      return;
    }
    double x = left;
    for (Series each : series) {
      marks.add(new Drawing.Box(x, 9, 10, 10, each.ink(), ""));
      word(x + 14, 18, each.name(), Anchor.START, Ink.TEXT);
      x += 34 + LETTER * SMALL * each.name().length();
    }
  }

  private void panel(Frame frame, Panel panel) {
    for (double tick : frame.y().ticks()) {
      double y = frame.top() + frame.height() * (1 - frame.y().shareOfTick(tick));
      marks.add(new Drawing.Line(frame.left(), y, frame.left() + frame.width(), y, Ink.GRID));
      word(frame.left() - 5, y + 3.5, frame.y().label(tick), Anchor.END, Ink.MUTED);
    }
    // Small panels have no room for every epoch.
    int every = frame.width() < 300 ? (frame.x().ticks().size() + 5) / 6 : 1;
    for (int i = 0; i < frame.x().ticks().size(); i += every) {
      double tick = frame.x().ticks().get(i);
      double x = frame.left() + frame.width() * frame.x().shareOfTick(tick);
      double bottom = frame.top() + frame.height();
      marks.add(new Drawing.Line(x, bottom, x, bottom + 4, Ink.GRID));
      word(x, bottom + 16, frame.x().label(tick), Anchor.MIDDLE, Ink.MUTED);
    }
    panel.series().forEach(each -> curve(frame, each));
    if (panel.series().stream()
        .flatMap(each -> each.values().stream())
        .noneMatch(Double::isFinite)) {
      word(
          frame.left() + frame.width() / 2,
          frame.top() + frame.height() / 2,
          "no finite value",
          Anchor.MIDDLE,
          Ink.MUTED);
    }
  }

  private void curve(Frame frame, Series series) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= series.values().size(); i++) {
      boolean there = i < series.values().size() && Double.isFinite(series.values().get(i));
      if (there) {
        points.add(frame.at(i + 1, series.values().get(i)));
      } else {
        drawn(points, series);
        points.clear();
      }
    }
  }

  private void drawn(List<Point> points, Series series) {
    if (points.size() > 1) {
      marks.add(new Drawing.Curve(points, LINE, false, series.ink()));
    }
    if (points.size() == 1 || series.values().size() <= DOTTED) {
      points.forEach(
          point ->
              marks.add(
                  new Drawing.Box(
                      point.x() - DOT / 2, point.y() - DOT / 2, DOT, DOT, series.ink(), "")));
    }
  }

  private void word(double x, double y, String text, Anchor anchor, Ink ink) {
    marks.add(new Drawing.Words(x, y, text, SMALL, anchor, ink));
  }
}
