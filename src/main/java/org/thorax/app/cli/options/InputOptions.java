package org.thorax.app.cli.options;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.data.image.ImageDecoder;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.experiment.registry.LoggedContracts;
import org.thorax.explain.Explainer;
import org.thorax.explain.ModelExplainer;
import org.thorax.inference.Predictor;
import org.thorax.inference.ScalingChoices;
import org.thorax.model.Device;
import org.thorax.model.FirstLayers;
import org.thorax.model.Model;
import org.thorax.model.OutputActivation;
import org.thorax.model.Scaling;
import org.thorax.model.keras.ModelReader;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Fallback metadata for models without their own, and the folder of models. */
public final class InputOptions {
  private static final Optional<Scaling> NOT_SCALED = Optional.of(Scaling.NONE);

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "Image size in pixels, for models that do not specify it.")
  private String size;

  @Mixin private InterpretationOptions meaning;

  @Option(
      names = "--classes",
      paramLabel = "NAME,...",
      description = "Class names in the order of the outputs, separated by commas.")
  private String classes;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "Device to run on: cpu, gpu or auto (default: ${DEFAULT-VALUE}).")
  private Device device;

  @Mixin private WeightsOption weights;
  @Mixin private ExperimentFolders folders;
  @Mixin private StoreOptions store;

  /** The separate weights file of the model. */
  public Optional<Path> weights() {
    return weights.file();
  }

  public Device device() {
    return device;
  }

  /** Activation of the outputs as given by the user; empty when not given. */
  public String activation() {
    return meaning.activation().map(given -> " activation " + given.token()).orElse("");
  }

  /** The model of that name, local or downloaded; a download is reported on the error stream. */
  public Path find(String model, CommandSpec spec) {
    return store.source(folders.models(), folders.logs(), spec.commandLine().getErr()).find(model);
  }

  /**
   * A model or ensemble; missing metadata comes from its run's log entry.
   *
   * @param first the image for the table of scalings, if the scaling is unknown
   */
  public Model open(Path found, CommandSpec spec, Optional<Path> first) {
    meaning.requireFor(found);
    Model model = EnsembleFile.openClassifier(found, weights.file());
    try {
      Model completed = completed(meaning.activated(model), found, spec);
      return EnsembleFile.isOne(found) ? completed : shown(completed, spec, first);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Opens it for explanations. */
  public Explainer explainer(Path found, CommandSpec spec, Optional<Path> first) {
    meaning.requireFor(found);
    if (EnsembleFile.isOne(found) && weights.file().isEmpty()) {
      return Explainer.open(found, overrides(), device);
    }
    try (Model model = ModelReader.open(found, weights.file())) {
      Model completed = completed(meaning.activated(model), found, spec);
      return new ModelExplainer(shown(completed, spec, first), overrides(), device);
    }
  }

  /** Prints predictions for each scaling, where the scaling is unknown. */
  private Model shown(Model model, CommandSpec spec, Optional<Path> first) {
    if (first.isPresent() && ScalingChoices.areOpen(model, overrides())) {
      Path image = first.get();
      ScalingChoices.table(model, overrides(), () -> ImageDecoder.decode(image), image.toString())
          .forEach(spec.commandLine().getErr()::println);
    }
    if (model.contract().provenance().isEmpty()) {
      understood(model).forEach(each -> spec.commandLine().getErr().println("note: " + each));
    }
    return model;
  }

  /** Notes on settings that come from the layers and the loss of a foreign model. */
  private List<String> understood(Model model) {
    List<String> notes = new ArrayList<>();
    if (meaning.activation().isEmpty()) {
      model
          .contract()
          .activation()
          .filter(activation -> activation != OutputActivation.NONE)
          .map(OutputActivation::token)
          .map("The model's last layer gives logits; a %s makes probabilities of them."::formatted)
          .ifPresent(notes::add);
    }
    if (meaning.scaling().isEmpty() && model.contract().scaling().equals(NOT_SCALED)) {
      FirstLayers.scaling(model)
          .map(FirstLayers.Range::text)
          .map("The model scales its images itself (%s in its first layers)."::formatted)
          .ifPresent(notes::add);
    }
    return notes;
  }

  private Model completed(Model model, Path found, CommandSpec spec) {
    PrintWriter err = spec.commandLine().getErr();
    boolean scaled = meaning.scaling().isPresent();
    return classes != null
        ? model
        : new LoggedContracts(folders.logs(), folders.models())
            .completed(model, found, scaled, note -> err.println("note: " + note));
  }

  public Predictor.Overrides overrides() {
    meaning.activation();
    Optional<int[]> sides = Optional.ofNullable(size).map(InputOptions::sides);
    List<String> names = Argument.names(classes);
    return new Predictor.Overrides(
        sides.map(each -> each[0]), sides.map(each -> each[1]), meaning.scaling(), names);
  }

  /** Height and width of N or HxW. */
  static int[] sides(String text) {
    if (!text.matches("[1-9]\\d{0,4}(x[1-9]\\d{0,4})?")) {
      throw new ConfigurationException(
          "size", "Expected --size N or HxW in pixels, e.g. 256 or 320x256, found '" + text + "'.");
    }
    String[] parts = text.split("x", -1);
    int height = Integer.parseInt(parts[0]);
    return new int[] {height, parts.length == 1 ? height : Integer.parseInt(parts[1])};
  }
}
