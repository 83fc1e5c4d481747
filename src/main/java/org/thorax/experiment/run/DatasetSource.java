package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.thorax.data.description.DatasetPlaces;
import org.thorax.data.description.LabelledData;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.experiment.config.Benchmark;

/**
 * One or several data sets and how their images are read.
 *
 * @param places their folders or tables
 * @param badImages what happens when an image is missing or damaged
 * @param cache where prepared images are kept for later runs; without it in memory, for this run
 */
public record DatasetSource(DatasetPlaces places, BadImagePolicy badImages, Optional<Path> cache) {
  /** Checks that there is a place. */
  public DatasetSource {
    Objects.requireNonNull(places, "data");
  }

  /** The data of a benchmark. */
  LabelledData open(Benchmark benchmark) {
    return benchmark.dataset().open(places, benchmark.classes());
  }

  /** The same without bad images and without a cache. */
  public DatasetSource skippingBad() {
    return new DatasetSource(places, BadImagePolicy.SKIP, Optional.empty());
  }

  /** Without a cache on the disk. */
  public static DatasetSource of(Path place, BadImagePolicy badImages) {
    return new DatasetSource(DatasetPlaces.of(place), badImages, Optional.empty());
  }
}
