package org.thorax.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.keras.Backbone;
import org.thorax.keras.applications.Architecture;
import org.thorax.keras.savedmodel.SavedModelReader;
import org.thorax.network.BatchNorm;
import org.thorax.network.Device;
import org.thorax.network.FlatGraph;
import org.thorax.network.Model;
import org.thorax.network.ModelContract;
import org.thorax.network.Network;
import org.thorax.network.SavedModelWriter;
import org.thorax.network.Scaling;
import org.thorax.network.Variable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code thorax backbone}. */
@Command(
    name = "backbone",
    description = "Makes, imports and shows networks without a classification head.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = {
      BackboneCommand.Create.class,
      BackboneCommand.Import.class,
      BackboneCommand.Show.class
    })
final class BackboneCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Expected one of create, import, show after 'backbone'.");
  }

  private static void write(Model model, ModelContract contract, Path folder) {
    Scaling scaling = contract.scaling().orElse(Scaling.NONE);
    try (Network network =
        Network.forInference(model.flat(), scaling, model.weights(), Device.CPU)) {
      SavedModelWriter.write(network, contract, folder);
    }
  }

  /** {@code thorax backbone create}. */
  @Command(name = "create", description = "Builds a Keras application without its top.")
  static final class Create implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
        paramLabel = "ARCH",
        description =
            "DenseNet121, DenseNet169, ResNet101V2, ResNet152V2, InceptionV3, InceptionResNetV2 or Xception.")
    private String architecture;

    @Option(
        names = "--weights",
        defaultValue = "none",
        description = "Start weights; this version knows 'none' (random, Keras' initialisers).")
    private String weights;

    @Option(
        names = "--seed",
        defaultValue = "6122156",
        description = "Of random weights (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "Where the SavedModel is written.")
    private Path out;

    @Override
    public Integer call() {
      if (!weights.equals("none")) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "Expected --weights none, found '"
                + weights
                + "'; this version does not read Keras weight files yet. Save the model in Python and use"
                + " 'backbone import'.");
      }
      Architecture wanted = Argument.of(spec, () -> Architecture.named(architecture));
      try (Model model = Backbone.create(wanted, seed)) {
        write(model, model.contract(), out);
        spec.commandLine()
            .getOut()
            .println(architecture + " with random weights (seed " + seed + ") is in " + out);
      }
      return 0;
    }
  }

  /** {@code thorax backbone import}. */
  @Command(
      name = "import",
      description = "Turns a SavedModel that Python wrote into one that can be trained here.")
  static final class Import implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
        paramLabel = "DIR_IN",
        description = "model.save(dir), tf.saved_model.save or model.export(dir).")
    private Path in;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "Where the SavedModel is written.")
    private Path out;

    @Option(
        names = "--scaling",
        description =
            "torch, tf, caffe or none; known for Keras applications by their model's name.")
    private String scaling;

    @Override
    public Integer call() {
      Optional<Scaling> given =
          Argument.of(spec, () -> Optional.ofNullable(scaling).map(Scaling::of));
      try (Model model = SavedModelReader.open(in)) {
        ModelContract contract =
            model
                .contract()
                .withArchitecture(Architecture.ofModelName(model.contract().architecture()));
        contract = given.map(contract::withScaling).orElse(contract);
        write(model, contract, out);
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

  /** {@code thorax backbone show}. */
  @Command(name = "show", description = "Tells what is in a SavedModel.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "A SavedModel of Python or of Thorax.")
    private Path folder;

    @Option(names = "--variables", description = "List every variable with its shape.")
    private boolean variables;

    @Override
    public Integer call() {
      var print = spec.commandLine().getOut();
      try (Model model = SavedModelReader.open(folder)) {
        FlatGraph flat = model.flat();
        ModelContract contract = model.contract();
        print.println("Model          " + flat.name() + " (" + contract.architecture() + ")");
        print.println(
            "Input          "
                + size(flat.height())
                + " x "
                + size(flat.width())
                + " x "
                + flat.channels()
                + ", scaling "
                + contract.scaling().map(Scaling::token).orElse("not known"));
        print.println(
            "Output         "
                + (flat.outputRank() == 4
                    ? "feature maps of " + flat.outputs() + " channels"
                    : flat.outputs() + " values"));
        print.println("Features       " + flat.features().orElse("none"));
        print.println(
            "Parameters     "
                + parameters(flat.variables())
                + " ("
                + parameters(trainable(flat))
                + " trainable) in "
                + flat.variables().size()
                + " variables");
        print.println("Batch norms    " + flat.batchNorms().size() + momentum(flat.batchNorms()));
        print.println("Dropouts       " + flat.dropouts().size());
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
}
