package org.thorax.api;

import java.nio.file.Path;
import java.util.List;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * The prediction of a classifier for one image.
 *
 * @param image the file
 * @param classes in the order of the model's outputs
 * @param probabilities one per class, 0 to 1; unbounded scores if the model does not output
 *     probabilities
 */
public record Prediction(Path image, List<String> classes, List<Float> probabilities) {
  /** Checks that there is one probability per class. */
  public Prediction {
    classes = List.copyOf(classes);
    probabilities = List.copyOf(probabilities);
    if (classes.size() != probabilities.size()) {
      throw new IllegalArgumentException(
          classes.size() + " classes and " + probabilities.size() + " probabilities");
    }
  }

  /**
   * The probability of a class.
   *
   * @throws ThoraxException if the model does not have this class
   */
  public float probability(String name) {
    return probabilities.get(index(classes, name));
  }

  /** The class with the highest probability. */
  public String likeliest() {
    int best = 0;
    for (int i = 1; i < classes.size(); i++) {
      best = probabilities.get(i) > probabilities.get(best) ? i : best;
    }
    return classes.get(best);
  }

  static int index(List<String> classes, String name) {
    int index = classes.indexOf(name);
    if (index < 0) {
      throw new ConfigurationException(
          "classes",
          "Expected one of the classes %s, found '%s'."
              .formatted(String.join(", ", classes), name));
    }
    return index;
  }
}
