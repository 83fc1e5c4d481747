package org.thorax.data.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.thorax.data.phantom.PhantomImage.FindingBox;

/**
 * Draws findings over the healthy anatomy and records their boxes. Each finding has its own random
 * stream, so that leaving one out does not change the others.
 */
final class Findings {
  private final Film film;
  private final ChestView view;
  private final LungFindings inLung;
  private final ChestWallFindings atWall;
  private final long seed;
  private final List<FindingBox> boxes = new ArrayList<>();

  /**
   * @param withoutVessels the film before its vessels were drawn
   */
  Findings(Film film, ChestView view, float[] withoutVessels, long seed) {
    this.film = film;
    this.view = view;
    this.inLung = new LungFindings(film);
    this.atWall = new ChestWallFindings(film, view, withoutVessels);
    this.seed = seed;
  }

  List<FindingBox> boxes() {
    return List.copyOf(boxes);
  }

  /** Draws {@code observation}; {@code severity} is 0.35 for a faint one and up to 1. */
  void draw(Observation observation, double severity) {
    SplittableRandom random = Seeds.random(seed, observation.title().hashCode());
    Lung lung = view.lungs().get(random.nextInt(view.lungs().size()));
    Noise noise = new Noise(random.nextLong(), 7);
    film.mark();
    switch (observation) {
      case LUNG_OPACITY -> inLung.haze(lung, severity, noise, random);
      case LUNG_LESION -> inLung.lesion(lung, severity, random, () -> keep(observation));
      case EDEMA -> inLung.edema(view.lungs(), severity, noise, random);
      case CONSOLIDATION -> inLung.consolidation(lung, severity, noise, random);
      case PNEUMONIA -> inLung.pneumonia(lung, severity, noise, random);
      case ATELECTASIS -> inLung.atelectasis(lung, severity, random);
      case PNEUMOTHORAX -> atWall.pneumothorax(lung, severity, random);
      case PLEURAL_EFFUSION -> atWall.effusion(lung, severity, random, () -> keep(observation));
      case PLEURAL_OTHER -> atWall.pleuralThickening(lung, severity, noise, random);
      case FRACTURE -> atWall.fracture(lung, severity, random);
      case SUPPORT_DEVICES -> new SupportDevices(film, view, random).draw(severity, this::keep);
      // The view itself draws these two wider; only their positions are recorded here.
      case CARDIOMEGALY -> keep(observation, view.heart());
      case ENLARGED_CARDIOMEDIASTINUM -> keep(observation, view.mediastinum());
      case NO_FINDING -> throw new IllegalArgumentException("No Finding cannot be drawn");
    }
    keep(observation);
  }

  private void keep(Observation observation) {
    film.changed().ifPresent(box -> boxes.add(new FindingBox(observation, box)));
    film.mark();
  }

  private void keep(Observation observation, Film.Area area) {
    film.box(area).ifPresent(box -> boxes.add(new FindingBox(observation, box)));
  }
}
