package org.thorax.experiment.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.model.ClassifierEnd;
import org.thorax.model.Model;
import org.thorax.model.OutputActivation;
import org.thorax.model.keras.Backbone;
import org.thorax.model.keras.Head;
import org.thorax.model.keras.ModelActivation;
import org.thorax.model.keras.ModelReader;
import org.thorax.model.keras.applications.Architecture;

/** The source of a run's network. */
public sealed interface NetworkSource {
  /**
   * A network with the outputs that a benchmark needs.
   *
   * @param model graph and weights; the caller closes it after reading them
   * @param backbone names of the variables before the head
   */
  record Source(Model model, Set<String> backbone) {}

  /**
   * Opens the network.
   *
   * @param outputNames names of the required outputs, class by class
   * @param outputsPerClass 1, or 3 with a softmax over them
   * @param seed random seed of new weights
   */
  Source open(List<String> outputNames, int outputsPerClass, long seed);

  /** The description of the network in {@code config.json}. */
  String describe();

  /**
   * Checks early what {@link #open} would find only after the data is read.
   *
   * @throws ThoraxException if the network does not exist
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

  /** A Keras application with the weights that {@code thorax backbone fetch} downloaded. */
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
        throw new ConfigurationException(
            "weights",
            "Expected ImageNet weights of %s in %s, found none; download them with 'thorax backbone fetch %s', or ask for random initial weights with `weights` none."
                .formatted(architecture.kerasName(), folder, architecture.kerasName()));
      }
    }
  }

  /** A backbone in a folder or file, with a new head. */
  record BackboneFolder(Path folder, Optional<Path> weights) implements NetworkSource {
    /** The backbone with its weights. */
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
   * A complete model with its head, to fine-tune.
   *
   * @param activation converts its logits to probabilities, if its file does not specify it
   * @param weights weights for an architecture file, which has none
   */
  record CompleteModel(Path folder, Optional<OutputActivation> activation, Optional<Path> weights)
      implements NetworkSource {
    /** The model with its weights; it outputs probabilities, or specifies how to compute them. */
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
      throw new FileException(
          "Expected a model at %s, found nothing; check the path.".formatted(model));
    }
  }

  /** A custom network that a benchmark's name uses as its architecture. */
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
   * A Keras application as in {@code train --architecture}: with the weights in {@code
   * keras-weights/<name>}, or with random weights if requested.
   */
  static NetworkSource ofArchitecture(
      Architecture architecture, Path kerasWeights, boolean random) {
    return random
        ? new RandomBackbone(architecture)
        : new FetchedBackbone(architecture, kerasWeights.resolve(architecture.kerasName()));
  }
}
