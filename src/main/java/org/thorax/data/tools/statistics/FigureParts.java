package org.thorax.data.tools.statistics;

import java.util.List;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Drawing.Anchor;
import org.thorax.formats.plot.Ink;

/** Sizes in pixels, and parts of several figures. */
final class FigureParts {
  static final double WIDTH = 360;
  static final double MARGIN = 10;
  static final double SMALL = 11;
  static final double NORMAL = 13;
  static final double BAR = 12;
  static final List<Ink> SERIES = List.of(Ink.FIRST, Ink.SECOND, Ink.THIRD, Ink.QUIET, Ink.EMPTY);

  private FigureParts() {}

  /** A legend; returns the start of the figure. */
  static double legend(List<Drawing.Mark> marks, List<String> names, List<Ink> inks) {
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

  /** A line of text. */
  static Drawing.Words words(double x, double y, String text, double size, Anchor anchor, Ink ink) {
    return new Drawing.Words(x, y, text, size, anchor, ink);
  }
}
