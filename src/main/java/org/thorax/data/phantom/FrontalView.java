package org.thorax.data.phantom;

import static org.thorax.data.phantom.Shapes.bell;
import static org.thorax.data.phantom.Shapes.edge;
import static org.thorax.data.phantom.Shapes.ellipse;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The chest from the front; the patient's left is on the right of the image. */
final class FrontalView implements ChestView {
  private final Anatomy anatomy;
  private final double heartScale;
  private final double widening;
  private final Lung right;
  private final Lung left;
  private final Ribs posterior;
  private final Ribs anterior;
  private final DoubleUnaryOperator outline;

  /**
   * @param heartScale 1 for a healthy heart (cardiothoracic ratio about 0.45)
   * @param widening added to each side of the upper mediastinum
   */
  FrontalView(Anatomy anatomy, double heartScale, double widening) {
    this.anatomy = anatomy;
    this.heartScale = heartScale * anatomy.heart();
    this.widening = widening;
    this.right = lung(-1, 0.40 + anatomy.lungs().diaphragm());
    this.left = lung(1, 0.45 + anatomy.lungs().diaphragm() + 0.02 * anatomy.tilt());
    double spacing = anatomy.bones().ribSpacing();
    this.posterior =
        new Ribs(
            -0.74,
            spacing,
            new Ribs.Course(-0.02, 0.62),
            0.24,
            9,
            0.27 * anatomy.bones().density());
    this.anterior =
        new Ribs(
            -0.78,
            spacing * 1.08,
            new Ribs.Course(0, 0),
            0.25,
            7,
            0.15 * anatomy.bones().density());
    double side = 0.78 * anatomy.lungs().width() + 0.14 * anatomy.wall().fat();
    this.outline =
        Shapes.sampled(
            Shapes.through(
                -1.0,
                0.22,
                -0.86,
                0.25,
                -0.52,
                1.05,
                -0.30,
                1.06,
                0.1,
                side,
                0.6,
                side - 0.02,
                1.0,
                side + 0.04),
            -1.1,
            1.1);
  }

  private Lung lung(int side, double dome) {
    double apex = -0.76 + 0.02 * side * anatomy.tilt();
    double width = 0.74 * anatomy.lungs().width();
    DoubleUnaryOperator outer =
        v -> {
          double t = Math.min(Math.max((v - apex) / 1.5, 0), 1);
          return 0.04 + (width - 0.04) * StrictMath.pow(1 - StrictMath.pow(1 - t, 2.9), 0.52);
        };
    DoubleUnaryOperator inner = Shapes.through(-0.76, 0.14, -0.4, 0.10, 0.1, 0.12, 0.6, 0.09);
    DoubleUnaryOperator floor =
        x -> {
          double t = (x - 0.34) / 0.40;
          return dome + (t > 0 ? 0.21 * t * t : 0.10 * t * t);
        };
    return new Lung(
        side,
        Shapes.sampled(inner, -1, 1),
        Shapes.sampled(outer, -1, 1),
        Shapes.sampled(floor, 0, 1),
        apex,
        new Place(0.17, side > 0 ? -0.06 : -0.02));
  }

  @Override
  public List<Lung> lungs() {
    return List.of(right, left);
  }

  @Override
  public Ribs ribs() {
    return posterior;
  }

  @Override
  public Film.Area heart() {
    double s = heartScale;
    return new Film.Area(-0.22 * s, 0.22 - 0.30 * s, 0.15 + 0.33 * s, 0.22 + 0.29 * s);
  }

  @Override
  public Film.Area mediastinum() {
    return new Film.Area(-0.14 - widening, -0.62, 0.18 + widening, 0.02);
  }

  @Override
  public Anchors anchors() {
    return new Anchors(
        new Place(0, -1.0),
        new Place(0.01, -0.22),
        new Veins(new Place(0.42, -0.62), new Place(-0.42, -0.62)),
        new Place(-0.13, 0.16),
        new Place(0.24, 0.38),
        new Place(0.50, -0.42));
  }

  @Override
  public void draw(Film film) {
    film.add((u, v, pixel) -> softTissue(u, v) + lungs(u, v) + mediastinum(u, v) + bones(u, v));
    clavicle(film, -1);
    clavicle(film, 1);
  }

