package org.thorax.data.phantom;

import static org.thorax.data.phantom.Shapes.edge;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Draws lines, tubes, a pacemaker, electrodes and sternal wires: one to three of them. */
final class SupportDevices {
  private final Film film;
  private final ChestView view;
  private final SplittableRandom random;

  SupportDevices(Film film, ChestView view, SplittableRandom random) {
    this.film = film;
    this.view = view;
    this.random = random;
  }

  /** Draws devices and calls back after each, so that it gets its own box. */
  void draw(double severity, Consumer<Observation> drawn) {
    int first = random.nextInt(5);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      switch ((first + i) % 5) {
        case 0 -> pacemaker(severity);
        case 1 -> centralLine(severity);
        case 2 -> electrodes(severity);
        case 3 -> tube(severity);
        default -> sternalWires(severity);
      }
      drawn.accept(Observation.SUPPORT_DEVICES);
    }
  }

  private void pacemaker(double severity) {
    ChestView.Place pocket = view.anchors().pocket();
    ChestView.Place atrium = view.anchors().atrium();
    ChestView.Place ventricle = view.anchors().ventricle();
    double u0 = pocket.u() + random.nextDouble(-0.05, 0.05);
    double v0 = pocket.v() + random.nextDouble(-0.06, 0.06);
    film.add(
        Film.Area.around(u0, v0, 0.16),
        (u, v, pixel) -> {
          double a = (u - u0) / 0.105;
          double b = (v - v0) / 0.095;
          return 2.4
              * severity
              * edge(1 - Math.sqrt(Math.sqrt(a * a * a * a + b * b * b * b)), 0.15);
        });
    double amount = 1.5 * severity;
    curve(
        0.010,
        amount,
        u0,
        v0,
        u0 * 0.6,
        v0 - 0.30,
        atrium.u() * 0.5,
        -0.45,
        atrium.u(),
        atrium.v());
    curve(
        0.010,
        amount,
        u0,
        v0,
        u0 * 0.5,
        v0 - 0.26,
        atrium.u() * 1.3,
        0.25,
        ventricle.u(),
        ventricle.v());
  }

  private void centralLine(double severity) {
    ChestView.Anchors a = view.anchors();
    ChestView.Place vein = random.nextBoolean() ? a.veins().left() : a.veins().right();
    ChestView.Place end = a.atrium();
    curve(
        0.011,
        1.3 * severity,
        vein.u() * 1.9,
        vein.v() - 0.22,
        vein.u() * 0.8,
        vein.v() - 0.05,
        end.u() * 0.6,
        vein.v() + 0.05,
        end.u(),
        end.v() - 0.05);
  }

  private void electrodes(double severity) {
    int leads = 3 + random.nextInt(3);
    double outU = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 0.9);
    for (int i = 0; i < leads; i++) {
      double u0 = random.nextDouble(-0.65, 0.65);
      double v0 = random.nextDouble(-0.45, 0.50);
      film.add(
          Film.Area.around(u0, v0, 0.06),
          (u, v, pixel) -> {
            double r = Math.sqrt((u - u0) * (u - u0) + (v - v0) * (v - v0));
            return 1.8 * severity * edge(0.040 - r, 0.012) * edge(r - 0.012, 0.012);
          });
      double bend = random.nextDouble(-0.4, 0.4);
      curve(0.008, 1.0 * severity, u0, v0, u0 + bend, v0 + 0.3, outU, 0.5 + bend, outU, 1.1);
    }
  }

  private void tube(double severity) {
    ChestView.Place neck = view.anchors().neck();
    ChestView.Place carina = view.anchors().carina();
    double end = carina.v() - 0.08;
    double amount = 0.9 * severity;
    for (int side = -1; side <= 1; side += 2) {
      double wall = 0.020 * side;
      film.stroke(0.009, amount, neck.u() + wall, neck.v(), carina.u() + wall, end);
    }
    // A feeding tube continues to the stomach.
    curve(0.011, 1.1 * severity, neck.u() + 0.05, -1.0, 0.05, -0.2, 0.02, 0.5, 0.32, 0.72);
  }

  private void sternalWires(double severity) {
    double u0 = view.lungs().size() == 2 ? 0.0 : view.anchors().pocket().u();
    int wires = 5 + random.nextInt(2);
    for (int i = 0; i < wires; i++) {
      double v = -0.45 + 0.13 * i;
      double[] loop = new double[2 * 13];
      for (int k = 0; k <= 12; k++) {
        double angle = 2 * Math.PI * k / 12;
        loop[2 * k] = u0 + 0.045 * StrictMath.cos(angle);
        loop[2 * k + 1] = v + 0.028 * StrictMath.sin(angle);
      }
      film.stroke(0.011, 2.0 * severity, loop);
    }
  }

  // A cubic Bezier curve in 16 pieces.
  private void curve(double halfWidth, double amount, double... p) {
    int pieces = 16;
    double[] points = new double[2 * (pieces + 1)];
    for (int i = 0; i <= pieces; i++) {
      double t = (double) i / pieces;
      double s = 1 - t;
      for (int k = 0; k < 2; k++) {
        points[2 * i + k] =
            s * s * s * p[k]
                + 3 * s * s * t * p[2 + k]
                + 3 * s * t * t * p[4 + k]
                + t * t * t * p[6 + k];
      }
    }
    film.stroke(halfWidth, amount, points);
  }
}
