package org.thorax.data.phantom;

import java.util.SplittableRandom;

/** The branching arteries and veins of a lung, thick at the hilum. */
final class Vessels {
  private final Film film;
  private final Lung lung;
  private final SplittableRandom random;

  Vessels(Film film, Lung lung, SplittableRandom random) {
    this.film = film;
    this.lung = lung;
    this.random = random;
  }

  void draw() {
    film.add(
        Film.Area.around(lung.side() * lung.hilum().u(), lung.hilum().v(), 0.16),
        (u, v, pixel) -> {
          double x = lung.side() * u - lung.hilum().u();
          return 0.22
              * Shapes.bell(
                  Math.sqrt(x * x + (v - lung.hilum().v()) * (v - lung.hilum().v())) / 0.16);
        });
    fan(8, -80, 95);
    if (lung.inner().applyAsDouble(0) < 0) {
      fan(4, 125, 235);
    }
  }

  private void fan(int trunks, double from, double to) {
    for (int i = 0; i < trunks; i++) {
      double angle = from + (to - from) * (i + random.nextDouble(0.1, 0.9)) / trunks;
      double v = lung.hilum().v() + 0.10 * StrictMath.sin(StrictMath.toRadians(angle));
      double x = lung.hilum().u() + random.nextDouble(-0.03, 0.03);
      double width = random.nextDouble(0.012, 0.022);
      branch(x, v, angle, random.nextDouble(0.10, 0.20), new Calibre(width, 0.26), 5);
    }
  }

  /** How wide a vessel is and how much it absorbs. */
  private record Calibre(double width, double amount) {
    Calibre times(double ofWidth, double ofAmount) {
      return new Calibre(width * ofWidth, amount * ofAmount);
    }
  }

  // Angles are in degrees from the far wall, downward positive.
  private void branch(double x, double v, double angle, double length, Calibre calibre, int depth) {
    double radians = StrictMath.toRadians(angle);
    double toX = x + length * StrictMath.cos(radians);
    double toV = v + length * StrictMath.sin(radians);
    if (lung.inside(lung.side() * toX, toV) < 0.5) {
      return;
    }
    film.stroke(calibre.width, calibre.amount, lung.side() * x, v, lung.side() * toX, toV);
    if (depth > 0) {
      double bend = random.nextDouble(4, 22) * (random.nextBoolean() ? 1 : -1);
      double shorter = length * random.nextDouble(0.65, 0.95);
      branch(toX, toV, angle + bend, shorter, calibre.times(0.80, 0.80), depth - 1);
      if (random.nextInt(10) < 7) {
        double turn = bend > 0 ? -random.nextDouble(15, 45) : random.nextDouble(15, 45);
        branch(toX, toV, angle + turn, 0.9 * shorter, calibre.times(0.65, 0.70), depth - 1);
      }
    }
  }
}
