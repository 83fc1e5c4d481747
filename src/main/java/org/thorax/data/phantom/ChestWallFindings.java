package org.thorax.data.phantom;

import static org.thorax.data.phantom.Shapes.bell;
import static org.thorax.data.phantom.Shapes.edge;

import java.util.SplittableRandom;

/**
 * Draws findings between lung and chest wall and of the ribs. {@code severity} is their density
 * relative to a clear finding; {@code drawn} runs after each part that has its own box.
 */
final class ChestWallFindings {
  private final Film film;
  private final ChestView view;
  private final float[] withoutVessels;
  private final float[] healthy;

  /**
   * @param withoutVessels the film before its vessels were drawn
   */
  ChestWallFindings(Film film, ChestView view, float[] withoutVessels) {
    this.film = film;
    this.view = view;
    this.withoutVessels = withoutVessels;
    this.healthy = film.copy();
  }

  void pneumothorax(Lung lung, double severity, SplittableRandom random) {
    double gap = random.nextDouble(0.20, 0.30) * (0.6 + 0.4 * severity);
    double slope = random.nextDouble(0.65, 0.85);
    film.add(
        lung.area(),
        (u, v, pixel) -> {
          double inside = lung.inside(u, v);
          if (inside == 0) {
            return 0;
          }
          double t = Math.min(Math.max((v - lung.apex()) / 1.2, 0), 1);
          double width = gap * (1 - slope * t);
          double depth = lung.outer().applyAsDouble(v) - lung.side() * u - width;
          double top = v - lung.apex() - 0.9 * gap;
          double within = Math.min(depth, top);
          double air = edge(-within, 0.02);
          double pleura = bell(within / Math.max(0.016, 0.8 * film.pixel()));
          double vessels = withoutVessels[pixel] - healthy[pixel];
          return inside * (air * (0.9 * vessels - 0.30 * severity) + pleura * 0.42 * severity);
        });
  }

  void effusion(Lung chosen, double severity, SplittableRandom random, Runnable drawn) {
    boolean both = random.nextInt(3) == 0;
    for (Lung lung : view.lungs()) {
      double height = random.nextDouble(0.24, 0.52) * (0.5 + 0.5 * severity);
      if (!both && lung.side() != chosen.side()) {
        continue;
      }
      double base = lung.base();
      double far = lung.outer().applyAsDouble(0.4);
      film.add(
          lung.area(),
          (u, v, pixel) -> {
            double t = Math.max(lung.side() * u / far, 0);
            double surface = base - height * (0.55 + 0.45 * t * t * t);
            return v < surface - 0.05
                ? 0
                : 1.1 * severity * lung.inside(u, v) * edge(v - surface, 0.07);
          });
      drawn.run();
    }
  }

  void pleuralThickening(Lung lung, double severity, Noise noise, SplittableRandom random) {
    double top = random.nextDouble(-0.60, -0.35);
    double bottom = top + random.nextDouble(0.5, 0.8);
    double width = random.nextDouble(0.07, 0.11);
    film.add(
        lung.area(top - 0.1, bottom + 0.1),
        (u, v, pixel) -> {
          double depth = lung.outer().applyAsDouble(v) - lung.side() * u;
          double ends = edge(v - top, 0.12) * edge(bottom - v, 0.12);
          double lumpy = width * (0.5 + noise.at(0, 1.5 * v)) * ends;
          return severity * lung.inside(u, v) * ends * edge(lumpy - depth, 0.025);
        });
  }

  void fracture(Lung lung, double severity, SplittableRandom random) {
    int first = 3 + random.nextInt(2);
    int broken = 2 + random.nextInt(2);
    Ribs ribs = view.ribs();
    double at = lung.across(0.0, random.nextDouble(0.62, 0.76));
    double step = random.nextDouble(0.055, 0.075);
    for (int i = first; i < first + broken; i++) {
      double x0 = at + random.nextDouble(-0.04, 0.04);
      double v0 = ribs.middle(i, x0);
      film.add(
          Film.Area.around(lung.side() * x0, v0, 0.16),
          (u, v, pixel) -> {
            double x = lung.side() * u - x0;
            double rest = 1 - edge(Math.abs(x) - 0.14, 0.02);
            double shift = x > 0 ? step * rest : 0;
            double gap = 1 - 0.9 * edge(0.022 - Math.abs(x), 0.015);
            double own = edge(0.5 * ribs.spacing() - Math.abs(v - v0), 0.05);
            double moved = ribs.at(x + x0, v - shift) * gap - ribs.at(x + x0, v);
            double b = v - v0 - 0.5 * step;
            double callus = 0.7 * bell(Math.sqrt(x * x + b * b) / 0.075);
            return severity * own * (moved + callus);
          });
    }
  }
}
