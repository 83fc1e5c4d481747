package org.thorax.model.keras.hdf5;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.thorax.formats.hdf5.Hdf5Content;
import org.thorax.formats.hdf5.Hdf5Writer;
import org.thorax.formats.io.AtomicFile;
import org.thorax.model.OptimizerState;
import org.thorax.model.Variable;
import org.thorax.model.WeightSource;

/**
 * Writes a model's weights like Keras. Files appear complete or not at all; the weights are read
 * one variable at a time while they are written.
 *
 * @param layers all layers in the order of {@code model.layers}; Keras 3's formats need their
 *     classes
 * @param weights the values of the layers' variables
 * @param optimizer state for further training; its variables are the layers' trainable ones
 */
public record KerasWeightsWriter(
    List<ModelLayer> layers, WeightSource weights, Optional<OptimizerState> optimizer) {
  private static final String BACKEND = "tensorflow";

  /** Copies the list. */
  public KerasWeightsWriter {
    layers = List.copyOf(layers);
  }

  /**
   * A whole model as written by {@code model.save("x.h5")} of Keras 2.
   *
   * @param modelConfig JSON, class name and configuration
   * @param trainingConfig JSON of {@code compile}; without it Keras loads the model uncompiled
   * @param kerasVersion version of the configuration's format, {@code 2.15.0}
   */
  public void writeLegacyModel(
      Path file, String modelConfig, Optional<String> trainingConfig, String kerasVersion) {
    Hdf5Content root = new Hdf5Content();
    root.attribute(WriterAttribute.KEY, WriterAttribute.VALUE);
    root.attribute("backend", BACKEND);
    root.attribute("keras_version", kerasVersion);
    root.attribute("model_config", modelConfig);
    trainingConfig.ifPresent(json -> root.attribute("training_config", json));
    addLegacyWeights(root.group("model_weights"), kerasVersion);
    optimizer.ifPresent(state -> addLegacyOptimizer(root.group("optimizer_weights"), state));
    AtomicFile.write(file, out -> Hdf5Writer.write(root, out));
  }

  /** Only weights, as written by {@code model.save_weights("x.h5")} of Keras 2. */
  public void writeLegacyWeights(Path file, String kerasVersion) {
    Hdf5Content root = new Hdf5Content();
    root.attribute(WriterAttribute.KEY, WriterAttribute.VALUE);
    addLegacyWeights(root, kerasVersion);
    AtomicFile.write(file, out -> Hdf5Writer.write(root, out));
  }

  /**
   * Weights and optimizer as written by {@code model.save_weights("x.weights.h5")}; both Keras
   * versions load it.
   *
   * @param file must end in {@code .weights.h5} for Keras
   */
  public void writeWeights(Path file) {
    Hdf5Content root = keras3("model");
    AtomicFile.write(file, out -> Hdf5Writer.write(root, out));
  }

  /**
   * An archive as written by {@code model.save("x.keras")} of Keras 3.
   *
   * @param config JSON of the model, as in {@code config.json}
   * @param metadata JSON with {@code keras_version} and {@code date_saved}
   */
  public void writeArchive(Path file, String config, String metadata) {
    Hdf5Content root = keras3("functional");
    Path weightsFile = file.resolveSibling("." + file.getFileName() + ".weights.part");
    AtomicFile.write(
        file,
        out -> {
          try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            text(zip, KerasArchive.METADATA, metadata);
            text(zip, KerasArchive.CONFIG, config);
            weights(zip, weightsFile, root);
          } finally {
            Files.deleteIfExists(weightsFile);
          }
        });
  }

  private void addLegacyWeights(Hdf5Content group, String kerasVersion) {
    group.attribute("backend", BACKEND);
    group.attribute("keras_version", kerasVersion);
    group.attribute("layer_names", layers.stream().map(ModelLayer::name).toList());
    for (ModelLayer layer : layers) {
      Hdf5Content ofLayer = group.group(layer.name());
      List<String> names = new ArrayList<>();
      layer.variables().forEach(variable -> names.add(variable.name() + ":0"));
      if (isCounted(layer)) {
        names.add(layer.name() + "/count:0");
        ofLayer.integer(layer.name() + "/count:0", 0);
      }
      ofLayer.attribute("weight_names", names);
      for (Variable variable : layer.variables()) {
        ofLayer.floats(variable.name() + ":0", variable.shape(), () -> weights.values(variable));
      }
    }
    group.group("top_level_model_weights").attribute("weight_names", List.of());
  }

  /** Counter, then the arrays: {@code Adam/m/conv/kernel:0}, {@code Adam/v/conv/kernel:0}. */
  private void addLegacyOptimizer(Hdf5Content group, OptimizerState state) {
    group.integer("iteration:0", state.iterations());
    List<String> names = new ArrayList<>(List.of("iteration:0"));
    for (StoredOptimizer.Place place :
        StoredOptimizer.places(state.config().slotGroups(), trainable())) {
      Variable variable = place.variable();
      String name =
          "%s/%s/%s:0".formatted(state.config().className(), place.slot(), variable.name());
      names.add(name);
      group.floats(name, variable.shape(), () -> state.values().of(place.slot(), variable));
    }
    group.attribute("weight_names", names);
  }

  private Hdf5Content keras3(String modelName) {
    if (layers.stream().anyMatch(layer -> layer.className().isEmpty())) {
      throw new IllegalArgumentException("Keras 3's files are laid out by the layers' classes");
    }
    Hdf5Content root = new Hdf5Content();
    root.attribute(WriterAttribute.KEY, WriterAttribute.VALUE);
    root.group("vars").attribute("name", modelName);
    List<String> paths = ModelLayer.paths(layers);
    for (int i = 0; i < layers.size(); i++) {
      Hdf5Content arrays = root.group("layers/" + paths.get(i) + "/vars");
      arrays.attribute("name", layers.get(i).name());
      List<Variable> variables = layers.get(i).variables();
      for (int j = 0; j < variables.size(); j++) {
        Variable variable = variables.get(j);
        arrays.floats(Integer.toString(j), variable.shape(), () -> weights.values(variable));
      }
      if (isCounted(layers.get(i))) {
        arrays.integer(Integer.toString(variables.size()), 0);
      }
    }
    optimizer.ifPresent(state -> addOptimizer(root.group("optimizer/vars"), state));
    return root;
  }

  /** Whether Keras counts what the layer's statistics are of, in an array that it does not use. */
  private static boolean isCounted(ModelLayer layer) {
    return layer.className().equals("Normalization") && !layer.variables().isEmpty();
  }

  /** Counter and learning rate, then the arrays, by number. */
  private void addOptimizer(Hdf5Content arrays, OptimizerState state) {
    arrays.attribute("name", ModelLayer.snakeCase(state.config().className()));
    arrays.integer("0", state.iterations());
    arrays.floats("1", List.of(), () -> new float[] {(float) state.config().learningRate()});
    List<List<String>> groups =
        state.config().isPlainSgd() ? List.of() : state.config().slotGroups();
    int count = 2;
    for (StoredOptimizer.Place place : StoredOptimizer.places(groups, trainable())) {
      Variable variable = place.variable();
      arrays.floats(
          Integer.toString(count++),
          variable.shape(),
          () -> state.values().of(place.slot(), variable));
    }
  }

  private List<Variable> trainable() {
    return layers.stream()
        .flatMap(layer -> layer.variables().stream())
        .filter(Variable::trainable)
        .toList();
  }

  private static void text(ZipOutputStream zip, String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    zip.putNextEntry(stored(name, bytes.length, checksum.getValue()));
    zip.write(bytes);
    zip.closeEntry();
  }

  /** Written to a temporary file first: a stored member's size and checksum precede its bytes. */
  private static void weights(ZipOutputStream zip, Path beside, Hdf5Content root)
      throws IOException {
    CRC32 checksum = new CRC32();
    try (OutputStream out =
        new CheckedOutputStream(
            new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16), checksum)) {
      Hdf5Writer.write(root, out);
    }
    zip.putNextEntry(stored(KerasArchive.WEIGHTS, Files.size(beside), checksum.getValue()));
    Files.copy(beside, zip);
    zip.closeEntry();
  }

  private static ZipEntry stored(String name, long size, long checksum) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCompressedSize(size);
    entry.setCrc(checksum);
    // The same model gives the same bytes.
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    return entry;
  }
}
