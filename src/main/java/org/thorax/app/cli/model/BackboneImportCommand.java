package org.thorax.app.cli.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.InterpretationOptions;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.app.cli.options.WeightsOption;
import org.thorax.formats.io.OutputFolder;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.ModelScaling;
import org.thorax.model.Scaling;
import org.thorax.model.keras.ModelReader;
import org.thorax.model.keras.TrialRun;
import org.thorax.model.keras.applications.Architecture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax backbone import}. */
@Command(
    name = "import",
    description = "Converts a Keras or TensorFlow model from Python into a trainable SavedModel.")
final class BackboneImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private OverwriteOption overwrite;
  @Mixin private WeightsOption weights;

  @Parameters(
      paramLabel = "MODEL",
      description =
          "Model to import: from model.save (folder, .h5 or .keras), model.export or "
              + "tf.saved_model.save.")
  private Path in;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Output folder for the SavedModel.")
  private Path out;

  @Mixin private InterpretationOptions meaning;

  @Option(
      names = "--classes",
      paramLabel = "NAME,...",
      description =
          "Class names of a complete model's outputs, separated by commas; required by 'serve'.")
  private String classes;

  @Override
  public Integer call() {
    Optional<Scaling> given = Argument.of(spec, meaning::scaling);
    Argument.of(spec, meaning::activation);
    OutputFolder place = overwrite.savedModel(out);
    try (Model opened = ModelReader.openForImport(in, weights.file())) {
      Model model = meaning.activated(opened);
      given.ifPresent(scaling -> ModelScaling.requireOnce(model, scaling, in.toString()));
      ModelContract contract =
          model
              .contract()
              .withArchitecture(Architecture.ofModelName(model.contract().architecture()));
      contract = given.map(contract::withScaling).orElse(contract);
      if (classes != null) {
        contract = contract.withClassNames(classNames(model));
      }
      BackboneCommand.write(model, contract, place, TrialRun::of);
      var print = spec.commandLine().getOut();
      print.println("Imported " + contract.architecture() + " from " + in + " to " + out);
      model.remarks().forEach(remark -> print.println("  note: " + remark));
      if (contract.scaling().isEmpty()) {
        print.println(
            "  note: how images are scaled is not known; give --scaling here or when training.");
      }
    }
    return 0;
  }

  private List<String> classNames(Model model) {
    List<String> names = Argument.names(classes);
    if (model.flat().output().rank() != 2 || names.size() != model.flat().output().size()) {
      throw new ConfigurationException(
          "classes",
          model.flat().output().rank() != 2
              ? "--classes belongs to a complete model, found a backbone; leave it out."
              : "The model has %d outputs, found %d classes; name one class an output."
                  .formatted(model.flat().output().size(), names.size()));
    }
    return names;
  }
}
