package org.thorax.data.tools.statistics;

import static org.thorax.data.tools.statistics.FigureParts.MARGIN;
import static org.thorax.data.tools.statistics.FigureParts.NORMAL;
import static org.thorax.data.tools.statistics.FigureParts.SMALL;
import static org.thorax.data.tools.statistics.FigureParts.WIDTH;
import static org.thorax.data.tools.statistics.FigureParts.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Drawing.Anchor;
import org.thorax.formats.plot.Ink;

/** Which classes are positive in the same images. */
final class CooccurrenceFigure {
  private CooccurrenceFigure() {}

  /**
   * Rows and columns are classes; a cell shows the share of the row's images that have the column's
   * class, too.
   */
  static Drawing of(SetStatistics set) {
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
        Ink ink = Double.isNaN(share) || i == j ? Ink.EMPTY : Ink.heat(share);
        Field field = new Field(left + j * side, top + i * side, side);
        marks.add(field.box(ink, hint(set, i, j)));
        if (i != j) {
          marks.add(field.percent(share));
        }
      }
    }
    return new Drawing(
        "Classes positive together, " + StatisticsText.title(set.name()).toLowerCase(Locale.ROOT),
        WIDTH,
        top + classes * side + MARGIN,
        marks);
  }

  /** A class name that ends here, or starts here and runs upwards; a long one in two lines. */
  private static void name(
      List<Drawing.Mark> marks, String name, double x, double y, double room, boolean upwards) {
    Anchor anchor = upwards ? Anchor.START : Anchor.END;
    // Letters of DejaVu Sans, the widest of the fonts, are 0.62 of their size on average.
    double wanted = room / 0.62;
    int blank = name.indexOf(' ');
    if (wanted / name.length() >= SMALL - 2 || blank < 0) {
      double size = Math.min(SMALL, wanted / name.length());
      marks.add(new Drawing.Words(new Drawing.Point(x, y), name, size, anchor, Ink.TEXT, upwards));
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
            upwards ? new Drawing.Point(x - first, y) : new Drawing.Point(x, y - first),
            begin,
            size,
            anchor,
            Ink.TEXT,
            upwards));
    marks.add(
        new Drawing.Words(
            upwards ? new Drawing.Point(x + second, y) : new Drawing.Point(x, y + second),
            end,
            size,
            anchor,
            Ink.TEXT,
            upwards));
  }

  /** A square of the table by its upper left corner. */
  private record Field(double x, double y, double side) {
    Drawing.Mark box(Ink ink, String hint) {
      return new Drawing.Box(x + 0.5, y + 0.5, side - 1, side - 1, ink, hint);
    }

    Drawing.Mark percent(double share) {
      boolean none = Double.isNaN(share);
      String text = none ? "-" : String.valueOf(Math.round(100 * share));
      // Three digits need more room than two.
      double size = Math.min(NORMAL, side * (text.length() > 2 ? 0.46 : 0.56));
      Ink over = none ? Ink.MUTED : Ink.onHeat(share);
      return words(x + side / 2, y + side / 2 + size * 0.36, text, size, Anchor.MIDDLE, over);
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
}
