package org.thorax.explain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.image.ImageRegion;
import org.thorax.explain.BoxList.FindingBox;

/**
 * A finding of an image and its location.
 *
 * @param image the file
 * @param classIndex of the finding in the model's order
 * @param boxes one or more
 */
public record LocatedFinding(Path image, int classIndex, List<FindingBox> boxes) {
  /** Finding names that differ between NIH's two tables, or between NIH and CheXpert. */
  private static final Map<String, String> ALIASES =
      Map.of("infiltrate", "infiltration", "effusion", "pleuraleffusion");

  /** Copies the boxes. */
  public LocatedFinding {
    boxes = List.copyOf(boxes);
  }

  /**
   * The findings to score, and those left out.
   *
   * @param findings in the list's order
   * @param withoutImage number of boxes whose image is missing
   * @param withoutClass number of boxes whose finding is not a class of the model
   */
  public record Selection(List<LocatedFinding> findings, int withoutImage, int withoutClass) {}

  /**
   * Finds the boxes' images and classes; several boxes of one finding in one image are one finding.
   *
   * @param data the folder of the image paths, or its parent with NIH's {@code images}
   * @param classNames in the model's order
   * @throws ThoraxException if no finding is left
   */
  public static Selection select(BoxList list, Path data, List<String> classNames) {
    List<String> keys = classNames.stream().map(LocatedFinding::key).toList();
    Map<List<Object>, List<FindingBox>> grouped = new LinkedHashMap<>();
    int withoutImage = 0;
    int withoutClass = 0;
    for (FindingBox box : list.boxes()) {
      int classIndex = keys.indexOf(key(box.finding()));
      Optional<Path> image = image(data, box.image());
      if (classIndex < 0) {
        withoutClass++;
      } else if (image.isEmpty()) {
        withoutImage++;
      } else {
        grouped
            .computeIfAbsent(List.of(image.get(), classIndex), key -> new ArrayList<>())
            .add(box);
      }
    }
    if (grouped.isEmpty()) {
      throw new ConfigurationException(
          "data",
          "Expected boxes of the model's classes (%s) around findings of images in %s, found %d without such a class (%s) and %d without image; check `data` and `classes`."
              .formatted(
                  String.join(", ", classNames),
                  data,
                  withoutClass,
                  String.join(", ", findings(list)),
                  withoutImage));
    }
    List<LocatedFinding> findings =
        grouped.entrySet().stream()
            .map(
                entry ->
                    new LocatedFinding(
                        (Path) entry.getKey().get(0),
                        (int) entry.getKey().get(1),
                        entry.getValue()))
            .toList();
    return new Selection(findings, withoutImage, withoutClass);
  }

  private static Set<String> findings(BoxList list) {
    TreeSet<String> names = new TreeSet<>();
    list.boxes().forEach(box -> names.add(box.finding()));
    return names;
  }

  private static String key(String name) {
    String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return ALIASES.getOrDefault(letters, letters);
  }

  private static Optional<Path> image(Path data, String name) {
    return Stream.of(data.resolve(name), data.resolve("images").resolve(name))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Whether each pixel of that part of the image is in one of the boxes. */
  boolean[] mask(ImageRegion part) {
    boolean[] mask = new boolean[part.height() * part.width()];
    for (int i = 0; i < mask.length; i++) {
      int column = part.x() + i % part.width();
      int row = part.y() + i / part.width();
      double x = (column + 0.5) / part.ofWidth();
      double y = (row + 0.5) / part.ofHeight();
      mask[i] = boxes.stream().anyMatch(box -> box.contains(x, y));
    }
    return mask;
  }
}
