package org.thorax.experiment.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.WordList;
import org.thorax.data.Samples;
import org.thorax.data.description.DatasetPlaces;
import org.thorax.data.image.AugmentationToken;
import org.thorax.data.loader.BadImage;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.data.loader.Batch;
import org.thorax.data.loader.BatchOptions;
import org.thorax.data.loader.BatchStream;
import org.thorax.data.loader.EpochOrder;
import org.thorax.experiment.config.Benchmark;

/**
 * The first images of an epoch, exactly as a run of the benchmark trains on them.
 *
 * @param samples their rows in the table, in the order of the batch
 * @param batch their pixels and encoded labels
 * @param skipped images that cannot be read; they are not in the batch
 */
public record BatchPreview(Samples samples, Batch batch, List<BadImage> skipped) {
  /** One of the sets of a run. */
  public enum Set {
    /** Shuffled in every epoch, unless the benchmark disables shuffling. */
    TRAIN,
    /** In the order of the table. */
    VALIDATION,
    /** In the order of the table. */
    TEST
  }

  /**
   * Selects the images to show.
   *
   * @param set the set
   * @param epoch counted from 1; used for the training set only
   * @param seed random seed of the run
   * @param augmented whether to augment training images as the benchmark specifies
   * @param count number of images, at least 1; fewer if the set is smaller
   */
  public record Choice(Set set, int epoch, long seed, boolean augmented, int count) {
    /** Checks the numbers. */
    public Choice {
      if (epoch < 1 || count < 1 || seed < 0) {
        throw new ThoraxException(
            String.format(
                "Epoch and number of images are at least 1 and the seed at least 0, found %d, %d and"
                    + " %d.",
                epoch, count, seed));
      }
      if (augmented && set != Set.TRAIN) {
        throw new ConfigurationException(
            "augment",
            "Images of the "
                + set.name().toLowerCase(Locale.ROOT)
                + " set are never augmented; leave out `augment`, or show the training set.");
      }
    }
  }

  /**
   * Reads the images.
   *
   * @throws ThoraxException if a run could not use the data set, if the benchmark has no
   *     augmentation, or if no image can be read
   */
  public static BatchPreview of(Benchmark benchmark, DatasetPlaces places, Choice choice) {
    if (choice.augmented() && benchmark.images().augmentation().steps().isEmpty()) {
      throw new ConfigurationException(
          "augment",
          "Benchmark '"
              + benchmark.name()
              + "' augments nothing; write "
              + new WordList(AugmentationToken.changing()).or()
              + " in its name, or leave out `augment`.");
    }
    PreparedData data =
        PreparedData.of(
            benchmark, new DatasetSource(places, BadImagePolicy.SKIP, Optional.empty()));
    PreparedData.Part part =
        switch (choice.set()) {
          case TRAIN -> data.train();
          case VALIDATION -> data.validation();
          case TEST -> data.test();
        };
    int epoch = choice.epoch() - 1;
    if (choice.augmented()) {
      part = part.augmented(benchmark.images().augmentation(), choice.seed(), epoch);
    }
    int[] all = order(benchmark, choice, part.samples().size()).of(epoch);
    int[] order = Arrays.copyOf(all, Math.min(choice.count(), all.length));
    BatchOptions options = BatchOptions.ofSize(order.length).with(BadImagePolicy.SKIP);
    try (BatchStream stream =
        new BatchStream(part.images(), part.labels(), order, part.dim(), part.dim(), options)) {
      if (!stream.hasNext()) {
        throw new ThoraxException(
            "None of the "
                + order.length
                + " images can be used, e.g. "
                + stream.skipped().get(0).reason());
      }
      Batch batch = stream.next();
      return new BatchPreview(part.samples().select(batch.samples()), batch, stream.skipped());
    }
  }

  private static EpochOrder order(Benchmark benchmark, Choice choice, int samples) {
    return choice.set() == Set.TRAIN
        ? new EpochOrder(samples, choice.seed(), benchmark.fit().shuffle())
        : EpochOrder.ofTable(samples);
  }
}
