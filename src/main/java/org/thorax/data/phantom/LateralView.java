package org.thorax.data.phantom;

import static org.thorax.data.phantom.Shapes.bell;
import static org.thorax.data.phantom.Shapes.edge;
import static org.thorax.data.phantom.Shapes.ellipse;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The chest from the side: both lungs overlaid, sternum in front, spine behind. */
final class LateralView implements ChestView {
  private final Anatomy anatomy;
  private final double heartScale;
  private final double widening;
  private final int back;
  private final Lung lung;
  private final Ribs ribs;
  private final DoubleUnaryOperator front;
  private final DoubleUnaryOperator rear;
  private final DoubleUnaryOperator spine;

  /**
   * @param back +1 when the spine is on the right of the image
   */
  LateralView(Anatomy anatomy, double heartScale, double widening, int back) {
    this.anatomy = anatomy;
    this.heartScale = heartScale * anatomy.heart();
    this.widening = widening;
    this.back = back;
    this.ribs =
        new Ribs(
            -1.0,
            anatomy.bones().ribSpacing() * 1.15,
            new Ribs.Course(-0.42, 0.25),
            0.17,
            11,
            0.13 * anatomy.bones().density());
    this.front =
        Shapes.sampled(
            Shapes.through(-1.0, -0.16, -0.75, -0.26, -0.55, -0.52, 0.0, -0.72, 1.0, -0.74),
            -1.1,
            1.1);
    this.rear =
        Shapes.sampled(
            Shapes.through(-1.0, 0.36, -0.7, 0.60, -0.2, 0.80, 0.4, 0.78, 1.0, 0.64), -1.1, 1.1);
    this.spine =
        Shapes.sampled(
            Shapes.through(-1.0, 0.14, -0.6, 0.34, -0.1, 0.50, 0.4, 0.49, 1.0, 0.30), -1.1, 1.1);
    this.lung = lung(0.32 + anatomy.lungs().diaphragm());
  }

  private Lung lung(double dome) {
    double depth = anatomy.lungs().width();
    DoubleUnaryOperator inner =
        Shapes.through(-0.80, 0.05, -0.55, -0.34 * depth, 0.0, -0.55 * depth, 0.7, -0.58 * depth);
    DoubleUnaryOperator outer =
        Shapes.through(-0.80, 0.22, -0.5, 0.50 * depth, 0.0, 0.62 * depth, 0.75, 0.60 * depth);
    DoubleUnaryOperator floor =
        x -> {
          double t = (x + 0.18) / 0.78;
          return dome + (t > 0 ? 0.36 * t * t : 0.28 * t * t);
        };
    return new Lung(
        back,
        Shapes.sampled(inner, -1, 1),
        Shapes.sampled(outer, -1, 1),
        Shapes.sampled(floor, -1, 1),
        -0.80,
        new Place(0.05, -0.08));
  }

  @Override
  public List<Lung> lungs() {
    return List.of(lung);
  }

  @Override
  public Ribs ribs() {
    return ribs;
  }

  @Override
  public Film.Area heart() {
    double s = heartScale;
    return area(-0.24 - 0.27 * s, 0.14 - 0.25 * s, -0.24 + 0.27 * s, 0.14 + 0.25 * s);
  }

  @Override
  public Film.Area mediastinum() {
    return area(-0.26 - widening, -0.55, 0.16 + widening, 0.02);
  }

  private Film.Area area(double near, double top, double far, double bottom) {
    return new Film.Area(
        Math.min(back * near, back * far), top, Math.max(back * near, back * far), bottom);
  }

  @Override
  public Anchors anchors() {
    return new Anchors(
        new Place(back * -0.02, -1.0),
        new Place(back * 0.06, -0.20),
        new Veins(new Place(back * -0.30, -0.60), new Place(back * -0.25, -0.62)),
        new Place(back * -0.10, 0.10),
        new Place(back * -0.40, 0.28),
        new Place(back * -0.46, -0.38));
  }

  @Override
  public void draw(Film film) {
    film.add(
        (u, v, pixel) -> {
          double x = back * u;
          return softTissue(x, v) + lungs(x, v) + organs(x, v) + bones(x, v);
        });
  }

  private double softTissue(double x, double v) {
    double body = edge(x - front.applyAsDouble(v), 0.08) * edge(rear.applyAsDouble(v) - x, 0.12);
    double arms = 0.5 * ellipse(x - 0.05, v + 0.80, 0.42, 0.24, 0.6);
    double breast = anatomy.wall().breast() * ellipse(x + 0.62, v - 0.14, 0.16, 0.24, 0.6);
    double floor = lung.floor().applyAsDouble(x);
    double abdomen = 0.72 * edge(v - floor, 0.045);
    abdomen += 0.28 * edge(v - floor + 0.07, 0.03) - 0.28 * edge(v - floor, 0.03);
    return body * (1.38 * anatomy.wall().fat() + arms + abdomen + breast);
  }

  private double lungs(double x, double v) {
    double inside = lung.inside(back * x, v);
    double clear = 0.18 * bell((x - 0.25) / 0.5) * bell((v - 0.30) / 0.6);
    return -inside * (0.72 + clear + 0.12 * bell((x + 0.30) / 0.3) * bell((v + 0.35) / 0.4));
  }

  private double organs(double x, double v) {
    double s = heartScale;
    double a = x + 0.24;
    double b = v - 0.14;
    double heart = ellipse(a + 0.25 * b, b - 0.15 * a, 0.27 * s, 0.25 * s, 0.28);
    double w = widening;
    double vessels = ellipse(x + 0.06, v + 0.26, 0.17 + w, 0.30, 0.5);
    double hilum = ellipse(x - 0.06, v + 0.06, 0.11, 0.13, 0.6);
    double trachea =
        0.30 * edge(0.035 - Math.abs(x - 0.04 - 0.08 * (v + 0.6)), 0.03) * edge(-0.2 - v, 0.06);
    double great = (0.22 + 2.2 * w) * vessels;
    return 0.75 * heart + great * (1 - heart) + 0.22 * hilum * (1 - heart) - trachea;
  }

  private double bones(double x, double v) {
    double inside = edge(x - front.applyAsDouble(v) - 0.06, 0.05);
    double sum = inside * edge(rear.applyAsDouble(v) - 0.06 - x, 0.05) * ribs.at(x, v);
    double column = edge(0.085 - Math.abs(x - spine.applyAsDouble(v)), 0.03);
    if (column > 0) {
      double disc = (v + 1.2) / 0.15;
      sum += column * (0.42 - 0.30 * bell((disc - Math.floor(disc) - 0.5) / 0.2));
    }
    double sternum = edge(0.028 - Math.abs(x - front.applyAsDouble(v) - 0.09), 0.03);
    sum += 0.35 * sternum * edge(v + 0.58, 0.06) * edge(0.22 - v, 0.06);
    return sum * anatomy.bones().density();
  }
}
