package org.thorax.model.keras;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.thorax.ThoraxException;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.Scaling;
import org.thorax.model.WeightSource;
import org.thorax.model.keras.applications.Architecture;
import org.thorax.model.keras.hdf5.KerasWeightsFile;
import org.thorax.model.keras.hdf5.WeightMatch;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.WeightSpec;

/** Keras applications without their top, built with Keras' initial distributions. */
public final class Backbone {
  private Backbone() {}

  /**
   * A new backbone with random weights.
   *
   * @param seed random seed of the weights; the same seed gives the same weights
   */
  public static Model create(Architecture architecture, long seed) {
    LayerGraph layers = architecture.backbone();
    return model(architecture, layers, initialWeights(layers, seed));
  }

  /**
   * A backbone with the weights of a Keras file: Keras' published ones without top, or those of a
   * model with this backbone, whose dense head is left out.
   *
   * @param byName match layers by name instead of position
   * @throws ThoraxException listing what is missing, left over and of another shape
   */
  public static Model withWeights(Architecture architecture, Path weights, boolean byName) {
    LayerGraph layers = architecture.backbone();
    KerasWeightsFile file = KerasWeightsFile.open(weights);
    try {
      KerasLayers ofModel = KerasLayers.of(layers);
      WeightMatch match =
          byName ? WeightMatch.byName(file, ofModel.topLevel()) : ofModel.match(file);
      return model(architecture, layers, match.sourceWithoutHead().closedBy(file::close));
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static Model model(Architecture architecture, LayerGraph layers, WeightSource weights) {
    ModelContract contract =
        new ModelContract(
            architecture.kerasName(),
            Optional.of(Scaling.of(architecture.inputScaling())),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Model(
        LayerGraphFlattener.flatten(layers), contract, KerasConfig.of(layers), weights, List.of());
  }

  /** The initial values of a layer graph's weights. */
  static WeightSource initialWeights(LayerGraph layers, long seed) {
    Map<String, WeightSpec> specs =
        layers.weights().stream().collect(Collectors.toMap(WeightSpec::name, Function.identity()));
    return variable -> specs.get(variable.name()).initialValues(seed);
  }
}
