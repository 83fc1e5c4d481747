package org.thorax.api;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.explain.Explanation;
import org.thorax.explain.Overlay;
import org.thorax.explain.SaliencyMap;

/**
 * An image's prediction and its explanations.
 *
 * @param prediction probabilities of all classes
 * @param seen the network's input: resized, cropped and transformed as in training
 * @param explanation one map for each requested class
 */
public record ExplainedImage(Prediction prediction, GreyImage seen, Explanation explanation) {
  /** The image file. */
  public Path image() {
    return prediction.image();
  }

  /** The classes that have a map, in the requested order. */
  public List<String> explained() {
    return explanation.maps().stream()
        .map(map -> prediction.classes().get(map.classIndex()))
        .toList();
  }

  /**
   * The map of a class: one value from 0 to 1 for each pixel of {@link #seen}.
   *
   * @throws ThoraxException if the class has no map
   */
  public SaliencyMap map(String name) {
    int index = Prediction.index(prediction.classes(), name);
    return explanation.maps().stream()
        .filter(map -> map.classIndex() == index)
        .findFirst()
        .map(Explanation.ClassMap::map)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "classes",
                    "Expected one of the explained classes %s, found '%s'; choose it when you explain."
                        .formatted(String.join(", ", explained()), name)));
  }

  /**
   * An overlay of a class's map on the image, in the size of {@link #seen}.
   *
   * @throws ThoraxException if the class has no map
   */
  public BufferedImage overlay(String name) {
    return Overlay.blended(seen, map(name));
  }
}
