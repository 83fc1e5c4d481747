package org.thorax.experiment.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.thorax.ThoraxException;
import org.thorax.model.ClassifierEnd;
import org.thorax.model.Model;
import org.thorax.model.OutputActivation;
import org.thorax.model.keras.Backbone;
import org.thorax.model.keras.Head;
import org.thorax.model.keras.ModelActivation;
import org.thorax.model.keras.ModelReader;
import org.thorax.model.keras.applications.Architecture;

/** Where a run's network comes from. */
public sealed interface NetworkSource {
  /**
   * A network with the outputs that a benchmark wants.
   *
   * @param model graph and weights; the caller closes it once they are read
   * @param backbone names of the variables before the head
   */
  record Source(Model model, Set<String> backbone) {}

  /**
   * Opens it.
   *
   * @param outputNames of the outputs wanted, class by class
   * @param outputsPerClass outputs per class: 1, or 3 with a softmax over them
   * @param seed of new weights
   */
  Source open(List<String> outputNames, int outputsPerClass, long seed);

  /** What {@code config.json} says about it. */
  String describe();

  /**
   * Finds out at once what {@link #open} would find after the data was read.
   *
   * @throws ThoraxException when the network is not there
   */
  default void require() {}

  /** A Keras application with random weights and a new head. */
  record RandomBackbone(Architecture architecture) implements NetworkSource {
    @Override
    public Source open(List<String> outputNames, int outputsPerClass, long seed) {
      Model backbone = Backbone.create(architecture, seed);
      return new Source(
          Head.append(backbone, outputNames, outputsPerClass, seed),
          backbone.flat().variableNames());
    }

    @Override
    public String describe() {
      return architecture.kerasName() + " with random weights";
    }
  }

  /** A Keras application with the weights that {@code thorax backbone fetch} brought. */
  record FetchedBackbone(Architecture architecture, Path folder) implements NetworkSource {
    @Override
    public Source open(List<String> outputNames, int outputsPerClass, long seed) {
      require();
      return new BackboneFolder(folder).open(outputNames, outputsPerClass, seed);
    }

    @Override
    public String describe() {
      return new BackboneFolder(folder).describe();
    }

    @Override
    public void require() {
      if (!Files.isDirectory(folder)) {
        throw new ThoraxException(
            "Expected ImageNet weights of %s in %s, found none; download them with 'thorax backbone fetch %s', or ask for random initial weights with --weights none."
                .formatted(architecture.kerasName(), folder, architecture.kerasName()));
      }
    }
  }

  /** A backbone in a folder or file, with a new head. */
  record BackboneFolder(Path folder, Optional<Path> weights) implements NetworkSource {
    /** With its weights in it. */
    public BackboneFolder(Path folder) {
      this(folder, Optional.empty());
    }

    @Override
    public Source open(List<String> outputNames, int outputsPerClass, long seed) {
      Model backbone = ModelReader.openForTraining(folder, weights);
      return new Source(
          Head.append(backbone, outputNames, outputsPerClass, seed),
          backbone.flat().variableNames());
    }

    @Override
    public String describe() {
      return "backbone " + folder + weights.map(file -> " with " + file).orElse("");
    }

    @Override
    public void require() {
      NetworkSource.require(folder);
    }
  }

  /**
   * A complete model, head included, that is trained on.
   *
   * @param activation that makes probabilities of its logits, where its file does not specify
   * @param weights of an architecture file, which has none itself
   */
  record CompleteModel(Path folder, Optional<OutputActivation> activation, Optional<Path> weights)
      implements NetworkSource {
    /** One that gives probabilities, or says how they are made, with its weights in it. */
    public CompleteModel(Path folder) {
      this(folder, Optional.empty(), Optional.empty());
    }

    @Override
    public Source open(List<String> outputNames, int outputsPerClass, long seed) {
      Model opened =
          ModelActivation.asGiven(ModelReader.openForTraining(folder, weights), activation);
      Model model = Head.complete(opened, outputNames);
      ClassifierEnd.requireProbabilities(model, "The model");
      return new Source(model, new HashSet<>(model.flat().backboneVariables()));
    }

    @Override
    public String describe() {
      return "model "
          + folder
          + weights.map(file -> " with " + file).orElse("")
          + activation.map(given -> " with " + given.token() + " behind it").orElse("");
    }

    @Override
    public void require() {
      NetworkSource.require(folder);
    }
  }

  private static void require(Path model) {
    if (!Files.exists(model)) {
      throw new ThoraxException(
          "Expected a model at %s, found nothing; check the path.".formatted(model));
    }
  }

  /** A network of your own that a benchmark's name calls by its architecture. */
  record OfArchitecture(Architecture named, NetworkSource source) implements NetworkSource {
    @Override
    public Source open(List<String> outputNames, int outputsPerClass, long seed) {
      Source opened = source.open(outputNames, outputsPerClass, seed);
      String found = Architecture.ofModelName(opened.model().contract().architecture());
      if (!found.equals(named.kerasName())) {
        opened.model().close();
        throw new ThoraxException(
            "The benchmark's name begins with %s, but the %s is a network '%s'; leave the architecture out of the name."
                .formatted(named.kerasName(), source.describe(), found));
      }
      return opened;
    }

    @Override
    public String describe() {
      return source.describe();
    }

    @Override
    public void require() {
      source.require();
    }
  }

  /**
   * A Keras application as {@code train --architecture} means it: with the weights in {@code
   * keras-weights/<name>}, or with random ones when they are asked for.
   */
  static NetworkSource ofArchitecture(
      Architecture architecture, Path kerasWeights, boolean random) {
    return random
        ? new RandomBackbone(architecture)
        : new FetchedBackbone(architecture, kerasWeights.resolve(architecture.kerasName()));
  }
}
