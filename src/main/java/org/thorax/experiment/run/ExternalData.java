package org.thorax.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.description.DatasetPlaces;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.description.LabelledData;
import org.thorax.data.description.MappedData;
import org.thorax.data.description.UnitedData;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.DatasetName;

/**
 * The data on which a model is evaluated: its benchmark's own, or others with the classes in common
 * (external validation).
 *
 * @param data the labelled samples, with the classes of the benchmark
 * @param name of the other data; empty for the benchmark's own
 */
record ExternalData(LabelledData data, Optional<DatasetName> name) {
  /**
   * Opens the data.
   *
   * @throws ThoraxException if there are none, if no class is common, or if some but not all of the
   *     data that the model was trained on are there
   */
  static ExternalData of(Benchmark benchmark, DatasetSource source) {
    DatasetPlaces places = source.places();
    Optional<DatasetName> other = other(benchmark, places);
    if (other.isEmpty()) {
      if (places.places().size() == 1 && !places.mapping().given().isEmpty()) {
        throw new ConfigurationException(
            "map",
            "`map` names the classes of another data set, but %s is the one the model was trained on; leave it out."
                .formatted(places));
      }
      return new ExternalData(source.open(benchmark), Optional.empty());
    }
    requireApart(benchmark, other.get(), places);
    List<DatasetReader> readers = places.readers();
    List<String> classes = benchmark.classes();
    return new ExternalData(
        readers.size() == 1
            ? MappedData.of(readers.get(0), classes, places.mapping())
            : new UnitedData(readers, classes, places.mapping()),
        other);
  }

  /** The name of data that are not the benchmark's. */
  private static Optional<DatasetName> other(Benchmark benchmark, DatasetPlaces places) {
    try {
      return Optional.of(DatasetName.of(places.readers()))
          .filter(found -> !found.equals(benchmark.dataset()));
    } catch (DataException e) {
      // No data set is recognized: what is missing is said when the benchmark's own is opened.
      return Optional.empty();
    }
  }

  private static void requireApart(Benchmark benchmark, DatasetName other, DatasetPlaces places) {
    List<String> shared = new ArrayList<>(other.names());
    shared.retainAll(benchmark.dataset().names());
    if (!shared.isEmpty()) {
      throw new ConfigurationException(
          "data",
          "The model was trained on %s, found %s in %s, which has some of these patients; give its data sets alone or all together, in that order (the report has subgroups by data set)."
              .formatted(benchmark.dataset().token(), other.token(), places));
    }
  }

  boolean isExternal() {
    return name.isPresent();
  }

  /** The classes that are evaluated. */
  List<String> known(List<String> classes) {
    return data.known(classes);
  }

  /** Notes for the user, one line each. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    name.ifPresent(
        other ->
            remarks.add(
                "External validation on %s: patients of different data sets cannot be compared; make sure that none was in the training."
                    .formatted(other.token())));
    remarks.addAll(data.remarks());
    return remarks;
  }
}
