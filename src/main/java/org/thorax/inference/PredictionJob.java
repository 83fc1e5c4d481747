package org.thorax.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.Labels;
import org.thorax.data.image.Augmentation;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.TemplateView;
import org.thorax.data.loader.BadImage;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.data.loader.Batch;
import org.thorax.data.loader.BatchOptions;
import org.thorax.data.loader.BatchStream;

/**
 * Predicts any number of images in their order with constant memory: workers decode a few batches
 * ahead of the network.
 */
public final class PredictionJob {
  private static final Augmentation VARIANTS = Augmentation.parse("affine");
  private static final int AHEAD = 4;

  private final Predictor predictor;
  private final Options options;

  /**
   * Settings of a prediction.
   *
   * @param batchSize at least 1
   * @param workers number of decoding threads, at least 1
   * @param variants number of averaged images for test-time augmentation: the image and {@code
   *     variants - 1} copies, rotated, shifted and zoomed like {@code AugAffine} in training; 1 for
   *     the image alone
   * @param seed random seed of the copies
   * @param badImages how to handle missing or damaged images
   * @param view of all images; if empty, it is derived from the file names
   */
  public record Options(
      int batchSize,
      int workers,
      int variants,
      long seed,
      BadImagePolicy badImages,
      Optional<TemplateView> view) {
    /** Checks the ranges. */
    public Options {
      if (batchSize < 1 || workers < 1 || variants < 1) {
        throw new ConfigurationException(
            "batch",
            "Expected `batch`, `workers` and `tta` of at least 1, found %d, %d and %d."
                .formatted(batchSize, workers, variants));
      }
    }
  }

  /** A job with a predictor, which the caller closes. */
  public PredictionJob(Predictor predictor, Options options) {
    this.predictor = predictor;
    this.options = options;
  }

  /**
   * Predicts.
   *
   * @param batches receives the predictions of each batch
   * @return the images that were left out
   * @throws ThoraxException naming the file that cannot be read, unless bad images are skipped
   */
  public List<BadImage> run(List<Path> images, Consumer<List<Predictor.Prediction>> batches) {
    // The stream requires labels, but nothing reads them.
    Labels none = new Labels(List.of("none"), new float[images.size()]);
    int[] order = IntStream.range(0, images.size()).toArray();
    BatchOptions reading =
        new BatchOptions(options.batchSize(), false, options.workers(), AHEAD, options.badImages());
    try (BatchStream stream =
        new BatchStream(
            place -> predictor.prepared(images.get(place), options.view()),
            none,
            order,
            predictor.height(),
            predictor.width(),
            reading)) {
      while (stream.hasNext()) {
        batches.accept(predicted(images, stream.next()));
      }
      return stream.skipped();
    }
  }

  private List<Predictor.Prediction> predicted(List<Path> images, Batch batch) {
    List<GreyImage> pixels = images(batch);
    double[][] sums = new double[batch.size()][predictor.classNames().size()];
    for (int variant = 0; variant < options.variants(); variant++) {
      add(sums, predictor.probabilities(varied(images, batch, pixels, variant)));
    }
    List<Predictor.Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      predictions.add(
          new Predictor.Prediction(
              images.get(batch.samples()[i]),
              Arrays.stream(sums[i]).mapToObj(sum -> (float) (sum / options.variants())).toList()));
    }
    return predictions;
  }

  private static List<GreyImage> images(Batch batch) {
    int size = batch.height() * batch.width();
    return IntStream.range(0, batch.size())
        .mapToObj(
            i ->
                new GreyImage(
                    batch.width(),
                    batch.height(),
                    Arrays.copyOfRange(batch.pixels(), i * size, (i + 1) * size)))
        .toList();
  }

  /**
   * The seed is derived from the image's name, so that the position and a restart do not matter.
   */
  private List<GreyImage> varied(
      List<Path> files, Batch batch, List<GreyImage> images, int variant) {
    return variant == 0
        ? images
        : IntStream.range(0, images.size())
            .parallel()
            .mapToObj(
                i -> {
                  int name = files.get(batch.samples()[i]).toString().hashCode();
                  return VARIANTS.apply(images.get(i), options.seed(), variant, name);
                })
            .toList();
  }

  private static void add(double[][] sums, List<List<Float>> probabilities) {
    for (int i = 0; i < sums.length; i++) {
      for (int c = 0; c < sums[i].length; c++) {
        sums[i][c] += probabilities.get(i).get(c);
      }
    }
  }
}
