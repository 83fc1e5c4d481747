package org.thorax.app.cli.evaluate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.app.cli.options.SetProgress;
import org.thorax.app.cli.options.SetReading;
import org.thorax.app.cli.options.StoreOptions;
import org.thorax.app.cli.options.TransferProgress;
import org.thorax.experiment.log.ExperimentLog;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LoggedMetrics;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.experiment.registry.ModelStore;
import org.thorax.experiment.registry.StoredModels;
import org.thorax.experiment.run.LoggedWeights;
import org.thorax.experiment.run.Reevaluation;
import org.thorax.model.Scaling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax reevaluate}. */
@Command(
    name = "reevaluate",
    mixinStandardHelpOptions = true,
    description =
        "Re-evaluates logged runs from their saved weights and compares the results with the log.",
    footer = {
      "",
      "Results are written to reevaluation_experiments.json beside the logs, those of "
          + "checkpoints (--epochs) to epoch_reevaluation_experiments.json, in the original's "
          + "format. Runs that cannot be re-evaluated are reported with the reason; exit code 1 "
          + "when no run could be re-evaluated."
    })
public final class ReevaluateCommand implements Callable<Integer> {
  /** Smaller differences come from the rounding of other libraries. */
  private static final double NOTABLE = 1e-3;

  private static final String FAILED = "Failed";

  @Spec private CommandSpec spec;
  @Mixin private SetReading reading;
  @Mixin private ExperimentFolders folders;
  @Mixin private StoreOptions store;

  @Parameters(paramLabel = "EXPERIMENT", description = "Runs in the logs.")
  private List<String> runs = List.of();

  @Option(names = "--all", description = "Re-evaluate all runs of both logs.")
  private boolean all;

  @Option(
      names = "--epochs",
      description = "Re-evaluate the checkpoint of every epoch instead of the final model.")
  private boolean epochs;

  @Option(
      names = "--legacy",
      description =
          "Reproduce the original's faults: auc pooled over all cells, f2_score_score_..., "
              + "unlabelled cells as negative, the final model in place of a missing checkpoint.")
  private boolean legacy;

  @Option(
      names = "--scaling",
      paramLabel = "SCALING",
      description =
          "Image scaling for runs from before images were scaled: torch, tf, caffe, none, unit, "
              + "... as for 'thorax evaluate'.")
  private String scaling;

  @Override
  public Integer call() {
    ExperimentLogs logs = new ExperimentLogs(folders.logs());
    PrintWriter out = spec.commandLine().getOut();
    Reevaluation.Settings settings = Argument.of(spec, this::settings);
    List<LoggedRun> chosen = chosen(logs);
    int evaluated = 0;
    for (LoggedRun run : chosen) {
      try {
        evaluated +=
            epochs ? checkpoints(run, logs, settings, out) : last(run, logs, settings, out);
      } catch (ThoraxException e) {
        out.printf("%s%n  cannot be re-evaluated: %s%n", title(run), e.getMessage());
      }
      out.flush();
    }
    out.printf("%d of %d runs were re-evaluated.%n", evaluated, chosen.size());
    out.flush();
    return evaluated == 0 ? 1 : 0;
  }

  private Reevaluation.Settings settings() {
    return new Reevaluation.Settings(
        reading::source,
        folders.models(),
        Optional.ofNullable(scaling).map(Scaling::of),
        reading.device(),
        legacy);
  }

