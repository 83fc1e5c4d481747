package org.thorax.model.keras.hdf5;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.thorax.model.Variable;
import org.thorax.model.WeightSource;
import org.thorax.oracle.MadeOnce;
import org.thorax.oracle.Oracle;

/** Files that Keras and h5py wrote, and what is in them. */
final class KerasFiles {
  private static final Path FOLDER = Path.of("target/keras-files").toAbsolutePath();

  private KerasFiles() {}

  /** Models of both generations, made once a build. */
  static Path models() {
    return made("make", "models", "keras3-densenet.keras");
  }

  /** Unusual and hostile files, made once a build. */
  static Path variants() {
    return made("variants", "variants", "hostile-zip-bomb.keras");
  }

  private static Path made(String command, String name, String last) {
    Path folder = FOLDER.resolve(name);
    MadeOnce.make(folder.resolve(last), () -> Oracle.run("keras_files.py", command, folder));
    return folder;
  }

  /** The same lines as {@code keras_files.py digest}. */
  static List<String> digest(Path path) {
    try (KerasWeightsFile file = KerasWeightsFile.open(path)) {
      List<String> lines = new ArrayList<>(List.of(path.toString()));
      for (StoredLayer layer : file.layers()) {
        lines.add(layer.path() + " " + layer.name());
        layer.weights().forEach(weight -> lines.add(line(weight)));
      }
      if (!file.optimizerWeights().isEmpty()) {
        lines.add("optimizer");
        file.optimizerWeights().forEach(weight -> lines.add(line(weight)));
      }
      if (file.kind() != KerasWeightsFile.Kind.ARCHIVE) {
        file.modelConfig().ifPresent(json -> lines.add("model_config " + sha(json)));
      }
      file.trainingConfig().ifPresent(json -> lines.add("training_config " + sha(json)));
      return lines;
    }
  }

  private static String line(StoredWeight weight) {
    ByteBuffer bytes;
    if (weight.isInteger()) {
      bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, weight.integer());
    } else {
      float[] values = weight.floats();
      bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
    }
    String shape = weight.shape().stream().map(String::valueOf).collect(Collectors.joining("x"));
    return "  %s %s %s"
        .formatted(weight.name(), shape.isEmpty() ? "scalar" : shape, sha(bytes.array()));
  }

  private static String sha(String text) {
    return sha(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The layers of a file's own model, with their classes where the file has a configuration. */
  static List<ModelLayer> layers(KerasWeightsFile file, String config) {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(config);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
    Map<String, StoredLayer> stored = new HashMap<>();
    file.layers().forEach(layer -> stored.put(layer.name(), layer));
    file.layers().forEach(layer -> stored.putIfAbsent(layer.path(), layer));
    List<ModelLayer> found = new ArrayList<>();
    for (JsonNode node : json.path("config").path("layers")) {
      found.add(
          new ModelLayer(
              node.path("config").path("name").asText(),
              node.path("class_name").asText(),
              List.of()));
    }
    List<String> paths = ModelLayer.paths(found);
    List<ModelLayer> layers = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      ModelLayer layer = found.get(i);
      StoredLayer source = stored.getOrDefault(layer.name(), stored.get(paths.get(i)));
      layers.add(new ModelLayer(layer.name(), layer.className(), variables(layer, source)));
    }
    return layers;
  }

  private static List<Variable> variables(ModelLayer layer, StoredLayer stored) {
    List<Variable> variables = new ArrayList<>();
    for (StoredWeight weight : stored.weights()) {
      String name = weight.name().replaceFirst(":0$", "");
      boolean moving = layer.className().equals("BatchNormalization") && variables.size() >= 2;
      variables.add(
          new Variable(
              name.contains("/") ? name : layer.name() + "/" + name, weight.shape(), !moving));
    }
    return variables;
  }

  static List<Variable> trainable(List<ModelLayer> layers) {
    return layers.stream()
        .flatMap(layer -> layer.variables().stream())
        .filter(Variable::trainable)
        .toList();
  }

  /** All values by position. */
  static WeightSource values(KerasWeightsFile file, List<ModelLayer> layers) {
    return WeightMatch.byPosition(file, layers).source();
  }
}
