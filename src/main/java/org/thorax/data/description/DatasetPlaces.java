package org.thorax.data.description;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * Where one or several data sets are.
 *
 * @param places folders, tables or descriptions, at least one
 * @param description a description that is not in the folder of the one data set, or the name of
 *     one that Thorax knows
 * @param mapping which of their classes are meant by those of a benchmark or model
 */
public record DatasetPlaces(List<Path> places, Optional<Path> description, ClassMapping mapping) {
  /** Checks that there is one, and a description only for one. */
  public DatasetPlaces {
    places = List.copyOf(places);
    Objects.requireNonNull(mapping, "mapping");
    if (places.isEmpty() || (places.size() > 1 && description.isPresent())) {
      throw new ConfigurationException(
          "dataset",
          "Expected one data set for the description %s, found %d; put a dataset.yaml into the folder of each."
              .formatted(description.map(Path::toString).orElse(""), places.size()));
    }
  }

  /** One data set. */
  public static DatasetPlaces of(Path place) {
    return new DatasetPlaces(List.of(place), Optional.empty(), ClassMapping.NONE);
  }

  /** The first. */
  public Path first() {
    return places.get(0);
  }

  /** Whether it is one data set in the usual place. */
  public boolean isPlain() {
    return places.size() == 1 && description.isEmpty();
  }

  /**
   * A reader of each data set.
   *
   * @throws ThoraxException if a place is no data set that is known
   */
  public List<DatasetReader> readers() {
    return description
        .map(file -> List.of(new DatasetReader(description(file), first())))
        .orElseGet(() -> places.stream().map(DatasetReader::of).toList());
  }

  /** A file, or the name of a data set that Thorax knows. */
  private static DatasetDescription description(Path given) {
    return Files.exists(given)
        ? DescriptionFile.read(given)
        : BuiltInDescriptions.named(given.toString())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "dataset",
                        "There is no description %s; give a file, or one of the known data sets: %s."
                            .formatted(
                                given,
                                BuiltInDescriptions.all().stream()
                                    .map(DatasetDescription::name)
                                    .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return String.join(" + ", places.stream().map(Path::toString).toList());
  }
}