  private double softTissue(double u, double v) {
    double torso = edge(outline.applyAsDouble(v) - Math.abs(u), 0.10);
    double arm = ellipse(Math.abs(u) - 1.12, v - 0.1, 0.20, 0.95, 0.5);
    double body =
        Math.max(torso, 0.7 * arm) * (1.22 * anatomy.wall().fat() - 0.2 * edge(-0.6 - v, 0.5));
    double x = Math.abs(u);
    double breast =
        anatomy.wall().breast()
            * ellipse(x - 0.44, v - 0.30, 0.36, 0.30, 0.25)
            * edge(v - 0.05, 0.6);
    double abdomen = 0;
    double floor = (u < 0 ? right : left).floor().applyAsDouble(x);
    if (v > floor - 0.05) {
      abdomen = 0.72 * edge(v - floor, 0.045) * torso;
      abdomen -= 0.45 * ellipse(u - 0.34, v - floor - 0.12, 0.15, 0.07, 0.9);
    }
    return body + breast * torso + abdomen;
  }

  private double lungs(double u, double v) {
    Lung lung = u < 0 ? right : left;
    double inside = lung.inside(u, v);
    if (inside == 0) {
      return 0;
    }
    double middle = bell((Math.abs(u) - 0.40) / 0.7) * bell((v + 0.05) / 1.3);
    return -inside * (0.62 + 0.33 * middle) * (0.9 + 0.1 * anatomy.wall().fat());
  }

  private double mediastinum(double u, double v) {
    double s = heartScale;
    double heart =
        Math.max(
            ellipse(u - 0.15 + 0.12 * (v - 0.22), v - 0.22, 0.33 * s, 0.29 * s, 0.17),
            ellipse(u + 0.02, v - 0.20, 0.20 * s, 0.27 * s, 0.22));
    double apex = ellipse(u - 0.15 - 0.16 * s, v - 0.26 - 0.12 * s, 0.17 * s, 0.15 * s, 0.3);
    heart = Math.max(heart, apex);
    double w = widening * edge(v + 0.62, 0.25) * edge(0.25 - v, 0.5);
    double band = edge(0.10 + w + 0.05 * edge(v + 0.1, 0.6) - Math.abs(u), 0.08);
    double knob = ellipse(u - 0.10 - 0.8 * w, v + 0.26, 0.10 + 0.5 * w, 0.11 + 0.4 * w, 0.25);
    double pulmonary = 0.8 * ellipse(u - 0.12 - 0.5 * w, v + 0.08, 0.11 + 0.5 * w, 0.13, 0.3);
    double great = Math.max(band, Math.max(knob, pulmonary));
    double trachea = 0.42 * edge(0.038 - Math.abs(u - 0.01), 0.025) * edge(-0.22 - v, 0.04);
    return 1.0 * Math.max(heart, 0.9 * great) - trachea;
  }

  private double bones(double u, double v) {
    double x = Math.abs(u);
    double reach = (u < 0 ? right : left).outer().applyAsDouble(v) + 0.04;
    double spine = edge(0.075 - x, 0.05);
    double sum = 0;
    if (spine > 0) {
      double disc = (v + 1.2) / 0.125;
      sum +=
          spine
              * anatomy.bones().density()
              * (0.26 - 0.16 * bell((disc - Math.floor(disc) - 0.5) / 0.22));
    }
    if (x > 0.06) {
      double faded = edge(reach - x, 0.05) * (v > 0.5 ? 0.5 : 1);
      sum += faded * posterior.at(x, v);
      double front = v - 0.55 * (reach - x);
      sum += faded * edge(x - 0.30, 0.2) * anterior.at(0, front);
    }
    double shoulder = 0.25 * ellipse(x - 1.0, v + 0.54, 0.13, 0.15, 0.4);
    shoulder += 0.14 * bell((x - 0.80 + 0.25 * (v + 0.3)) / 0.10) * bell((v + 0.28) / 0.32);
    return sum + shoulder * anatomy.bones().density();
  }

  private void clavicle(Film film, int side) {
    double[] line = new double[2 * 13];
    for (int i = 0; i <= 12; i++) {
      double t = i / 12.0;
      line[2 * i] = side * (0.07 + 0.70 * t);
      line[2 * i + 1] =
          -0.55
              - 0.13 * t
              - 0.05 * StrictMath.sin(2.6 * Math.PI * t) * (1 - t)
              + side * 0.01 * anatomy.tilt();
    }
    film.stroke(0.042, 0.42 * anatomy.bones().density(), line);
  }
}
