package org.thorax.keras;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.keras.layers.ActivationFunction;
import org.thorax.keras.layers.Conv2D;
import org.thorax.keras.layers.KerasTensor;
import org.thorax.keras.layers.LayerGraph;
import org.thorax.keras.layers.LayerGraphBuilder;
import org.thorax.network.Device;
import org.thorax.network.Model;
import org.thorax.network.ModelContract;
import org.thorax.network.Network;
import org.thorax.network.SavedModelWriter;
import org.thorax.network.Scaling;

/** A SavedModel of two convolutions and the usual head, with random weights, in a moment. */
public final class TinyClassifier {
  private TinyClassifier() {}

  /**
   * Writes one.
   *
   * @param size of its images in pixels
   */
  public static void write(Path folder, List<String> classNames, int size, long seed) {
    LayerGraphBuilder builder = new LayerGraphBuilder();
    KerasTensor x = builder.input(-1, -1, 3);
    for (int filters : List.of(8, 16)) {
      Conv2D convolution = Conv2D.of(filters, 3).strides(2).activation(ActivationFunction.RELU);
      x = builder.apply(convolution, x);
    }
    LayerGraph graph = builder.build("tiny", x);
    ModelContract contract =
        new ModelContract(
            "tiny", Optional.of(Scaling.TF), Optional.of(size), Optional.of(size), List.of());
    Model backbone =
        new Model(
            LayerGraphFlattener.flatten(graph),
            contract,
            KerasConfig.of(graph),
            Backbone.initialWeights(graph, seed),
            List.of(),
            () -> {});
    try (Model model = Head.append(backbone, classNames, seed);
        Network network =
            Network.forInference(model.flat(), Scaling.TF, model.weights(), Device.CPU)) {
      SavedModelWriter.write(network, model.contract(), folder);
    }
  }
}
