package org.thorax.app.cli.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.app.cli.options.ProgramName;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.run.DatasetSource;
import org.thorax.experiment.run.NetworkSource;
import org.thorax.experiment.run.RunSettings;
import org.thorax.experiment.run.TrainingRun;
import org.thorax.formats.io.OutputFolder;
import org.thorax.model.Device;
import org.thorax.model.keras.applications.Architecture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thorax quickstart}. */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    description =
        "Draws a synthetic data set, trains a DenseNet121 on it, evaluates, saves and logs the "
            + "model.")
public final class QuickstartCommand implements Callable<Integer> {
  private static final String BENCHMARK = "Chexpert_BCE_E5_B16_C0_N5_D64_1LR4_Adam";
  private static final int PATIENTS = 2000;
  private static final int TEST_PATIENTS = 100;
  private static final int PIXELS = 72;

  @Spec private CommandSpec spec;
  @Mixin private ExperimentFolders folders;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data/phantom",
      description =
          "Folder of the synthetic data set; drawn if missing, else reused (default: "
              + "${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "6122156",
      description = "Random seed of the data set and the training (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    long start = System.nanoTime();
    RunSettings settings = Argument.of(spec, this::settings);
    OutputFolder.requireUnguarded(data);
    if (PhantomDataset.isIn(data)) {
      out.println("Phantom    found in " + data);
    } else {
      PhantomDataset phantom =
          PhantomDataset.write(data, new PhantomSettings(seed, PATIENTS, TEST_PATIENTS, PIXELS));
      out.println(
          "Phantom    "
              + phantom.train().size()
              + " drawn radiographs of "
              + PATIENTS
              + " patients, and "
              + phantom.test().size()
              + " of "
              + TEST_PATIENTS
              + " others as test set, in "
              + data);
    }
    out.println(
        "Network    DenseNet121. Its backbone starts from random weights, WITHOUT ImageNet's.");
    out.println("Benchmark  " + BENCHMARK);
    out.flush();
    Benchmark benchmark = Benchmark.parse(BENCHMARK);
    try (TrainingProgress progress = new TrainingProgress(out)) {
      TrainingRun.Result result = new TrainingRun(benchmark, settings, List.of(progress)).run();
      progress.print(result);
      out.printf(
          Locale.ROOT,
          "%nMean test AUC %.3f after %.0f s. The phantom is drawn, so this shows that everything works, not how well"
              + " it reads real films.%nTry: %s%n",
          result.test().orElseThrow().metrics().get("auc"),
          (System.nanoTime() - start) / 1e9,
          ProgramName.command("predict", result.savedModel(), drawn(benchmark)));
    }
    out.flush();
    return 0;
  }

  /** A radiograph of the data set for the example commands. */
  private Path drawn(Benchmark benchmark) {
    return benchmark.dataset().open(data).read(benchmark.classes()).image(0);
  }

  private RunSettings settings() {
    return new RunSettings(
        DatasetSource.of(data, BadImagePolicy.FAIL),
        RunSettings.Start.of(new NetworkSource.RandomBackbone(Architecture.DENSENET121)),
        new RunSettings.Folders(folders.models(), folders.logs()),
        seed,
        OptionalInt.empty(),
        Device.AUTO);
  }
}
