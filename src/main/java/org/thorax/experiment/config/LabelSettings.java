package org.thorax.experiment.config;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.thorax.ConfigurationException;
import org.thorax.data.LabelEncoding;
import org.thorax.data.ThreeWayLabels;
import org.thorax.data.Upsampling;

/**
 * What a benchmark says about labels.
 *
 * @param classes the classes in the order of the model's outputs
 * @param encoding how table cells become labels
 * @param upsampling which training rows are repeated
 */
public record LabelSettings(List<String> classes, LabelEncoding encoding, Upsampling upsampling) {
  /** Checks that there are classes, all different, and that the rest is about these. */
  public LabelSettings {
    classes = List.copyOf(classes);
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(upsampling, "upsampling");
    if (classes.isEmpty()) {
      throw new ConfigurationException("benchmark", "At least one class is needed, found none.");
    }
    Set<String> seen = new HashSet<>();
    for (String name : classes) {
      if (name.isBlank() || !seen.add(name)) {
        throw new ConfigurationException(
            "benchmark",
            "Classes must be different names, found '%s'%s."
                .formatted(name, name.isBlank() ? "" : " twice"));
      }
    }
    encoding.uncertainty().check(classes);
    upsampling.check(classes);
  }

  /** Names of the network's outputs: the classes, or three for each of them. */
  public List<String> outputs() {
    return encoding.threeWay() ? ThreeWayLabels.outputs(classes) : classes;
  }

  /** The same with labels made otherwise. */
  public LabelSettings with(LabelEncoding other) {
    return new LabelSettings(classes, other, upsampling);
  }

  /** The same with other training rows repeated. */
  public LabelSettings with(Upsampling other) {
    return new LabelSettings(classes, encoding, other);
  }

  /** The same classes in another order. */
  public LabelSettings inOrder(List<String> others) {
    return new LabelSettings(others, encoding, upsampling);
  }
}
