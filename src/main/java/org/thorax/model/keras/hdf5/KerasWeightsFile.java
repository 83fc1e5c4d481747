package org.thorax.model.keras.hdf5;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.hdf5.Hdf5File;
import org.thorax.formats.hdf5.Hdf5Group;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerState;
import org.thorax.model.Variable;

/**
 * An open Keras file of any format. Weights are read on demand, until it is closed. Not
 * thread-safe.
 */
public final class KerasWeightsFile implements AutoCloseable {
  /** The format of a file. */
  public enum Kind {
    /** {@code save_weights("x.h5")}. */
    LEGACY_WEIGHTS,
    /** {@code save("x.h5")}: weights, configuration, optimizer. */
    LEGACY_MODEL,
    /** {@code save_weights("x.weights.h5")} since Keras 2.12. */
    WEIGHTS,
    /** {@code save("x.keras")}. */
    ARCHIVE
  }

  private final String name;
  private final Kind kind;
  private final Optional<KerasArchive> archive;
  private final Hdf5File hdf5;
  private final List<StoredLayer> layers;

  private KerasWeightsFile(
      String name,
      Kind kind,
      Optional<KerasArchive> archive,
      Hdf5File hdf5,
      List<StoredLayer> layers) {
    this.name = name;
    this.kind = kind;
    this.archive = archive;
    this.hdf5 = hdf5;
    this.layers = List.copyOf(layers);
  }

  /**
   * Opens a file, whose format is detected by its content.
   *
   * @throws ThoraxException if it is missing, damaged, or not a Keras file
   */
  public static KerasWeightsFile open(Path file) {
    String name = String.valueOf(file);
    if (!Files.isRegularFile(file)) {
      throw new FileException("Expected a Keras file at " + name + ", found none; check the path.");
    }
    Optional<KerasArchive> archive =
        KerasArchive.isOne(file) ? Optional.of(KerasArchive.open(file)) : Optional.empty();
    Path weights = archive.map(KerasArchive::weights).orElse(file);
    Hdf5File hdf5 = null;
    try {
      hdf5 = Hdf5File.open(weights, name);
      Hdf5Group root = hdf5.root();
      Kind kind = archive.isPresent() ? Kind.ARCHIVE : kind(root, name);
      return new KerasWeightsFile(name, kind, archive, hdf5, layers(kind, root));
    } catch (RuntimeException | Error e) {
      if (hdf5 != null) {
        hdf5.close();
      }
      archive.ifPresent(KerasArchive::close);
      throw e;
    }
  }

  /** The file's path, for messages. */
  public String name() {
    return name;
  }

  /** The format of the file. */
  public Kind kind() {
    return kind;
  }

  /** All layers: in the model's order in legacy files, by path in the others. */
  public List<StoredLayer> layers() {
    return layers;
  }

  /** The model's configuration as JSON; empty in files with only weights. */
  public Optional<String> modelConfig() {
    return archive.map(KerasArchive::config).or(() -> hdf5.root().text("model_config"));
  }

  /** The compilation as JSON; in archives it is part of the model's configuration. */
  public Optional<String> trainingConfig() {
    return hdf5.root().text("training_config");
  }

  /** The JSON {@code metadata.json} of an archive. */
  public Optional<String> metadata() {
    return archive.map(KerasArchive::metadata);
  }

  /** The version of Keras that wrote it, in legacy files; archives have it in their metadata. */
  public Optional<String> kerasVersion() {
    return legacyWeights().text("keras_version");
  }

  /** The backend that a legacy file names. */
  public Optional<String> backend() {
    return legacyWeights().text("backend");
  }

  /** The optimizer's arrays in Keras' order, its step counter first; empty without an optimizer. */
  public List<StoredWeight> optimizerWeights() {
    Hdf5Group root = hdf5.root();
    if (root.hasGroup("optimizer_weights")) {
      return LegacyLayout.weights(root.group("optimizer_weights"));
    }
    if (isLegacy() || !root.hasGroup("optimizer")) {
      return List.of();
    }
    return Keras3Layout.weights(root.group("optimizer"));
  }

  /**
   * The optimizer's state, read while the file is open; a new one if the file has none.
   *
   * @param config the optimizer, which determines the arrays
   * @param trainable the model's trainable variables in Keras' order
   * @throws ThoraxException if the state belongs to other variables
   */
  public OptimizerState optimizerState(OptimizerConfig config, List<Variable> trainable) {
    List<StoredWeight> weights = optimizerWeights();
    return weights.isEmpty()
        ? OptimizerState.fresh(config)
        : StoredOptimizer.state(name, weights, config, trainable);
  }

  private boolean isLegacy() {
    return kind == Kind.LEGACY_MODEL || kind == Kind.LEGACY_WEIGHTS;
  }

  private Hdf5Group legacyWeights() {
    Hdf5Group root = hdf5.root();
    return kind == Kind.LEGACY_MODEL ? root.group("model_weights") : root;
  }

  private static Kind kind(Hdf5Group root, String name) {
    if (root.hasGroup("model_weights")) {
      return Kind.LEGACY_MODEL;
    }
    if (root.texts("layer_names").isPresent()) {
      return Kind.LEGACY_WEIGHTS;
    }
    if (Keras3Layout.isOne(root)) {
      return Kind.WEIGHTS;
    }
    throw new FileException(
        "Expected Keras' weights in "
            + name
            + ", found an HDF5 file of another kind; save the model with Keras.");
  }

  private static List<StoredLayer> layers(Kind kind, Hdf5Group root) {
    return switch (kind) {
      case LEGACY_MODEL -> LegacyLayout.layers(root.group("model_weights"));
      case LEGACY_WEIGHTS -> LegacyLayout.layers(root);
      case WEIGHTS, ARCHIVE -> Keras3Layout.layers(root);
    };
  }

  @Override
  public void close() {
    hdf5.close();
    archive.ifPresent(KerasArchive::close);
  }
}
