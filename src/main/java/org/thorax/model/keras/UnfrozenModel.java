package org.thorax.model.keras;

import java.util.Optional;
import org.thorax.model.Model;
import org.thorax.model.keras.layers.LayerGraph;

/** A model of which nothing is frozen, as after Keras' {@code model.trainable = True}. */
public final class UnfrozenModel {
  private UnfrozenModel() {}

  /**
   * The same model with every layer trainable; what is called with {@code training=False} stays in
   * inference mode, for that is no matter of {@code trainable}.
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
        model.remarks(),
        model.release());
  }
}
