package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.List;
import org.thorax.ConfigurationException;
import org.thorax.experiment.config.ResolvedConfig;
import org.thorax.experiment.config.Setting;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.registry.BenchmarkSource;
import picocli.CommandLine.Option;

/** The options that select and change a benchmark, in addition to its name. */
public final class BenchmarkOption {
  /** The prefix of a logged run's id or name where a benchmark is expected. */
  public static final String LOGGED = "log:";

  @Option(
      names = "--like",
      paramLabel = "EXPERIMENT",
      description = "Use the benchmark of this logged run.")
  private String like;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Override a setting of the benchmark, e.g. fit.epochs=5, learning_rate=1e-4 or "
              + "optimization.arguments.clipnorm=1; may be repeated. 'thorax benchmark show' lists the "
              + "keys.")
  private List<String> set = List.of();

  /** The changes. */
  public List<Setting> settings() {
    return set.stream().map(Setting::parse).toList();
  }

  /** Whether a logged run is given. */
  public boolean isLike() {
    return like != null;
  }

  /** The name, if no logged run is given. */
  public String requireName(String given) {
    if (given == null || like != null || given.startsWith(LOGGED)) {
      throw new ConfigurationException(
          "classes",
          "--classes and --upsample go with a benchmark's name; use --set with a logged run.");
    }
    return given;
  }

  /**
   * The benchmark of {@code given}, which is null if {@code --like} is used; {@code log:X} is short
   * for {@code --like X}.
   */
  public ResolvedConfig find(String given, Path logsDir, Path modelsDir) {
    if (like == null && given != null && given.startsWith(LOGGED)) {
      return logged(given.substring(LOGGED.length()), logsDir, modelsDir);
    }
    if ((given == null) == (like == null)) {
      throw new ConfigurationException(
          "like",
          "Expected a benchmark's name, a .yaml file or preset:..., or --like EXPERIMENT; found "
              + (given == null ? "nothing." : "both."));
    }
    return like == null ? BenchmarkSource.of(given, settings()) : logged(like, logsDir, modelsDir);
  }

  private ResolvedConfig logged(String run, Path logsDir, Path modelsDir) {
    return BenchmarkSource.like(run, new ExperimentLogs(logsDir), modelsDir, settings());
  }
}
