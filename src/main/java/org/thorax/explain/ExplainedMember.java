package org.thorax.explain;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.inference.ClassifierInput;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.Model;

/**
 * A member of an explained ensemble; the ensemble's explainer owns its explainer.
 *
 * @param title its name for users
 * @param weight of its maps
 * @param explainer of the member alone, with its own scaling
 * @param outputs the index of the member's output for each of the ensemble's classes
 */
record ExplainedMember(
    String title, double weight, ModelExplainer explainer, List<Integer> outputs) {

  /** Prepares a member for the ensemble's images. */
  static ExplainedMember of(
      String title, double weight, Model model, ClassifierInput ensemble, Device device) {
    Predictor.Overrides size =
        new Predictor.Overrides(
            Optional.of(ensemble.height()),
            Optional.of(ensemble.width()),
            Optional.empty(),
            List.of());
    List<String> own = model.contract().classNames();
    List<Integer> outputs = ensemble.classNames().stream().map(own::indexOf).toList();
    return named(
        title,
        () -> new ExplainedMember(title, weight, new ModelExplainer(model, size, device), outputs));
  }

  /** Whether it has the requested layer, or no layer is requested. */
  boolean hasLayerOf(MapRequest request) {
    return request.layer().map(explainer::has).orElse(true);
  }

  /** The layer of its map. */
  Optional<String> layer(MapRequest request) {
    return named(title, () -> explainer.layer(request));
  }

  /** Its explanations of prepared images, with the classes and class order of the ensemble. */
  List<Explanation> explain(List<GreyImage> prepared, List<Integer> classes, MapRequest request) {
    int[] own = classes.stream().mapToInt(outputs::get).toArray();
    return named(title, () -> explainer.explain(prepared, ClassChoice.of(own), request));
  }

  private static <T> T named(String title, Supplier<T> work) {
    try {
      return work.get();
    } catch (ThoraxException e) {
      throw new ThoraxException("Member " + title + ": " + e.getMessage(), e);
    }
  }
}
