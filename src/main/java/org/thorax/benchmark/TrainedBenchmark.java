package org.thorax.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.thorax.ThoraxException;
import org.thorax.experiment.Benchmark;
import org.thorax.experiment.BenchmarkReader;
import org.thorax.experiment.BenchmarkYaml;
import org.thorax.files.WholeFile;

/** The benchmark that a model was trained on: from the file beside it, or else from its name. */
public final class TrainedBenchmark {
  private TrainedBenchmark() {}

  /**
   * The benchmark of a model that says the name of one. A run leaves its whole configuration beside
   * its model, {@code <model>.yaml}, which also holds what no name says.
   *
   * @param model the SavedModel's folder or the Keras file
   * @param name what the model says that it was trained on
   * @param classes the model's, for a name that does not say which
   * @throws ThoraxException when there is no such file and the name does not follow the grammar
   */
  public static Benchmark of(Path model, String name, List<String> classes) {
    Path file = beside(model);
    if (Files.isRegularFile(file)) {
      Benchmark saved = BenchmarkReader.read(BenchmarkYaml.read(text(file), file.toString()));
      if (saved.name().equals(name)) {
        return saved;
      }
    }
    try {
      return named(name, classes);
    } catch (ThoraxException e) {
      throw new ThoraxException(
          "The model was trained on '%s', whose configuration is expected in %s, found none; give it by --benchmark FILE.yaml."
              .formatted(name, file),
          e);
    }
  }

  /** A name with a checksum must be that of its tokens with these classes. */
  private static Benchmark named(String name, List<String> classes) {
    Benchmark plain = Benchmark.parse(CanonicalName.plain(name), classes);
    Benchmark marked = CanonicalName.marked(plain);
    return marked.name().equals(name) ? marked : Benchmark.parse(name, classes);
  }

  private static Path beside(Path model) {
    String name = model.getFileName().toString().replaceFirst("\\.(h5|hdf5|keras)$", "");
    return model.resolveSibling(name + ".yaml");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ThoraxException("Cannot read " + file + ": " + WholeFile.reason(e), e);
    }
  }
}
