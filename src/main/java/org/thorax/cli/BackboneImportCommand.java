package org.thorax.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.keras.ModelReader;
import org.thorax.keras.TrialRun;
import org.thorax.keras.applications.Architecture;
import org.thorax.network.Model;
import org.thorax.network.ModelContract;
import org.thorax.network.Scaling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax backbone import}. */
@Command(
    name = "import",
    description = "Turns a model that Python wrote into one that can be trained here.")
final class BackboneImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private WeightsOption weights;

  @Parameters(
      paramLabel = "DIR_OR_FILE",
      description =
          "model.save of a folder, .h5 or .keras; tf.saved_model.save or model.export(dir).")
  private Path in;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the SavedModel is written.")
  private Path out;

  @Option(
      names = "--scaling",
      description = "torch, tf, caffe or none; known for Keras applications by their model's name.")
  private String scaling;

  @Override
  public Integer call() {
    Optional<Scaling> given =
        Argument.of(spec, () -> Optional.ofNullable(scaling).map(Scaling::of));
    try (Model model = ModelReader.openForImport(in, weights.file())) {
      ModelContract contract =
          model
              .contract()
              .withArchitecture(Architecture.ofModelName(model.contract().architecture()));
      contract = given.map(contract::withScaling).orElse(contract);
      BackboneCommand.write(model, contract, out, TrialRun::of);
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
}
