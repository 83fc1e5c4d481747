package org.thorax.model.keras;

import java.util.Optional;
import org.thorax.model.Model;
import org.thorax.model.keras.layers.LayerGraph;

/** Unfreezes all layers of a model, like Keras' {@code model.trainable = True}. */
public final class UnfrozenModel {
  private UnfrozenModel() {}

  /**
   * The model with every layer trainable; layers called with {@code training=False} stay in
   * inference mode, because that does not depend on {@code trainable}.
   */
  public static Model of(Model model) {
    Optional<String> layers =
        model
            .kerasConfig()
            .map(
                json ->
                    KerasConfig.read(json)
                        .map(LayerGraph::unfrozen)
                        .flatMap(KerasConfig::of)
                        .orElse(json));
    return new Model(
        model.flat().unfrozen(),
        model.contract(),
        layers,
        model.compilation(),
        model.weights(),
        model.remarks());
  }
}
