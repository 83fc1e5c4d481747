package org.thorax.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.experiment.registry.BenchmarkSource;
import org.thorax.oracle.KerasModel;

/** A few drawn patients of 32 pixels, and the command that trains the tiny backbone on them. */
public record SmallPhantom(Path folder) {
  public static final String CLASSES = "Pleural Effusion,Lung Opacity";
  public static final String BENCHMARK = "Chexpert_BCE_E1_B8_C0_N2_D32_1LR3_Adam";

  /** The benchmark's name as a run has it: a checksum stands for the classes of one's own. */
  public static final String NAME =
      BenchmarkSource.of(BENCHMARK, List.of(CLASSES.split(",", -1)), Optional.empty(), List.of())
          .benchmark()
          .name();

  /** Draws them into a new folder. */
  public static SmallPhantom in(Path folder) {
    PhantomDataset.write(folder, new PhantomSettings(7, 24, 0, 32));
    return new SmallPhantom(folder);
  }

  /** A copy that may be spoiled. */
  SmallPhantom copiedTo(Path target) throws IOException {
    copy(folder, target);
    return new SmallPhantom(target);
  }

  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** The image files in the table's order. */
  public List<Path> images() throws IOException {
    return Files.readAllLines(folder.resolve("train.csv")).stream()
        .skip(1)
        .map(line -> folder.resolve(line.substring(0, line.indexOf(','))))
        .toList();
  }

  /** {@code thorax train} of the benchmark with the tiny backbone; models and logs below work. */
  public CommandLineRun train(Path work, Object... more) {
    return train(BENCHMARK, work, withTiny(more));
  }

  /** {@code thorax train} with a network of one's own. */
  public CommandLineRun train(String benchmark, Path work, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("train", benchmark, "--data", folder, "--device", "cpu"));
    arguments.addAll(List.of("--models-dir", work.resolve("models")));
    arguments.addAll(List.of("--logs-dir", work.resolve("logs")));
    List<Object> own = List.of(more);
    if (!own.contains("--classes")) {
      arguments.addAll(List.of("--classes", CLASSES));
    }
    arguments.addAll(own);
    return CommandLineRun.thorax(arguments.toArray());
  }

  /** The options that name the tiny backbone. */
  public static Object[] withTiny(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("--backbone", tiny(), "--scaling", "tf"));
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }

  /** Keras' tiny backbone. */
  public static Path tiny() {
    return KerasModel.recorded("keras2", "tiny").savedModel();
  }

  /** The one experiment's folder below {@code work/models}. */
  public static Path experiment(Path work) throws IOException {
    return only(work.resolve("models"), "");
  }

  /** The one exported model of the one experiment. */
  public static Path savedModel(Path work) throws IOException {
    Path experiment = experiment(work);
    return only(experiment, experiment.getFileName() + "_");
  }

  private static Path only(Path folder, String prefix) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> found =
          all.filter(Files::isDirectory)
              .filter(path -> path.getFileName().toString().startsWith(prefix))
              .toList();
      if (found.size() != 1) {
        throw new AssertionError("expected one " + prefix + "* in " + folder + ", found " + found);
      }
      return found.get(0);
    }
  }
}
