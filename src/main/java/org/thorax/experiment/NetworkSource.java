package org.thorax.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.thorax.keras.Backbone;
import org.thorax.keras.Head;
import org.thorax.keras.ModelReader;
import org.thorax.keras.applications.Architecture;
import org.thorax.network.Model;

/** Where a run's network comes from. */
public sealed interface NetworkSource {
  /**
   * A network with one output a class.
   *
   * @param model graph and weights; the caller closes it once they are read
   * @param backbone names of the variables before the head
   */
  record Source(Model model, Set<String> backbone) {}

  /**
   * Opens it.
   *
   * @param classNames the classes wanted
   * @param seed of new weights
   */
  Source open(List<String> classNames, long seed);

  /** What {@code config.json} says about it. */
  String describe();

  /** A Keras application with random weights and a new head. */
  record RandomBackbone(Architecture architecture) implements NetworkSource {
    @Override
    public Source open(List<String> classNames, long seed) {
      Model backbone = Backbone.create(architecture, seed);
      return new Source(Head.append(backbone, classNames, seed), backbone.flat().variableNames());
    }

    @Override
    public String describe() {
      return architecture.kerasName() + " with random weights";
    }
  }

  /** A backbone in a folder, with a new head. */
  record BackboneFolder(Path folder) implements NetworkSource {
    @Override
    public Source open(List<String> classNames, long seed) {
      Model backbone = ModelReader.openForTraining(folder);
      return new Source(Head.append(backbone, classNames, seed), backbone.flat().variableNames());
    }

    @Override
    public String describe() {
      return "backbone " + folder;
    }
  }

  /** A complete model, head included, that is trained on. */
  record CompleteModel(Path folder) implements NetworkSource {
    @Override
    public Source open(List<String> classNames, long seed) {
      Model model = Head.complete(ModelReader.openForTraining(folder), classNames);
      return new Source(model, new HashSet<>(model.flat().backboneVariables()));
    }

    @Override
    public String describe() {
      return "model " + folder;
    }
  }

  /**
   * A Keras application as {@code train --architecture} means it: the backbone in {@code
   * keras-weights/<name>} when it is there and not declined, else random weights.
   */
  static NetworkSource ofArchitecture(
      Architecture architecture, Path kerasWeights, boolean random) {
    Path folder = kerasWeights.resolve(architecture.kerasName());
    return random || !Files.isDirectory(folder)
        ? new RandomBackbone(architecture)
        : new BackboneFolder(folder);
  }
}
