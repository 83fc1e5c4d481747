package org.thorax.data.phantom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thorax.data.phantom.Radiograph.Projection;

/**
 * One synthetic frontal radiograph of a fictitious patient, to try a model without data.
 *
 * @param name of small letters and hyphens
 * @param title of the drawn finding
 * @param jpeg the file's bytes; not copied
 * @param boxes of each finding, in pixels
 */
@SuppressWarnings("ArrayRecordComponent") // A file's bytes; never compared as values.
public record PhantomSample(
    String name, String title, byte[] jpeg, List<PhantomImage.FindingBox> boxes) {
  private static final int PIXELS = 512;
  private static final double SEVERITY = 0.95;

  /** Copies the boxes. */
  public PhantomSample {
    boxes = List.copyOf(boxes);
  }

  /** One sample without and several with a finding; equal seeds give equal bytes. */
  public static List<PhantomSample> draw(long seed) {
    return List.of(
        of(seed, 1, false, 34, Optional.empty()),
        of(seed, 2, true, 71, Optional.of(Observation.CARDIOMEGALY)),
        of(seed, 3, false, 66, Optional.of(Observation.PLEURAL_EFFUSION)),
        of(seed, 4, false, 23, Optional.of(Observation.PNEUMOTHORAX)),
        of(seed, 5, true, 58, Optional.of(Observation.CONSOLIDATION)),
        of(seed, 6, false, 77, Optional.of(Observation.SUPPORT_DEVICES)));
  }

  private static PhantomSample of(
      long seed, int number, boolean female, int age, Optional<Observation> finding) {
    long patient = Seeds.of(seed, number);
    Map<Observation, Double> drawn = new LinkedHashMap<>();
    finding.ifPresent(each -> drawn.put(each, SEVERITY));
    Radiograph radiograph =
        Radiograph.take(
            Anatomy.of(patient, female, age), drawn, Projection.PA, PIXELS, Seeds.of(patient, 4));
    String title = finding.orElse(Observation.NO_FINDING).title();
    String name = title.toLowerCase(Locale.ROOT).replace(' ', '-');
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream(1 << 16);
    try {
      GreyJpeg.write(radiograph.grey(), radiograph.width(), radiograph.height(), jpeg);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory takes every byte", e);
    }
    return new PhantomSample(name, title, jpeg.toByteArray(), radiograph.boxes());
  }
}
