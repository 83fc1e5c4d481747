package org.thorax.data.phantom;

import static org.thorax.data.phantom.Shapes.bell;
import static org.thorax.data.phantom.Shapes.edge;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws findings inside the lungs. {@code severity} is their density relative to a clear finding;
 * {@code drawn} runs after each part that has its own box.
 */
final class LungFindings {
  private final Film film;

  LungFindings(Film film) {
    this.film = film;
  }

  void haze(Lung lung, double severity, Noise noise, SplittableRandom random) {
    double v0 = random.nextDouble(-0.35, 0.15);
    double x0 = lung.across(v0, random.nextDouble(0.45, 0.65));
    double reach = random.nextDouble(0.24, 0.34);
    double amount = 0.65 * severity;
    film.add(
        Film.Area.around(lung.side() * x0, v0, reach),
        (u, v, pixel) -> {
          double a = lung.side() * u - x0;
          double r = Math.sqrt(a * a + (v - v0) * (v - v0)) / reach;
          return amount * lung.inside(u, v) * bell(r) * (0.75 + 0.5 * noise.at(u, v));
        });
  }

  void lesion(Lung lung, double severity, SplittableRandom random, Runnable drawn) {
    int nodules = 1 + random.nextInt(3);
    for (int i = 0; i < nodules; i++) {
      double v0 = random.nextDouble(lung.apex() + 0.28, 0.22);
      double x0 = lung.across(v0, random.nextDouble(0.42, 0.78));
      double reach = random.nextDouble(0.06, 0.12);
      double amount = 0.95 * severity;
      film.add(
          Film.Area.around(lung.side() * x0, v0, 1.2 * reach),
          (u, v, pixel) -> {
            double a = lung.side() * u - x0;
            double r = Math.sqrt(a * a + (v - v0) * (v - v0)) / reach;
            return amount * edge(1 - r, 0.35) * (1 - 0.35 * r * r);
          });
      drawn.run();
    }
  }

  void edema(List<Lung> lungs, double severity, Noise noise, SplittableRandom random) {
    double reach = random.nextDouble(0.55, 0.70);
    double amount = 0.85 * severity;
    for (Lung lung : lungs) {
      film.add(
          lung.area(),
          (u, v, pixel) -> {
            double inside = lung.inside(u, v);
            if (inside == 0) {
              return 0;
            }
            double a = lung.side() * u - lung.hilum().u() - 0.08;
            double b = v - lung.hilum().v() - 0.08;
            double wing = bell(Math.sqrt(a * a + 0.7 * b * b) / reach);
            return amount * inside * wing * (0.6 + 0.8 * noise.at(1.6 * u, 1.6 * v));
          });
      // Kerley's B lines: short, horizontal, at the lateral base.
      for (int i = 0; i < 6; i++) {
        double v = 0.05 + 0.055 * i;
        double far = lung.outer().applyAsDouble(v) - 0.02;
        film.stroke(0.007, 0.4 * severity, lung.side() * far, v, lung.side() * (far - 0.09), v);
      }
    }
  }

  void consolidation(Lung lung, double severity, Noise noise, SplittableRandom random) {
    boolean upper = random.nextInt(3) == 0;
    double fissure = random.nextDouble(-0.18, -0.02);
    double far = fissure + (upper ? -1 : 1) * random.nextDouble(0.36, 0.50);
    double tilt = random.nextDouble(-0.15, 0.15);
    double amount = 0.95 * severity;
    double near = lung.across(fissure, random.nextDouble(0.0, 0.30));
    film.add(
        lung.area(),
        (u, v, pixel) -> {
          double x = lung.side() * u;
          double line = v - fissure - tilt * (x - 0.35);
          // One border is the sharp fissure, the other fades.
          double zone = edge(upper ? -line : line, 0.03) * edge(upper ? v - far : far - v, 0.22);
          double inside = zone * edge(x - near, 0.15);
          return inside == 0
              ? 0
              : amount * inside * lung.inside(u, v) * (0.75 + 0.4 * noise.at(u, v));
        });
    airBronchogram(lung, fissure, far, severity, random);
  }

  private void airBronchogram(
      Lung lung, double fissure, double far, double severity, SplittableRandom random) {
    for (int i = 0; i < 3; i++) {
      double v = fissure + (far - fissure) * (0.25 + 0.2 * i);
      double from = lung.across(v, 0.30);
      double to = lung.across(v, random.nextDouble(0.60, 0.75));
      double end = v + random.nextDouble(-0.05, 0.08);
      film.stroke(0.012, -0.35 * severity, lung.side() * from, v, lung.side() * to, end);
    }
  }

  void pneumonia(Lung lung, double severity, Noise noise, SplittableRandom random) {
    double v0 = random.nextDouble(-0.15, 0.20);
    double x0 = lung.across(v0, random.nextDouble(0.40, 0.60));
    int patches = 8 + random.nextInt(5);
    double[][] patch = new double[patches][];
    for (int i = 0; i < patches; i++) {
      patch[i] =
          new double[] {
            x0 + random.nextDouble(-0.20, 0.20),
            v0 + random.nextDouble(-0.24, 0.24),
            random.nextDouble(0.06, 0.11)
          };
    }
    film.add(
        Film.Area.around(lung.side() * x0, v0, 0.36),
        (u, v, pixel) -> {
          double sum = 0;
          for (double[] p : patch) {
            double a = lung.side() * u - p[0];
            double b = v - p[1];
            sum += bell(Math.sqrt(a * a + b * b) / p[2]);
          }
          double texture = 0.5 + noise.at(2 * u, 2 * v);
          return 0.75 * severity * Math.min(sum, 1.3) * texture * lung.inside(u, v);
        });
  }

  void atelectasis(Lung lung, double severity, SplittableRandom random) {
    double rise = random.nextDouble(0.06, 0.12);
    film.add(
        lung.area(),
        (u, v, pixel) -> {
          // Volume loss: the diaphragm is higher.
          double above = v - lung.floor().applyAsDouble(lung.side() * u) + rise;
          return above < -0.03 ? 0 : 0.7 * severity * lung.inside(u, v) * edge(above, 0.04);
        });
    int bands = 2 + random.nextInt(2);
    for (int i = 0; i < bands; i++) {
      double v = random.nextDouble(0.02, 0.14) + 0.09 * i - 0.03;
      double from = lung.across(v, random.nextDouble(0.20, 0.35));
      double to = lung.across(v, random.nextDouble(0.85, 1.0));
      band(lung, from, to, v, random, severity);
    }
  }

  // A plate of collapsed lung: slightly bent, thin at its ends.
  private void band(
      Lung lung, double from, double to, double v0, SplittableRandom random, double severity) {
    double slope = random.nextDouble(-0.25, 0.25);
    double bend = random.nextDouble(-0.08, 0.08);
    double thickness = random.nextDouble(0.035, 0.050);
    film.add(
        lung.area(v0 - 0.25, v0 + 0.25),
        (u, v, pixel) -> {
          double t = (2 * lung.side() * u - from - to) / (to - from);
          if (t <= -1 || t >= 1) {
            return 0;
          }
          double middle = v0 + 0.5 * slope * t * (to - from) + bend * (1 - t * t);
          double rest = 1 - t * t * t * t;
          return severity * rest * lung.inside(u, v) * bell((v - middle) / (thickness * rest));
        });
  }
}
