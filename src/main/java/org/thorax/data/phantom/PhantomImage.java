package org.thorax.data.phantom;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One image of the data set with its CSV row, and the boxes of its findings.
 *
 * @param path relative to the data set's folder
 * @param patient on that day
 * @param view from where it was taken
 * @param size of the file
 * @param labels 1 present, 0 absent, -1 uncertain, empty not mentioned; every observation has one
 * @param boxes every drawn finding, also under its parents' names
 */
public record PhantomImage(
    String path,
    Patient patient,
    View view,
    Size size,
    Map<Observation, OptionalDouble> labels,
    List<FindingBox> boxes) {

  /**
   * A patient, as in the table.
   *
   * @param sex Male or Female
   * @param age years
   */
  public record Patient(String sex, int age) {}

  /**
   * The view, as in the table.
   *
   * @param side Frontal or Lateral
   * @param projection AP or PA, empty for a lateral view
   */
  public record View(String side, String projection) {}

  /** A size in pixels. */
  public record Size(int width, int height) {}

  /** A box and its finding. */
  public record FindingBox(Observation observation, Box box) {}

  /** Copies what could change. */
  public PhantomImage {
    labels = Collections.unmodifiableMap(new EnumMap<>(labels));
    boxes = List.copyOf(boxes);
  }
}
