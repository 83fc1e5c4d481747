package org.thorax.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.thorax.data.loader.Batch;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Scaling;
import org.thorax.model.keras.KerasExport;
import org.thorax.model.keras.ModelReader;
import org.thorax.oracle.MadeOnce;
import org.thorax.oracle.Oracle;
import org.thorax.training.loss.BinaryCrossentropy;
import org.thorax.training.optimizer.Sgd;

/**
 * The models of {@code frozen_models.py}: both generations of Keras, shapes and ways to freeze.
 *
 * @param folder what the script wrote
 * @param expected what it says of them
 */
record FrozenModels(Path folder, JsonNode expected) {
  /** Of these the default build reads SavedModels too: every way to freeze, every shape. */
  private static final String SOME_SAVED_MODELS =
      "doubly-norm,nested-relit,sequential-last,flat-both,doubly-call,nested-onecall";

  private static final String MORE_SAVED_MODELS =
      "doubly,sequential"
              .replaceAll("(\\w+)", "$1-plain,$1-norm,$1-base,$1-last,$1-relit,$1-call,$1-both")
          + ",flat-plain,flat-relit,nested-norm";

  /** Made once a build. */
  static FrozenModels make(boolean more) {
    Path folder = Path.of("target/keras-frozen" + (more ? "-more" : "")).toAbsolutePath();
    Path file = folder.resolve("expected.json");
    MadeOnce.make(
        file,
        () -> Oracle.run("frozen_models.py", folder, more ? MORE_SAVED_MODELS : SOME_SAVED_MODELS));
    try {
      return new FrozenModels(folder, new ObjectMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them; those that end in {@code -saved} are what Keras 2 has in its SavedModels. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    expected.path("models").fieldNames().forEachRemaining(names::add);
    return names;
  }

  Path file(String name, String ending) {
    return folder.resolve(name.replace("-saved", "") + ending);
  }

  /** Whether Keras' training changes that value. */
  boolean moves(String name, String variable) {
    JsonNode keras = expected.path("models").path(name);
    return !weight(keras.path("before"), variable).equals(weight(keras.path("after"), variable));
  }

  /** What Thorax writes of a file as a SavedModel of its own. */
  static Path imported(Path file, Path to) {
    try (Model model = ModelReader.openForTraining(file);
        Network network =
            Network.forInference(model.flat(), Scaling.TF, model.weights(), Device.CPU)) {
      SavedModelWriter.write(
          network, model.contract(), model.kerasConfig(), model.compilation(), to);
    }
    return to;
  }

  /** What Thorax writes of a file as a Keras file. */
  static Path exported(Path file, KerasExport.Format format, Path to) {
    try (Model model = ModelReader.open(file)) {
      KerasExport.write(
          model.kerasConfig().orElseThrow(), model.flat().variables(), model.weights(), format, to);
    }
    return to;
  }

  /**
   * How a file's predictions, first loss and weights after three steps part from Keras', each as a
   * share of Keras' largest value; and what of its frozen or moving values moved against Keras.
   */
  Map<String, Double> differences(String name, Path file) {
    JsonNode keras = expected.path("models").path(name);
    Map<String, Double> differences = new LinkedHashMap<>();
    try (Model model = ModelReader.openForTraining(file);
        Network network =
            Network.forTraining(
                model.flat(), Scaling.TF, model.weights(), Device.CPU, Set.of(), 7)) {
      TrainingStep step = new TrainingStep(network, new BinaryCrossentropy(), new Sgd());
      List<Batch> batches = batches(keras.path("labels"));
      Batch first = batches.get(0);
      differences.put(
          "prediction",
          difference(
              keras.path("prediction"),
              network.predict(first.pixels(), first.size(), first.height(), first.width())));
      float loss = step.train(first, 0.1f).loss();
      differences.put("loss", Math.abs(loss - keras.path("loss").asDouble()));
      batches.stream().skip(1).forEach(batch -> step.train(batch, 0.1f));
      network
          .values(model.flat().variables())
          .forEach(
              (variable, values) ->
                  differences.put(
                      variable.name(),
                      difference(weight(keras.path("after"), variable.name()), values)));
      differences.put(
          "trained variables",
          Math.abs(network.graph().trainable().size() - keras.path("trained").asDouble()));
    }
    return differences;
  }

  /** A weight by its layer and its own name; what is around the layer depends on the file. */
  private static JsonNode weight(JsonNode weights, String variable) {
    String[] parts = variable.split("/", -1);
    JsonNode values = weights.path(parts[parts.length - 2] + "/" + parts[parts.length - 1]);
    if (!values.isArray()) {
      throw new AssertionError("Keras has no " + variable);
    }
    return values;
  }

  private List<Batch> batches(JsonNode labels) {
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      JsonNode images = expected.path("pixels").path(i);
      int size = images.path(0).size();
      float[] truth = floats(labels.path(i));
      float[] grey = floats(images);
      byte[] pixels = new byte[grey.length];
      IntStream.range(0, grey.length).forEach(each -> pixels[each] = (byte) (int) grey[each]);
      batches.add(
          new Batch(
              IntStream.range(0, images.size()).toArray(),
              size,
              size,
              pixels,
              truth.length / images.size(),
              truth));
    }
    return batches;
  }

  private static double difference(JsonNode expected, float[] found) {
    float[] keras = floats(expected);
    if (keras.length != found.length) {
      throw new AssertionError("expected " + keras.length + " values, found " + found.length);
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < found.length; i++) {
      largest = Math.max(largest, Math.abs(keras[i]));
      difference = Math.max(difference, Math.abs((double) keras[i] - found[i]));
    }
    return difference / Math.max(largest, 1);
  }

  private static float[] floats(JsonNode values) {
    List<Float> flat = new ArrayList<>();
    collect(values, flat);
    float[] floats = new float[flat.size()];
    IntStream.range(0, floats.length).forEach(i -> floats[i] = flat.get(i));
    return floats;
  }

  private static void collect(JsonNode node, List<Float> into) {
    if (node.isArray()) {
      node.forEach(each -> collect(each, into));
    } else {
      into.add(node.floatValue());
    }
  }
}
