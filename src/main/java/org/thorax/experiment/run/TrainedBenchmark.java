package org.thorax.experiment.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkReader;
import org.thorax.experiment.config.BenchmarkYaml;
import org.thorax.experiment.config.ChecksumName;
import org.thorax.formats.io.AtomicFile;

/** The benchmark that a model was trained on: from the file next to it, or else from its name. */
public final class TrainedBenchmark {
  private TrainedBenchmark() {}

  /**
   * The benchmark of a model with the given benchmark name. A run saves its whole configuration
   * next to its model as {@code <model>.yaml}, including settings that no name expresses.
   *
   * @param model the SavedModel's folder or the Keras file
   * @param name the benchmark name in the model
   * @param classes the model's classes, for a name that does not specify them
   * @throws ThoraxException if there is no such file and the name does not follow the grammar
   */
  public static Benchmark of(Path model, String name, List<String> classes) {
    Optional<Benchmark> saved = saved(model, name);
    if (saved.isPresent()) {
      return saved.get();
    }
    try {
      return named(name, classes);
    } catch (ThoraxException e) {
      throw new ConfigurationException(
          "benchmark",
          "The model was trained on '%s', whose configuration is expected in %s, found none; give it by `benchmark` FILE.yaml."
              .formatted(name, beside(model)),
          e);
    }
  }

  /**
   * The benchmark with other classes, of the number in its name.
   *
   * @throws ThoraxException if the name does not follow the grammar
   */
  public static Benchmark withClasses(String name, List<String> classes) {
    return Benchmark.parse(ChecksumName.plain(name), classes);
  }

  /** The checksum in a name must match its tokens with these classes. */
  private static Benchmark named(String name, List<String> classes) {
    Benchmark plain = Benchmark.parse(ChecksumName.plain(name), classes);
    Benchmark marked = ChecksumName.mark(plain);
    return marked.name().equals(name) ? marked : Benchmark.parse(name, classes);
  }

  /** The configuration in the file next to the model; empty if there is none of that name. */
  static Optional<Benchmark> saved(Path model, String name) {
    Path file = beside(model);
    return Files.isRegularFile(file)
        ? Optional.of(BenchmarkReader.read(BenchmarkYaml.read(text(file), file.toString())))
            .filter(benchmark -> benchmark.name().equals(name))
        : Optional.empty();
  }

  private static Path beside(Path model) {
    String name = model.getFileName().toString().replaceFirst("\\.(h5|hdf5|keras)$", "");
    return model.resolveSibling(name + ".yaml");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new FileException("Cannot read " + file + ": " + AtomicFile.reason(e), e);
    }
  }
}
