package org.thorax.data.phantom;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A synthetic image. */
final class Radiograph {
  private final int width;
  private final int height;
  private final byte[] grey;
  private final List<PhantomImage.FindingBox> boxes;

  /** The projection of the image. */
  enum Projection {
    AP,
    PA,
    LATERAL
  }

  private Radiograph(Film film, byte[] grey, List<PhantomImage.FindingBox> boxes) {
    this.width = film.width();
    this.height = film.height();
    this.grey = grey;
    this.boxes = boxes;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** 8-bit grey values row by row. */
  byte[] grey() {
    return grey.clone();
  }

  /** The grey value 0..255 of a pixel, counted row by row. */
  int grey(int pixel) {
    return grey[pixel] & 0xFF;
  }

  List<PhantomImage.FindingBox> boxes() {
    return boxes;
  }

  /**
   * Draws a chest.
   *
   * @param drawn the findings with their severities (0..1]
   * @param shortSide pixels of the shorter side
   * @param seed random seed of everything in this image except the anatomy
   */
  static Radiograph take(
      Anatomy anatomy,
      Map<Observation, Double> drawn,
      Projection projection,
      int shortSide,
      long seed) {
    SplittableRandom random = Seeds.random(seed, 1);
    int longSide = (int) (shortSide * random.nextDouble(1.0, 1.20));
    boolean lateral = projection == Projection.LATERAL;
    Film film =
        new Film(
            lateral ? shortSide : longSide,
            lateral ? longSide : shortSide,
            random.nextDouble(1.03, 1.18),
            random.nextDouble(-0.06, 0.06),
            random.nextDouble(-0.02, 0.08),
            random.nextDouble(-4, 4));
    int back = random.nextInt(5) == 0 ? -1 : 1;
    ChestView view = view(anatomy, drawn, projection, back);
    view.draw(film);
    float[] withoutVessels = film.copy();
    for (Lung lung : view.lungs()) {
      SplittableRandom tree = Seeds.random(anatomy.vesselSeed(), lung.side(), lateral ? 1 : 0);
      new Vessels(film, lung, tree).draw();
    }
    Findings findings = new Findings(film, view, withoutVessels, seed);
    drawn.forEach(findings::draw);
    mottle(film, seed);
    marker(film, lateral, random);
    byte[] grey = develop(film, projection, random);
    return new Radiograph(film, grey, findings.boxes());
  }

  private static ChestView view(
      Anatomy anatomy, Map<Observation, Double> drawn, Projection projection, int back) {
    double heart = 1 + 0.46 * drawn.getOrDefault(Observation.CARDIOMEGALY, 0.0);
    double widening = 0.16 * drawn.getOrDefault(Observation.ENLARGED_CARDIOMEDIASTINUM, 0.0);
    return switch (projection) {
      // Closer to the tube, the heart has a larger shadow from the front.
      case AP -> new FrontalView(anatomy, heart * 1.04, widening);
      case PA -> new FrontalView(anatomy, heart, widening);
      case LATERAL -> new LateralView(anatomy, heart, widening, back);
    };
  }

  // Folds, fat and muscle that are not modelled individually.
  private static void mottle(Film film, long seed) {
    Noise coarse = new Noise(Seeds.of(seed, 2), 2.5);
    Noise fine = new Noise(Seeds.of(seed, 3), 14);
    film.add((u, v, pixel) -> 0.16 * (coarse.at(u, v) - 0.5) + 0.10 * (fine.at(u, v) - 0.5));
  }

  // The lead letter of the side, an L near the upper corner.
  private static void marker(Film film, boolean lateral, SplittableRandom random) {
    double u = (lateral ? -0.80 : 0.80) + random.nextDouble(-0.04, 0.04);
    double v = random.nextDouble(-0.88, -0.80);
    film.stroke(0.016, 2.0, u, v, u, v + 0.10, u + 0.06, v + 0.10);
  }

  private static byte[] develop(Film film, Projection projection, SplittableRandom random) {
    boolean portable = projection == Projection.AP;
    double gain = random.nextDouble(0.72, 1.15);
    double gamma = random.nextDouble(0.85, 1.35);
    double black = random.nextDouble(4, portable ? 40 : 20);
    double grain = portable ? random.nextDouble(4, 12) : random.nextDouble(2, 7);
    return film.develop(gain, gamma, black, grain, random.split());
  }
}
