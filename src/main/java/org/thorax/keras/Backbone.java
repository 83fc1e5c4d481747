package org.thorax.keras;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.thorax.keras.applications.Architecture;
import org.thorax.keras.layers.LayerGraph;
import org.thorax.keras.layers.WeightSpec;
import org.thorax.network.Model;
import org.thorax.network.ModelContract;
import org.thorax.network.Scaling;
import org.thorax.network.WeightSource;

/** Keras applications without their top, built here with Keras' initial distributions. */
public final class Backbone {
  private Backbone() {}

  /**
   * A new backbone with random weights.
   *
   * @param seed of the weights; the same seed gives the same weights
   */
  public static Model create(Architecture architecture, long seed) {
    LayerGraph layers = architecture.backbone();
    ModelContract contract =
        new ModelContract(
            architecture.kerasName(),
            Optional.of(Scaling.of(architecture.inputScaling())),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Model(
        LayerGraphFlattener.flatten(layers),
        contract,
        initialWeights(layers, seed),
        List.of(),
        () -> {});
  }

  /** The initial values of a layer graph's weights. */
  static WeightSource initialWeights(LayerGraph layers, long seed) {
    Map<String, WeightSpec> specs =
        layers.weights().stream().collect(Collectors.toMap(WeightSpec::name, Function.identity()));
    return variable -> specs.get(variable.name()).initialValues(seed);
  }
}
