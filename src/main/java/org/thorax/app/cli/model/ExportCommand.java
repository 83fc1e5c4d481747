package org.thorax.app.cli.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.app.cli.options.StoreOptions;
import org.thorax.app.cli.options.WeightsOption;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.experiment.registry.LoggedContracts;
import org.thorax.formats.io.OutputFolder;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.Scaling;
import org.thorax.model.keras.KerasExport;
import org.thorax.model.keras.hdf5.WriterAttribute;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Exports a model as a SavedModel or a Keras file.",
    footer = {
      "",
      "In Keras files '_' replaces '/' in layer names, because Keras 3 rejects '/', and "
          + "nested models are flattened. If the model was compiled, so is the file: loss, "
          + "metrics, optimizer and its state. To continue training, open .h5 with Keras 2 "
          + "(tf_keras) and .keras with Keras 3. Keras 3 never restores the optimizer's state "
          + "from .h5 files, including its own; compile the model again there."
    })
public final class ExportCommand implements Callable<Integer> {
  private static final String SAVED_MODEL = "savedmodel";

  @Spec private CommandSpec spec;
  @Mixin private WeightsOption weights;
  @Mixin private ExperimentFolders folders;
  @Mixin private StoreOptions store;
  @Mixin private OverwriteOption overwrite;

  @Parameters(
      paramLabel = "MODEL",
      description = "Experiment name or id, SavedModel folder, or .h5 or .keras file.")
  private String model;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description =
          "Output format: savedmodel, h5 (Keras 2 and 3), keras (Keras 3) or weights-h5 (for "
              + "load_weights of both).")
  private String format;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PATH",
      description = "Output folder, or file ending in .h5, .keras or .weights.h5.")
  private Path out;

  @Option(
      names = "--no-optimizer",
      description =
          "Exclude loss, metrics and the optimizer with its state: a smaller file that is not "
              + "compiled.")
  private boolean noOptimizer;

  @Override
  public Integer call() {
    Optional<KerasExport.Format> file = Argument.of(spec, this::format);
    Optional<OutputFolder> folder =
        file.isEmpty() ? Optional.of(overwrite.savedModel(out)) : Optional.empty();
    if (file.isPresent()) {
      overwrite.requireFile(out, "a Keras file", WriterAttribute::isIn);
    }
    var print = spec.commandLine().getOut();
    Path found =
        store.source(folders.models(), folders.logs(), spec.commandLine().getErr()).find(model);
    try (Model read = EnsembleFile.open(found, weights.file())) {
      Model compiled = noOptimizer ? read.withCompilation(Optional.empty()) : read;
      List<String> notes = new ArrayList<>(compiled.remarks());
      Model opened =
          new LoggedContracts(folders.logs(), folders.models())
              .completed(compiled, found, false, notes::add);
      if (folder.isPresent()) {
        BackboneCommand.write(opened, opened.contract(), folder.get());
      } else {
        notes.addAll(
            KerasExport.write(
                layers(opened, found),
                opened.flat().variables(),
                opened.weights(),
                opened.compilation(),
                file.get(),
                out));
        notes.add("a Keras file does not specify " + unsaid(opened.contract()));
      }
      print.println("Exported " + opened.contract().architecture() + " to " + out);
      notes.forEach(note -> print.println("  note: " + note));
    }
    return 0;
  }

  private Optional<KerasExport.Format> format() {
    return switch (format) {
      case SAVED_MODEL -> Optional.empty();
      case "h5" -> Optional.of(KerasExport.Format.H5);
      case "keras" -> Optional.of(KerasExport.Format.KERAS);
      case "weights-h5" -> Optional.of(KerasExport.Format.WEIGHTS_H5);
      default ->
          throw new ConfigurationException(
              "format",
              "Expected --format savedmodel, h5, keras or weights-h5, found '" + format + "'.");
    };
  }

  private String layers(Model opened, Path found) {
    return opened
        .kerasConfig()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "format",
                    EnsembleFile.isOne(found)
                        ? "The ensemble %s is one TensorFlow graph without Keras layers; write it with --format savedmodel, or export its members one by one."
                            .formatted(model)
                        : "The model in %s does not specify what its Keras layers are, so only --format savedmodel can be written; a model that Keras made is saved there as .h5 or .keras, and that is exported."
                            .formatted(model)));
  }

  private static String unsaid(ModelContract contract) {
    List<String> classes = contract.classNames();
    return "how images are scaled ("
        + contract.scaling().map(Scaling::token).orElse("not known")
        + ")"
        + (classes.isEmpty()
            ? ""
            : " and what the outputs are (" + String.join(", ", classes) + ")")
        + ".";
  }
}
