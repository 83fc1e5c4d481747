package org.thorax.experiment.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thorax.ConfigurationException;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.description.BuiltInDescriptions;
import org.thorax.data.description.DatasetDescription;
import org.thorax.data.description.DatasetPlaces;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.description.LabelledData;
import org.thorax.data.description.MappedData;
import org.thorax.data.description.UnitedData;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkName;
import org.thorax.experiment.config.DatasetName;
import org.thorax.experiment.config.NameComponent;

/**
 * The data on which a model is evaluated: its benchmark's own, or others with the classes in common
 * (external validation).
 *
 * @param data the labelled samples, with the classes of the benchmark
 * @param readers of the other data; empty for the benchmark's own
 */
record ExternalData(LabelledData data, List<DatasetReader> readers) {
  /**
   * Opens the data.
   *
   * @throws ThoraxException if there are none, or no class is common
   */
  static ExternalData of(Benchmark benchmark, DatasetSource source) {
    DatasetPlaces places = source.places();
    for (Path place : places.places()) {
      if (!Files.exists(place)) {
        throw new DataException(
            "The dataset folder %s does not exist; download the data or name its folder."
                .formatted(place));
      }
    }
    if (benchmark.dataset().isIn(places)) {
      requireNoMapping(places);
      return new ExternalData(source.open(benchmark), List.of());
    }
    List<DatasetReader> readers = places.readers();
    List<String> classes = benchmark.classes();
    return new ExternalData(
        readers.size() == 1
            ? MappedData.of(readers.get(0), classes, places.mapping())
            : new UnitedData(readers, classes, places.mapping()),
        readers);
  }

  private static void requireNoMapping(DatasetPlaces places) {
    if (places.places().size() == 1 && !places.mapping().given().isEmpty()) {
      throw new ConfigurationException(
          "map",
          "`map` names the classes of another data set, but %s is the one the model was trained on; leave it out."
              .formatted(places));
    }
  }

  /**
   * Whether a model was trained on some of these images.
   *
   * @param trained the name of a benchmark that it was trained on
   * @return what it was trained on, as a difference
   */
  Optional<String> sharedWith(String trained) {
    Set<String> there =
        readers.stream().flatMap(each -> each.imagesOf().stream()).collect(Collectors.toSet());
    return BenchmarkName.parse(trained)
        .token(NameComponent.DATASET)
        .map(DatasetName::of)
        .filter(
            own -> own.names().stream().flatMap(ExternalData::imagesOf).anyMatch(there::contains))
        .map(
            own ->
                "it was trained on %s, which has images of %s; its own data are all of these, by `data` in that order"
                    .formatted(own.token(), title()));
  }

  /** A trained data set, and the published one from which its images are taken. */
  private static Stream<String> imagesOf(String trained) {
    Stream<String> taken =
        BuiltInDescriptions.named(trained).map(DatasetDescription::imagesOf).stream();
    return Stream.concat(Stream.of(trained), taken);
  }

  private String title() {
    return String.join(" + ", readers.stream().map(DatasetReader::title).toList());
  }

  boolean isExternal() {
    return !readers.isEmpty();
  }

  /** The classes that are evaluated. */
  List<String> known(List<String> classes) {
    return data.known(classes);
  }

  /** Notes for the user, one line each. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (isExternal()) {
      remarks.add(
          "External validation on %s: patients of different data sets cannot be compared; make sure that none was in the training."
              .formatted(title()));
    }
    remarks.addAll(data.remarks());
    return remarks;
  }
}
