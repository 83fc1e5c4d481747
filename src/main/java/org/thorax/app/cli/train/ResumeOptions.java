package org.thorax.app.cli.train;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.thorax.ConfigurationException;
import org.thorax.app.cli.options.ProgramName;
import org.thorax.experiment.plan.PlanRunner;
import org.thorax.experiment.run.RunControl;
import org.thorax.experiment.run.RunFolder;
import org.thorax.training.TrainingInterrupted;
import org.thorax.training.callback.SaveEvery;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a run saves its state, reports progress and is resumed. */
final class ResumeOptions {
  @Option(
      names = "--resume",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "EXPERIMENT",
      description =
          "Resume an interrupted run: its folder, or its name below --models-dir (default: the "
              + "only unfinished run). With a benchmark: resume its run if there is one, else start it.")
  private String resume;

  @Option(
      names = "--restart",
      description = "Discard the state of an unfinished run of this name and start over.")
  private boolean restart;

  @Option(
      names = "--save-every",
      paramLabel = "INTERVAL",
      defaultValue = "10m",
      description =
          "Interval between saves of the training state, besides epoch ends: steps (500) or time "
              + "(30s, 10m, 1h); 0: epoch ends only (default: ${DEFAULT-VALUE}).")
  private String saveEvery;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "Format of the progress output: text, or json with one object per line (default: "
              + "${DEFAULT-VALUE}).")
  private RunProgress.Format logFormat;

  boolean asked() {
    return resume != null;
  }

  SaveEvery saveEvery() {
    return SaveEvery.parse(saveEvery);
  }

  RunProgress progress(PrintWriter out) {
    return logFormat.to(out);
  }

  boolean isJson() {
    return logFormat == RunProgress.Format.JSON;
  }

  RunControl.Start start(CommandSpec spec) {
    if (asked() && (restart || !resume.isEmpty())) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          restart
              ? "Give either --resume or --restart."
              : "Give either a benchmark or the run to --resume, not both.");
    }
    return asked()
        ? RunControl.Start.RESUME
        : restart ? RunControl.Start.RESTART : RunControl.Start.NEW;
  }

  /** The same for the runs of all folds: they are resumed unless they start over. */
  PlanRunner.Start startOfPlan(CommandSpec spec) {
    return start(spec) == RunControl.Start.RESTART
        ? PlanRunner.Start.RESTART
        : PlanRunner.Start.RESUME;
  }

  /** The message for a user whose run was interrupted. */
  String how(TrainingInterrupted e) {
    return "Stopped %s; the state is saved. Continue with: %s"
        .formatted(
            e.getMessage(), ProgramName.command("train", "--resume", e.states().getParent()));
  }

  /** The arguments of {@code train} without the options for resuming. */
  static List<String> command(CommandSpec spec) {
    List<String> all = spec.commandLine().getParseResult().originalArgs();
    List<String> command = new ArrayList<>(all.subList(all.indexOf("train") + 1, all.size()));
    command.removeIf(argument -> argument.equals("--restart") || argument.startsWith("--resume"));
    return command;
  }

  /** Runs the command of the interrupted run again. */
  int again(CommandSpec spec, Path modelsDir) {
    List<String> arguments = new ArrayList<>(run(modelsDir).command());
    arguments.add("--resume");
    if (isJson() && !arguments.contains("--log-format")) {
      arguments.addAll(List.of("--log-format", "json"));
    }
    spec.commandLine().getOut().flush();
    CommandLine root = spec.commandLine().getParent();
    arguments.add(0, "train");
    return root.execute(arguments.toArray(String[]::new));
  }

  private RunFolder run(Path modelsDir) {
    if (!resume.isEmpty()) {
      Path named = Path.of(resume);
      return new RunFolder(Files.isDirectory(named) ? named : modelsDir.resolve(resume));
    }
    List<RunFolder> unfinished = RunFolder.unfinished(modelsDir);
    if (unfinished.size() != 1) {
      throw new ConfigurationException(
          "models-dir",
          unfinished.isEmpty()
              ? "There is no unfinished run in " + modelsDir + "; check --models-dir."
              : "There are %d unfinished runs in %s; name one of them: %s."
                  .formatted(
                      unfinished.size(),
                      modelsDir,
                      String.join(
                          ", ",
                          unfinished.stream()
                              .map(each -> each.folder().getFileName().toString())
                              .toList())));
    }
    return unfinished.get(0);
  }
}
