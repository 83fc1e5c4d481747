package org.thorax.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.benchmark.LoggedContracts;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.evaluate.Predictor;
import org.thorax.explain.Explainer;
import org.thorax.explain.ModelExplainer;
import org.thorax.keras.ModelReader;
import org.thorax.network.Device;
import org.thorax.network.Model;
import org.thorax.network.Scaling;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What is said about a model that says nothing about itself, and where models are. */
final class InputOptions {
  @Option(
      names = "--size",
      paramLabel = "N|HxW",
      description = "Image size for a model that does not say.")
  private String size;

  @Option(
      names = "--scaling",
      description = "torch, tf, caffe or none for a model that does not say.")
  private String scaling;

  @Option(
      names = "--classes",
      description = "Names in the order of the outputs, separated by commas.")
  private String classes;

  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "cpu, gpu or auto (${DEFAULT-VALUE}).")
  private Device device;

  @Mixin private WeightsOption weights;
  @Mixin private ExperimentFolders folders;
  @Mixin private StoreOptions store;

  /** The file of weights that was given beside the model. */
  Optional<Path> weights() {
    return weights.file();
  }

  Device device() {
    return device;
  }

  /** The model of that name, here or fetched; what is fetched is said on the error stream. */
  Path find(String model, CommandSpec spec) {
    return store.source(folders.models(), folders.logs(), spec.commandLine().getErr()).find(model);
  }

  /** A model or ensemble; what it does not say itself is said by its run's entry in the logs. */
  Model open(Path found, CommandSpec spec) {
    Model model = EnsembleFile.openClassifier(found, weights.file());
    try {
      return completed(model, found, spec);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** The same, to be asked where its answers come from. */
  Explainer explainer(Path found, CommandSpec spec) {
    if (EnsembleFile.isOne(found) && weights.file().isEmpty()) {
      return Explainer.open(found, overrides(), device);
    }
    try (Model model = ModelReader.open(found, weights.file())) {
      return new ModelExplainer(completed(model, found, spec), overrides(), device);
    }
  }

  private Model completed(Model model, Path found, CommandSpec spec) {
    if (classes != null || !model.contract().classNames().isEmpty()) {
      return model;
    }
    Optional<LoggedContracts.Found> logged =
        new LoggedContracts(folders.logs(), folders.models()).of(found);
    logged.ifPresent(each -> tell(each, spec.commandLine().getErr()));
    return logged
        .map(each -> model.withContract(model.contract().completedBy(each.contract())))
        .orElse(model);
  }

  private void tell(LoggedContracts.Found logged, PrintWriter err) {
    err.printf(
        "note: Classes, size and transformations are those of run %s in %s.%n",
        logged.run().entry().id(), folders.logs());
    if (scaling == null && logged.maybeUnscaled()) {
      err.println(
          "note: Runs of before 2020-06-13 saw unscaled images; if this was one, give --scaling none.");
    }
  }

  Predictor.Overrides overrides() {
    Optional<int[]> sides = Optional.ofNullable(size).map(InputOptions::sides);
    List<String> names =
        classes == null
            ? List.of()
            : Arrays.stream(classes.split(",", -1)).map(String::strip).toList();
    return new Predictor.Overrides(
        sides.map(each -> each[0]),
        sides.map(each -> each[1]),
        Optional.ofNullable(scaling).map(Scaling::of),
        names);
  }

  /** Height and width of N or HxW. */
  static int[] sides(String text) {
    if (!text.matches("[1-9]\\d{0,4}(x[1-9]\\d{0,4})?")) {
      throw new ThoraxException(
          "Expected --size N or HxW in pixels, e.g. 256 or 320x256, found '" + text + "'.");
    }
    String[] parts = text.split("x", -1);
    int height = Integer.parseInt(parts[0]);
    return new int[] {height, parts.length == 1 ? height : Integer.parseInt(parts[1])};
  }
}