  private List<LoggedRun> chosen(ExperimentLogs logs) {
    if (runs.isEmpty() != all) {
      throw new ParameterException(
          spec.commandLine(), "Expected names or ids of runs, or --all, but not both.");
    }
    if (!all) {
      return runs.stream().map(logs::require).toList();
    }
    List<LoggedRun> known =
        logs.runs(
            List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED),
            unreadable -> spec.commandLine().getErr().println(unreadable));
    if (known.isEmpty()) {
      throw new ThoraxException("There are no runs in the logs of " + folders.logs() + ".");
    }
    return known;
  }

  private int last(
      LoggedRun run, ExperimentLogs logs, Reevaluation.Settings settings, PrintWriter out) {
    Path weights = weights(run);
    evaluate(run, weights, OptionalInt.empty(), logs.log(LogFile.REEVALUATION), settings, out);
    return 1;
  }

  private int checkpoints(
      LoggedRun run, ExperimentLogs logs, Reevaluation.Settings settings, PrintWriter out) {
    int done = 0;
    fetchCheckpoints(run);
    for (int epoch = 1; epoch <= run.epochs().planned().orElse(0); epoch++) {
      Optional<Path> checkpoint = new LoggedWeights(folders.models()).of(run.entry(), epoch);
      if (checkpoint.isEmpty() && !legacy) {
        out.printf("%s%n  epoch %d: there is no checkpoint of it%n", title(run), epoch);
      } else {
        Path weights = checkpoint.orElseGet(() -> weights(run));
        evaluate(
            run,
            weights,
            OptionalInt.of(epoch),
            logs.log(LogFile.EPOCH_REEVALUATION),
            settings,
            out);
        done = 1;
      }
    }
    return done;
  }

  /** If a store is set, missing checkpoints are downloaded. */
  private void fetchCheckpoints(LoggedRun run) {
    LoggedWeights here = new LoggedWeights(folders.models());
    boolean none =
        IntStream.rangeClosed(1, run.epochs().planned().orElse(0))
            .allMatch(epoch -> here.of(run.entry(), epoch).isEmpty());
    if (none && store.named().isPresent()) {
      StoredModels models = store.open(folders.models(), folders.logs());
      ModelStore opened = models.store();
      try (opened) {
        models.pullCheckpoints(
            run.entry(), name -> new TransferProgress(name, spec.commandLine().getErr()));
      }
    }
  }

  private Path weights(LoggedRun run) {
    if (run.entry().name().contains(FAILED)) {
      throw new ThoraxException("its name marks it as failed.");
    }
    return new LoggedWeights(folders.models())
        .of(run.entry())
        .or(
            () ->
                store
                    .named()
                    .map(
                        place ->
                            store
                                .source(
                                    folders.models(), folders.logs(), spec.commandLine().getErr())
                                .find(run.entry().id())))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "store",
                    "its model %s is not below %s; fetch it with --store."
                        .formatted(run.entry().filename(), folders.models())));
  }

  private void evaluate(
      LoggedRun run,
      Path weights,
      OptionalInt epoch,
      ExperimentLog log,
      Reevaluation.Settings settings,
      PrintWriter out) {
    Reevaluation.Result result;
    try (SetProgress progress = new SetProgress(out)) {
      result = new Reevaluation(settings).of(run, weights, epoch, progress::at);
    }
    log.put(result.entry());
    out.println(title(run) + (epoch.isPresent() ? ", epoch " + epoch.getAsInt() : ""));
    print(run, result, out);
  }

  private static void print(LoggedRun run, Reevaluation.Result result, PrintWriter out) {
    LoggedMetrics.of(result.entry(), "test_again")
        .flatMap(again -> Optional.ofNullable(again.values().get("auc")))
        .ifPresent(
            auc ->
                out.printf(
                    Locale.ROOT,
                    "  auc %.6f, logged %s%n",
                    auc,
                    run.figure("auc").isPresent()
                        ? String.format(Locale.ROOT, "%.6f", run.figure("auc").getAsDouble())
                        : "nowhere"));
    result
        .largest()
        .ifPresent(
            largest ->
                out.printf(
                    Locale.ROOT,
                    "  largest difference %.2g in %s%n",
                    largest.getValue(),
                    largest.getKey()));
    boolean notable = result.largest().filter(each -> each.getValue() > NOTABLE).isPresent();
    if (notable) {
      result.remarks().forEach(remark -> out.println("  known: " + remark));
    }
  }

  private static String title(LoggedRun run) {
    return run.entry().name() + " (" + run.entry().id() + ")";
  }
}
