package org.thorax.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.experiment.config.Benchmark;
import org.thorax.model.ModelContract;
import org.thorax.model.Preparation;
import org.thorax.model.Scaling;

/**
 * Checks whether a benchmark prepares images or orders classes differently from the model's
 * training.
 */
final class ContractCheck {
  private final List<String> differences = new ArrayList<>();

  private ContractCheck() {}

  /**
   * All differences, one line each; settings that the model does not specify are not compared.
   *
   * @param scaling overrides the model's own scaling
   * @param preparation the benchmark's image preparation
   */
  static List<String> differences(
      ModelContract model,
      Benchmark benchmark,
      Optional<Scaling> scaling,
      Preparation preparation) {
    ContractCheck check = new ContractCheck();
    int dim = benchmark.images().dim();
    String size = dim + " x " + dim;
    model
        .images()
        .height()
        .ifPresent(height -> check.compare("images of", sizeOf(model, height), size));
    scaling.ifPresent(
        given ->
            model.scaling().ifPresent(own -> check.compare("scaling", own.token(), given.token())));
    // A model without class names does not specify preprocessing either.
    if (!model.classNames().isEmpty()) {
      check.compare(
          "classes", String.join(", ", model.classNames()), String.join(", ", benchmark.classes()));
      check.compare("cropping", cropping(model.images().preparation()), cropping(preparation));
      check.compareTemplates(model.images().preparation().templates(), preparation.templates());
      check.compare("steps", steps(model.images().preparation()), steps(preparation));
    }
    return check.differences;
  }

  private static String sizeOf(ModelContract model, int height) {
    return model.images().width().orElse(height) + " x " + height;
  }

  private static String cropping(Preparation preparation) {
    return preparation.cropped() ? "by template" : "none";
  }

  private static String steps(Preparation preparation) {
    return preparation.transformations().isEmpty()
        ? "none"
        : String.join(", ", preparation.transformations());
  }

  /** The pictures of the crop; models of earlier versions have none. */
  private void compareTemplates(Map<String, String> learned, Map<String, String> given) {
    if (!learned.isEmpty() && !given.isEmpty() && !learned.equals(given)) {
      differences.add(
          "templates: learned with others than those here; take the ones of its training");
    }
  }

  private void compare(String what, String learned, String given) {
    if (!learned.equals(given)) {
      differences.add(what + ": learned with " + learned + ", here " + given);
    }
  }
}
