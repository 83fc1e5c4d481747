package org.thorax.app.cli.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.WeightsOption;
import org.thorax.model.BatchNorm;
import org.thorax.model.FlatGraph;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.OutputActivation;
import org.thorax.model.Scaling;
import org.thorax.model.Variable;
import org.thorax.model.keras.ModelReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax backbone show}. */
@Command(
    name = "show",
    description = "Shows the structure of a model: inputs, layers, outputs, weights.")
final class BackboneShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private WeightsOption weights;

  @Parameters(paramLabel = "MODEL", description = "SavedModel folder, or .h5 or .keras file.")
  private Path folder;

  @Option(names = "--variables", description = "List every variable with its shape.")
  private boolean variables;

  @Override
  public Integer call() {
    var print = spec.commandLine().getOut();
    try (Model model = ModelReader.open(folder, weights.file())) {
      FlatGraph flat = model.flat();
      ModelContract contract = model.contract();
      print.println("Model          " + flat.name() + " (" + contract.architecture() + ")");
      print.println(
          "Input          "
              + size(flat.input().height())
              + " x "
              + size(flat.input().width())
              + " x "
              + flat.input().channels()
              + ", scaling "
              + contract.scaling().map(Scaling::token).orElse("not known"));
      print.println(
          "Output         "
              + (flat.output().rank() == 4
                  ? "feature maps of " + flat.output().size() + " channels"
                  : flat.output().size() + " values" + activation(contract)));
      print.println("Features       " + flat.output().features().orElse("none"));
      print.println(
          "Parameters     "
              + parameters(flat.variables())
              + " ("
              + parameters(trainable(flat))
              + " trainable) in "
              + flat.variables().size()
              + " variables");
      print.println(
          "Batch norms    "
              + flat.inTraining().batchNorms().size()
              + momentum(flat.inTraining().batchNorms()));
      print.println("Dropouts       " + flat.inTraining().dropouts().size());
      print.println(
          "Classes        "
              + (contract.classNames().isEmpty()
                  ? "none"
                  : String.join(", ", contract.classNames())));
      model.remarks().forEach(remark -> print.println("note: " + remark));
      if (variables) {
        flat.variables().forEach(each -> print.println(each.name() + " " + each.shape()));
      }
    }
    return 0;
  }

  private static String activation(ModelContract contract) {
    return contract
        .activation()
        .map(
            each ->
                each == OutputActivation.NONE
                    ? ", scores"
                    : ", probabilities by a " + each.token() + " behind its last layer")
        .orElse("");
  }

  private static String size(int size) {
    return size < 0 ? "any" : Integer.toString(size);
  }

  private static List<Variable> trainable(FlatGraph flat) {
    return flat.variables().stream().filter(Variable::trainable).toList();
  }

  private static String parameters(List<Variable> variables) {
    return String.format("%,d", variables.stream().mapToLong(Variable::size).sum());
  }

  private static String momentum(List<BatchNorm> norms) {
    List<Double> all = norms.stream().map(BatchNorm::momentum).distinct().sorted().toList();
    return Optional.of(all)
        .filter(list -> !list.isEmpty())
        .map(list -> ", momentum " + list)
        .orElse("");
  }
}
