package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;
import org.thorax.data.description.LabelledData;
import org.thorax.data.loader.BadImage;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.data.loader.Batch;
import org.thorax.data.loader.BatchStream;
import org.thorax.data.loader.ImageCache;
import org.thorax.data.loader.ImageCheck;
import org.thorax.evaluation.report.ScoredSamples;
import org.thorax.experiment.config.Benchmark;
import org.thorax.model.Network;

/** The three sets of a benchmark for a trained model, and its predictions on them. */
public final class ScoredSets {
  private final Benchmark benchmark;
  private final BadImagePolicy badImages;
  private final Path folder;
  private final ImagePlan images;
  private final LabelledData data;
  private final boolean whole;
  private final List<Samples> sets;
  private final Optional<ImageCache> cache;

  /** Reads the benchmark's data and splits it. */
  public ScoredSets(Benchmark benchmark, DatasetSource source) {
    this(benchmark, source, source.open(benchmark), false);
  }

  /**
   * Reads data.
   *
   * @param whole whether all samples are one set, {@link EvaluationRun.Part#ALL}
   */
  ScoredSets(Benchmark benchmark, DatasetSource source, LabelledData data, boolean whole) {
    this.benchmark = benchmark;
    this.data = data;
    this.whole = whole;
    badImages = source.badImages();
    folder = data.folder();
    images = ImagePlan.of(benchmark, data.folders());
    sets =
        whole
            ? List.of(data.all(benchmark.classes()))
            : divide(benchmark.split(), benchmark.classes());
    var steps = images.preprocessing();
    cache =
        source
            .cache()
            .map(
                place ->
                    ImageCache.open(
                        place, sets, steps.fingerprint(), steps.width(), steps.height()));
  }

  /** The data set's folder. */
  public Path folder() {
    return folder;
  }

  /** The preparation of every image. */
  ImagePlan images() {
    return images;
  }

  /** The split by patient. */
  SplitPlan plan() {
    return benchmark.split();
  }

  /** The fingerprint of this split, see {@link PreparedData#fingerprint}. */
  String fingerprint(SplitPlan plan, List<String> classes) {
    return PreparedData.fingerprint(divided(plan, classes));
  }

  private List<Samples> divided(SplitPlan plan, List<String> classes) {
    boolean these = !whole && plan.equals(plan()) && classes.equals(benchmark.classes());
    return these ? sets : divide(plan, classes);
  }

  private List<Samples> divide(SplitPlan plan, List<String> classes) {
    DatasetSplit split = data.split(plan, classes);
    return List.of(split.train(), split.validation(), split.test());
  }

  /** The samples of a set, in the order of the table. */
  public Samples samples(EvaluationRun.Part part) {
    return of(part, sets);
  }

  /** The samples of a set for another split of the same table. */
  Samples samples(EvaluationRun.Part part, SplitPlan plan, List<String> classes) {
    return of(part, divided(plan, classes));
  }

  private static Samples of(EvaluationRun.Part part, List<Samples> sets) {
    return switch (part) {
      case TRAIN -> sets.get(0);
      case VALIDATION -> sets.get(1);
      case TEST -> sets.get(2);
      case ALL -> sets.size() == 1 ? sets.get(0) : Samples.joined(sets.get(0).folder(), sets);
    };
  }

  /**
   * Checks for missing and damaged images, unless they are to be skipped.
   *
   * @throws ThoraxException listing them
   */
  public void requireReadable(List<EvaluationRun.Part> parts) {
    if (badImages == BadImagePolicy.FAIL) {
      ImageCheck.of(parts.stream().map(this::samples).toList()).requireNone();
    }
  }

  /**
   * Predicts a set with a network.
   *
   * @param remarks receives a note on skipped images
   * @param progress receives the number of processed images: (set's name, images)
   */
  public ScoredSamples of(
      Network network,
      EvaluationRun.Part which,
      List<String> remarks,
      ObjIntConsumer<String> progress) {
    PreparedData.Part part =
        PreparedData.evaluated(samples(which), benchmark, images, cache, badImages);
    String set = which.word();
    int classes = part.samples().classes().size();
    float[] labels = new float[part.samples().size() * classes];
    float[] scores = new float[labels.length];
    int[] rows = new int[part.samples().size()];
    int done = 0;
    try (BatchStream batches = part.inOrder()) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        float[] output =
            network.predict(batch.pixels(), batch.size(), batch.height(), batch.width());
        requireNumbers(output, part.samples(), batch, classes);
        System.arraycopy(output, 0, scores, done * classes, output.length);
        System.arraycopy(batch.labels(), 0, labels, done * classes, output.length);
        System.arraycopy(batch.samples(), 0, rows, done, batch.size());
        done += batch.size();
        progress.accept(set, done);
      }
      List<BadImage> skipped = batches.skipped();
      if (!skipped.isEmpty()) {
        remarks.add(
            skipped.size()
                + " bad images of the "
                + set
                + " set were left out, e.g. "
                + skipped.get(0).reason());
      }
    }
    if (done == 0) {
      throw new FileException(
          "None of the images of the " + set + " set can be used; check the data set's folder.");
    }
    int[] kept = Arrays.copyOf(rows, done);
    return new ScoredSamples(
        part.samples().select(kept),
        Arrays.copyOf(labels, done * classes),
        Arrays.copyOf(scores, done * classes));
  }

  private static void requireNumbers(float[] output, Samples samples, Batch batch, int classes) {
    for (int i = 0; i < output.length; i++) {
      if (!(output[i] >= 0 && output[i] <= 1)) {
        throw new ConfigurationException(
            "activation",
            "The model gives %s for class %s of image %s, expected a probability; if its outputs are logits, give `activation` sigmoid or softmax, else its weights or the scaling are wrong."
                .formatted(
                    output[i],
                    samples.classes().get(i % classes),
                    samples.imageName(batch.samples()[i / classes])));
      }
    }
  }
}
