package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.app.settings.Environment;
import org.thorax.data.DatasetKind;
import org.thorax.data.description.DatasetReader;
import picocli.CommandLine.Parameters;

/** The data set argument of a command. */
public final class DatasetArgument {
  @Parameters(
      paramLabel = "DATASET",
      description =
          "Data set: its folder, one of its tables, its dataset.yaml, or 'chexpert' or 'chestxray14' for the folder "
              + "in CHEXPERT_DATASET_DIRECTORY or CHESTXRAY14_DATASET_DIRECTORY, from the environment or "
              + ".env.")
  private String dataset;

  public DatasetReader reader() {
    return reader(dataset);
  }

  /** The argument with that data set. */
  public static DatasetReader reader(String dataset) {
    Optional<DatasetKind> named =
        DatasetKind.published().stream()
            .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(dataset))
            .findFirst();
    if (named.isPresent()) {
      return new DatasetReader(named.get(), folder(Optional.empty(), named.get()));
    }
    return DatasetReader.of(Path.of(dataset));
  }

  /**
   * The given folder, or else the one in the environment or {@code .env}.
   *
   * @throws ThoraxException if there is none
   */
  public static Path folder(Optional<Path> given, DatasetKind kind) {
    if (given.isEmpty() && kind == DatasetKind.DESCRIBED) {
      throw new ConfigurationException(
          "data", "No data set is named; give the folder with its dataset.yaml (--data DIR).");
    }
    return given
        .or(() -> Environment.current().directory(kind.directoryVariable()))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "data",
                    "No data set is named; give its folder (--data DIR), or set "
                        + kind.directoryVariable()
                        + " in the environment or in .env."));
  }
}
