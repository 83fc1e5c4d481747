package org.thorax.data.tools.statistics;

import static org.thorax.data.tools.statistics.FigureParts.MARGIN;
import static org.thorax.data.tools.statistics.FigureParts.SERIES;
import static org.thorax.data.tools.statistics.FigureParts.SMALL;
import static org.thorax.data.tools.statistics.FigureParts.WIDTH;
import static org.thorax.data.tools.statistics.FigureParts.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.thorax.formats.plot.Drawing;
import org.thorax.formats.plot.Drawing.Anchor;
import org.thorax.formats.plot.Ink;

/** The ages of the patients by set. */
final class AgeFigure {
  private static final double LEFT = 40;
  private static final double HEIGHT = 150;
  private static final double GROUP = (WIDTH - MARGIN - LEFT) / Ages.DECADES;

  private AgeFigure() {}

  /** A group of bars per decade, one bar per set: its share of the set's images. */
  static Drawing of(DatasetStatistics statistics) {
    List<SetStatistics> sets = statistics.sets();
    List<Drawing.Mark> marks = new ArrayList<>();
    List<String> names = sets.stream().map(SetStatistics::name).toList();
    double top = FigureParts.legend(marks, names, SERIES) + 12;
    double most = axis(marks, sets, top);
    for (int decade = 0; decade < Ages.DECADES; decade++) {
      double x = LEFT + decade * GROUP;
      bars(marks, sets, decade, x + 4, top, most);
      String name = decade * 10 + (decade == Ages.DECADES - 1 ? "+" : "");
      marks.add(words(x + GROUP / 2, top + HEIGHT + 15, name, SMALL, Anchor.MIDDLE, Ink.MUTED));
    }
    double middle = (LEFT + WIDTH - MARGIN) / 2;
    marks.add(words(middle, top + HEIGHT + 33, "years of age", SMALL, Anchor.MIDDLE, Ink.MUTED));
    return new Drawing("Ages of the patients, by set", WIDTH, top + HEIGHT + 42, marks);
  }

  /** Lines across with their shares; returns the share of the topmost. */
  private static double axis(List<Drawing.Mark> marks, List<SetStatistics> sets, double top) {
    double highest = 0.01;
    for (SetStatistics set : sets) {
      for (int count : set.patients().ages().decades()) {
        highest = Math.max(highest, set.share(count));
      }
    }
    double step = highest > 0.3 ? 0.2 : highest > 0.12 ? 0.1 : 0.05;
    double most = Math.ceil(highest / step) * step;
    for (double line = 0; line < most + step / 2; line += step) {
      double y = top + HEIGHT - HEIGHT * line / most;
      marks.add(new Drawing.Line(LEFT, y, WIDTH - MARGIN, y, Ink.GRID));
      String share = Math.round(100 * line) + " %";
      marks.add(words(LEFT - 5, y + 4, share, SMALL, Anchor.END, Ink.MUTED));
    }
    return most;
  }

  private static void bars(
      List<Drawing.Mark> marks,
      List<SetStatistics> sets,
      int decade,
      double left,
      double top,
      double most) {
    double width = (GROUP - 8) / sets.size();
    for (int s = 0; s < sets.size(); s++) {
      SetStatistics set = sets.get(s);
      int images = set.patients().ages().decades().get(decade);
      double tall = HEIGHT * set.share(images) / most;
      String hint = String.format(Locale.ROOT, "%s: %,d images", set.name(), images);
      marks.add(
          new Drawing.Box(
              left + s * width, top + HEIGHT - tall, width - 1, tall, SERIES.get(s), hint));
    }
  }
}
