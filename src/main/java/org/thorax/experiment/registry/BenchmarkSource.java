package org.thorax.experiment.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.Upsampling;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkDiff;
import org.thorax.experiment.config.BenchmarkFile;
import org.thorax.experiment.config.BenchmarkForm;
import org.thorax.experiment.config.BenchmarkName;
import org.thorax.experiment.config.BenchmarkReader;
import org.thorax.experiment.config.CanonicalName;
import org.thorax.experiment.config.ChecksumName;
import org.thorax.experiment.config.NameWarnings;
import org.thorax.experiment.config.Presets;
import org.thorax.experiment.config.ResolvedConfig;
import org.thorax.experiment.config.Setting;
import org.thorax.experiment.log.ExperimentLogs;

/** Finds the benchmark that a command names. */
public final class BenchmarkSource {
  private BenchmarkSource() {}

  /**
   * The benchmark of a name, a YAML file, or a preset.
   *
   * @param given a name by the grammar, a path that ends with .yaml or .yml, or {@code preset:...}
   * @param settings changes, in order
   * @throws ThoraxException naming what is wrong with the name, the file, or a setting
   */
  public static ResolvedConfig of(String given, List<Setting> settings) {
    return of(given, List.of(), Optional.empty(), settings);
  }

  /**
   * The benchmark with custom classes and upsampling factors, for names only.
   *
   * @param classes empty for the classes of the name
   * @param upsampling the factors for {@code Upsampled}
   */
  public static ResolvedConfig of(
      String given, List<String> classes, Optional<Upsampling> upsampling, List<Setting> settings) {
    if (BenchmarkFile.isFile(given)) {
      requireNothingElse(classes, upsampling, given);
      return ofForm(BenchmarkFile.read(Path.of(given)), settings, List.of());
    }
    if (Presets.isPreset(given)) {
      requireNothingElse(classes, upsampling, given);
      return ofForm(Presets.form(given), settings, List.of(Presets.preset(given).remark()));
    }
    Benchmark named = Benchmark.parse(given, classes, upsampling);
    List<String> remarks = new ArrayList<>(NameWarnings.beforeTraining(BenchmarkName.parse(given)));
    if (settings.isEmpty() && !saysAll(given, named)) {
      named = ChecksumName.mark(named);
    }
    return changed(new ResolvedConfig(named, remarks), settings);
  }

  /**
   * The benchmark of a name with the classes of described data.
   *
   * @param classes of the data
   * @param upsampling the factors for {@code Upsampled}
   * @throws ThoraxException if the name means another number of classes
   */
  public static ResolvedConfig ofData(
      String name, List<String> classes, Optional<Upsampling> upsampling, List<Setting> settings) {
    Benchmark named = Benchmark.parse(name, classes, upsampling);
    Benchmark marked =
        settings.isEmpty() && upsampling.isPresent() ? ChecksumName.mark(named) : named;
    return changed(
        new ResolvedConfig(marked, NameWarnings.beforeTraining(BenchmarkName.parse(name))),
        settings);
  }

  /** Whether the name alone specifies the same classes and upsampling factors. */
  private static boolean saysAll(String given, Benchmark named) {
    try {
      return Benchmark.parse(given).equals(named);
    } catch (ThoraxException e) {
      // Thrown if the name needs classes or factors that are not predefined.
      return false;
    }
  }

  /**
   * The benchmark of a logged run.
   *
   * @param given an id, a prefix of one, or a name
   * @param modelsDir folder with the runs' benchmarks next to their models
   */
  public static ResolvedConfig like(
      String given, ExperimentLogs logs, Path modelsDir, List<Setting> settings) {
    return changed(EntryBenchmark.of(logs.require(given), modelsDir), settings);
  }

  /** Whether it is a name, not a file or a preset. */
  public static boolean isName(String given) {
    return !BenchmarkFile.isFile(given) && !Presets.isPreset(given);
  }

  private static void requireNothingElse(
      List<String> classes, Optional<Upsampling> upsampling, String given) {
    if (!classes.isEmpty() || upsampling.isPresent()) {
      throw new ConfigurationException(
          "set",
          "%s specifies its classes and upsampling itself; use `set` labels.classes=[...] and `set` labels.upsample={...} there."
              .formatted(given));
    }
  }

  /** Changes a benchmark; the changed one gets the name of its new settings. */
  static ResolvedConfig changed(ResolvedConfig configured, List<Setting> settings) {
    if (settings.isEmpty()) {
      return configured;
    }
    return ofForm(BenchmarkForm.of(configured.benchmark()), settings, configured.remarks());
  }

  private static ResolvedConfig ofForm(
      ObjectNode form, List<Setting> settings, List<String> remarks) {
    ObjectNode changed = form.deepCopy();
    boolean named = form.hasNonNull("name");
    if (!named) {
      changed.put("name", "unnamed");
    }
    // Settings are applied to the complete configuration, including defaults.
    ObjectNode whole =
        settings.isEmpty() ? changed : BenchmarkForm.of(BenchmarkReader.read(changed));
    settings.forEach(setting -> setting.apply(whole));
    Benchmark benchmark = BenchmarkReader.read(whole);
    boolean renamed = settings.stream().anyMatch(setting -> setting.key().equals("name"));
    boolean keep = renamed || (named && (settings.isEmpty() || same(benchmark, form)));
    return keep
        ? checked(benchmark, remarks)
        : new ResolvedConfig(benchmark.withName(CanonicalName.unique(benchmark)), remarks);
  }

  private static boolean same(Benchmark benchmark, ObjectNode form) {
    return BenchmarkForm.of(benchmark).equals(BenchmarkForm.of(BenchmarkReader.read(form)));
  }

  /** Notes on settings in the name that the configuration does not have. */
  private static ResolvedConfig checked(Benchmark benchmark, List<String> remarks) {
    List<String> all = new ArrayList<>(remarks);
    try {
      Benchmark named =
          Benchmark.parse(
              benchmark.name(),
              benchmark.classes(),
              Optional.of(benchmark.labels().upsampling())
                  .filter(upsampling -> !upsampling.factors().isEmpty()));
      for (BenchmarkDiff difference : BenchmarkDiff.between(benchmark, named)) {
        all.add(
            "The name means %s %s, the configuration has %s."
                .formatted(difference.key(), quoted(difference.other()), quoted(difference.one())));
      }
    } catch (ThoraxException e) {
      // A name does not have to follow the grammar.
    }
    return new ResolvedConfig(benchmark, all);
  }

  private static String quoted(String value) {
    return value.isEmpty() ? "nothing" : value;
  }
}
