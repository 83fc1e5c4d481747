package org.thorax.experiment.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Labels;
import org.thorax.data.Samples;
import org.thorax.data.description.LabelledData;
import org.thorax.data.image.Augmenter;
import org.thorax.data.image.Preprocessing;
import org.thorax.data.loader.AugmentedImages;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.data.loader.BatchOptions;
import org.thorax.data.loader.BatchStream;
import org.thorax.data.loader.EpochOrder;
import org.thorax.data.loader.FilmCount;
import org.thorax.data.loader.ImageCache;
import org.thorax.data.loader.ImageCheck;
import org.thorax.data.loader.ImageFiles;
import org.thorax.data.loader.ImageSource;
import org.thorax.data.loader.ImagesInMemory;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.ClassWeights;
import org.thorax.model.Provenance;
import org.thorax.training.Trainer;
import org.thorax.training.callback.History;

/**
 * The three sets of a benchmark, ready to be read in batches.
 *
 * @param train training set
 * @param validation validation set
 * @param test test set
 * @param images preparation of every image
 * @param fingerprint SHA-256 of image names, patients and raw labels, set by set
 * @param notes on the data sets' classes, one line each
 */
record PreparedData(
    Part train,
    Part validation,
    Part test,
    ImagePlan images,
    String fingerprint,
    List<String> notes) {
  /** Images are cached in memory up to this share of the heap, for all three sets together. */
  private static final double CACHE_SHARE = 0.4;

  /** One set: its samples, their labels and images. */
  record Part(Samples samples, Labels labels, ImageSource images, int dim, BatchOptions options) {
    /** The batches of an epoch in the given order. */
    BatchStream batches(int[] order) {
      return new BatchStream(images, labels, order, dim, dim, options);
    }

    /** The batches with the augmentation of the given epoch, from 0. */
    Part augmented(Augmenter augmenter, long seed, int epoch) {
      return augmenter.changesNothing()
          ? this
          : new Part(
              samples, labels, new AugmentedImages(images, augmenter, seed, epoch), dim, options);
    }

    /** The batches in the order of the table. */
    BatchStream inOrder() {
      return batches(EpochOrder.ofTable(samples.size()).of(0));
    }

    /**
     * The raw class weights of this set.
     *
     * @throws ThoraxException naming folder and class if a class has no positives or no negatives
     */
    ClassWeights requireWeights() {
      try {
        return ClassWeights.raw(samples.classes(), labels.count(1), labels.count(0), labels.size());
      } catch (ThoraxException e) {
        throw new FileException(samples.folder() + ": " + e.getMessage(), e);
      }
    }

    /** The raw class weights of this set; empty if a class has no positives or no negatives. */
    Optional<ClassWeights> weights() {
      return oneSided().isEmpty() ? Optional.of(requireWeights()) : Optional.empty();
    }

    /** The classes without positives or without negatives, which the network cannot learn. */
    List<String> oneSided() {
      long[] positives = labels.count(1);
      long[] negatives = labels.count(0);
      return IntStream.range(0, positives.length)
          .filter(c -> positives[c] == 0 || negatives[c] == 0)
          .mapToObj(samples.classes()::get)
          .toList();
    }
  }

  /** Reads the table, splits it by patient, checks for bad images, encodes labels and upsamples. */
  static PreparedData of(Benchmark benchmark, DatasetSource data) {
    LabelledData source = data.open(benchmark);
    ImagePlan images = ImagePlan.of(benchmark, source.folders());
    DatasetSplit split = source.split(benchmark.split(), benchmark.classes());
    List<Samples> sets = List.of(split.train(), split.validation(), split.test());
    if (data.badImages() == BadImagePolicy.FAIL) {
      ImageCheck.of(sets).requireNone();
      sets.forEach(set -> new ImageFiles(set, images.preprocessing()).requireTemplates());
    }
    Preprocessing steps = images.preprocessing();
    Optional<ImageCache> cache =
        data.cache()
            .map(
                place ->
                    ImageCache.open(
                        place, sets, steps.fingerprint(), steps.width(), steps.height()));
    LearnedLabels learned = LearnedLabels.of(benchmark, split);
    int[] rows = learned.rows();
    long bytes = (long) (Runtime.getRuntime().maxMemory() * CACHE_SHARE);
    BatchOptions evaluation =
        BatchOptions.ofSize(benchmark.fit().batchSize()).with(data.badImages());
    BatchOptions training =
        new BatchOptions(
            benchmark.fit().batchSize(),
            benchmark.fit().dropLast(),
            evaluation.threads(),
            evaluation.prefetch(),
            data.badImages());
    double share = (double) bytes / (rows.length + sets.get(1).size() + sets.get(2).size());
    return new PreparedData(
        part(split.train().select(rows), learned.train(), images, cache, training, share),
        part(split.validation(), learned.validation(), images, cache, evaluation, share),
        part(split.test(), learned.test(), images, cache, evaluation, share),
        images,
        fingerprint(sets),
        source.remarks());
  }

  private static Part part(
      Samples samples,
      Labels labels,
      ImagePlan images,
      Optional<ImageCache> cache,
      BatchOptions options,
      double share) {
    Preprocessing preprocessing = images.preprocessing();
    ImageSource files = new ImageFiles(samples, preprocessing);
    ImageSource source =
        cache
            .map(kept -> kept.over(files, samples))
            .orElseGet(
                () -> new ImagesInMemory(files, samples.size(), (long) (share * samples.size())));
    return new Part(samples, labels, source, preprocessing.width(), options);
  }

  /** How a model is trained on them. */
  Provenance provenance(Benchmark benchmark) {
    FilmCount films = FilmCount.of(train.samples());
    return new Provenance(
        benchmark.name(),
        fingerprint,
        RunFiles.versions(),
        films.films() == 0
            ? Optional.empty()
            : Optional.of(new Provenance.Films(films.films(), films.windowed())));
  }

  /** Notes on the sets for the user, one line each. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>(notes);
    List<String> oneSided = train.oneSided();
    if (!oneSided.isEmpty()) {
      remarks.add(
          "The training set has positives or negatives only of %s: the network learns nothing of these classes."
              .formatted(String.join(", ", oneSided)));
    }
    return remarks;
  }

  /** The fields of the log about the three sets. */
  TrainingData counts(Optional<ClassWeights> weights) {
    return new TrainingData(
        train.samples().folder(),
        train.samples().size(),
        validation.samples().size(),
        test.samples().size(),
        weights);
  }

  /**
   * Trains on the training set, in an order that depends on seed and epoch, and validates.
   *
   * @param augmenter augments the training images
   * @param seed random seed of order and augmentation
   * @param shuffle whether to shuffle in every epoch; otherwise the order is that of the table
   */
  History fit(Trainer trainer, Augmenter augmenter, long seed, boolean shuffle) {
    int count = train.samples().size();
    EpochOrder order = new EpochOrder(count, seed, shuffle);
    return trainer.fit(
        (epoch, from) ->
            train
                .augmented(augmenter, seed, epoch)
                .batches(Arrays.copyOfRange(order.of(epoch), from, count)),
        train.options().batches(count),
        validation::inOrder);
  }

  /** Samples for evaluation: encoded, never upsampled; each image is read once. */
  static Part evaluated(
      Samples samples,
      Benchmark benchmark,
      ImagePlan images,
      Optional<ImageCache> cache,
      BadImagePolicy badImages) {
    ImageSource files = new ImageFiles(samples, images.preprocessing());
    return new Part(
        samples,
        benchmark.labels().encoding().inEvaluation().encode(samples),
        cache.map(kept -> kept.over(files, samples)).orElse(files),
        images.preprocessing().width(),
        BatchOptions.ofSize(benchmark.fit().batchSize()).with(badImages));
  }

  /** SHA-256 of image names, patients and raw labels, set by set. */
  static String fingerprint(List<Samples> sets) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      sets.forEach(samples -> digest(samples, digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static void digest(Samples samples, MessageDigest digest) {
    for (int sample = 0; sample < samples.size(); sample++) {
      StringBuilder row = new StringBuilder(samples.imageName(sample));
      row.append('\t').append(samples.patient(sample));
      for (int c = 0; c < samples.classes().size(); c++) {
        row.append('\t').append(samples.label(sample, c));
      }
      digest.update(row.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
