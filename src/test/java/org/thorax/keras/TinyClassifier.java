package org.thorax.keras;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
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
    Model backbone = backbone("tiny", Scaling.TF, size, seed);
    try (Model model = Head.append(backbone, classNames, seed);
        Network network =
            Network.forInference(model.flat(), Scaling.TF, model.weights(), Device.CPU)) {
      SavedModelWriter.write(network, model.contract(), folder);
    }
  }

  /** Writes its convolutions alone, as if they were that architecture's. */
  public static void writeBackbone(Path folder, String architecture, int size, long seed) {
    String name = architecture.toLowerCase(Locale.ROOT);
    Scaling scaling = Scaling.ofKerasModel(name).orElseThrow();
    try (Model model = backbone(name, scaling, size, seed);
        Network network =
            Network.forInference(model.flat(), scaling, model.weights(), Device.CPU)) {
      ModelContract contract = model.contract().withArchitecture(architecture);
      SavedModelWriter.write(network, contract, model.kerasConfig(), Optional.empty(), folder);
    }
  }

  /**
   * Writes the same network as a Keras file, which says neither its classes nor its images' size.
   *
   * @param name of the Keras model; one that begins as an application's tells the scaling
   */
  public static void writeKeras(Path file, String name, int classes, int size, long seed) {
    List<String> outputs = IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    try (Model model = Head.append(backbone(name, Scaling.TF, size, seed), outputs, seed)) {
      KerasExport.write(
          model.kerasConfig().orElseThrow(),
          model.flat().variables(),
          model.weights(),
          KerasExport.Format.H5,
          file);
    }
  }

  private static Model backbone(String name, Scaling scaling, int size, long seed) {
    LayerGraphBuilder builder = new LayerGraphBuilder();
    KerasTensor x = builder.input(-1, -1, 3);
    for (int filters : List.of(8, 16)) {
      Conv2D convolution = Conv2D.of(filters, 3).strides(2).activation(ActivationFunction.RELU);
      x = builder.apply(convolution, x);
    }
    LayerGraph graph = builder.build(name, x);
    ModelContract contract =
        new ModelContract(
            name, Optional.of(scaling), Optional.of(size), Optional.of(size), List.of());
    return new Model(
        LayerGraphFlattener.flatten(graph),
        contract,
        KerasConfig.of(graph),
        Backbone.initialWeights(graph, seed),
        List.of(),
        () -> {});
  }
}
