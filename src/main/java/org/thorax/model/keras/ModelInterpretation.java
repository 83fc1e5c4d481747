package org.thorax.model.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.model.FirstLayers;
import org.thorax.model.KerasObject;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.OutputActivation;
import org.thorax.model.Scaling;
import org.thorax.model.keras.applications.Architecture;
import org.thorax.model.keras.config.CompilationReader;

/** Determines the scaling and the outputs of a foreign model from its layers, weights and loss. */
final class ModelInterpretation {
  private ModelInterpretation() {}

  /**
   * The model with the results in its contract.
   *
   * @param loss of its compilation
   */
  static Model of(Model model, Optional<KerasObject> loss) {
    Model scaled = scaled(model);
    return loss.flatMap(
            object ->
                CompilationReader.activation(object)
                    .map(activation -> activated(scaled, activation, object)))
        .orElse(scaled);
  }

  private static Model activated(Model model, OutputActivation activation, KerasObject loss) {
    return ModelActivation.ofLoss(model, activation, loss.name());
  }

  /**
   * Layers that scale take precedence over the name of an application, and that over the weights'
   * shapes.
   */
  private static Model scaled(Model model) {
    Optional<FirstLayers.Range> range = FirstLayers.scaling(model);
    if (range.isPresent()) {
      return said(
          model,
          model.contract().withScaling(Scaling.NONE),
          "The model scales its images itself (%s in its first layers); it gets them unscaled."
              .formatted(range.get().text()));
    }
    return model.contract().scaling().isPresent() ? model : byShapes(model);
  }

  /** The scaling of the application with these weights, if nothing else specifies one. */
  static Model byShapes(Model model) {
    Optional<Architecture> known = KnownArchitecture.of(model.flat());
    if (known.isEmpty()) {
      return model;
    }
    String name = known.get().kerasName();
    Scaling scaling = Scaling.of(known.get().inputScaling());
    return said(
        model,
        model.contract().withArchitecture(name).withScaling(scaling),
        "The weights' shapes are those of %s, whose images are scaled as '%s'."
            .formatted(name, scaling.token()));
  }

  private static Model said(Model model, ModelContract contract, String remark) {
    List<String> remarks = new ArrayList<>(model.remarks());
    remarks.add(remark);
    return model.withContract(contract).withRemarks(remarks);
  }
}
