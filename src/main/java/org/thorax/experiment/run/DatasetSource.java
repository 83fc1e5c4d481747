package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.thorax.data.loader.BadImagePolicy;

/**
 * A data set and how its images are read.
 *
 * @param place its folder or table
 * @param badImages what happens when an image is missing or damaged
 * @param cache where prepared images are kept for later runs; without it in memory, for this run
 */
public record DatasetSource(Path place, BadImagePolicy badImages, Optional<Path> cache) {
  /** Checks that there is a place. */
  public DatasetSource {
    Objects.requireNonNull(place, "data");
  }

  /** Without a cache on the disk. */
  public static DatasetSource of(Path place, BadImagePolicy badImages) {
    return new DatasetSource(place, badImages, Optional.empty());
  }
}
