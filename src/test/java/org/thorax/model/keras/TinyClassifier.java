package org.thorax.model.keras;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.Network;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Scaling;
import org.thorax.model.keras.layers.ActivationFunction;
import org.thorax.model.keras.layers.Conv2D;
import org.thorax.model.keras.layers.KerasTensor;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.LayerGraphBuilder;

/** A SavedModel of two convolutions and the usual head, with random weights, in a moment. */
public final class TinyClassifier {
  private static final int LAST_FILTERS = 16;

  private TinyClassifier() {}

  /**
   * Writes one.
   *
   * @param size of its images in pixels
   */
  public static void write(Path folder, List<String> classNames, int size, long seed) {
    write(folder, classNames, size, seed, LAST_FILTERS);
  }

  /** The same with more weights: 1,024 for each filter of the last convolution, and its own. */
  public static void write(
      Path folder, List<String> classNames, int size, long seed, int lastFilters) {
    Model backbone = backbone("tiny", Scaling.TF, size, seed, lastFilters);
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
    return backbone(name, scaling, size, seed, LAST_FILTERS);
  }

  private static Model backbone(
      String name, Scaling scaling, int size, long seed, int lastFilters) {
    LayerGraphBuilder builder = new LayerGraphBuilder();
    KerasTensor x = builder.input(-1, -1, 3);
    for (int filters : List.of(8, lastFilters)) {
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
        List.of());
  }
}
