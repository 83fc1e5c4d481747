package org.thorax.app.cli.experiment;

import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.BenchmarkOption;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.experiment.config.ResolvedConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The benchmark argument of a command: a name, file or preset, or a logged run's benchmark. */
final class BenchmarkChoice {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private BenchmarkOption source;
  @Mixin private ExperimentFolders folders;

  @Parameters(
      paramLabel = "BENCHMARK",
      arity = "0..1",
      description =
          "Benchmark: a name, a .yaml file, preset:NAME, or log:EXPERIMENT for the one of a logged "
              + "run.")
  private String given;

  /** The benchmark; invalid options are a usage error. */
  ResolvedConfig find() {
    return Argument.of(spec, () -> source.find(given, folders.logs(), folders.models()));
  }
}
