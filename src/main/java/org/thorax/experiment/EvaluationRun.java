package org.thorax.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetReader;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;
import org.thorax.input.BadImage;
import org.thorax.input.BadImagePolicy;
import org.thorax.input.Batch;
import org.thorax.input.BatchStream;
import org.thorax.input.ImageCache;
import org.thorax.input.ImageCheck;
import org.thorax.network.Device;
import org.thorax.network.Model;
import org.thorax.network.ModelContract;
import org.thorax.network.Network;
import org.thorax.network.Scaling;
import org.thorax.report.EvaluationOptions;
import org.thorax.report.EvaluationReport;
import org.thorax.report.ScoredSamples;
import org.thorax.report.Subject;

/** Judges a model on one of the sets of a benchmark. */
public final class EvaluationRun {
  private final Benchmark asked;
  private final Settings settings;

  /** One of the sets of a benchmark. */
  public enum Part {
    /** Never upsampled. */
    TRAIN,
    /** What thresholds are chosen on. */
    VALIDATION,
    /** The usual one. */
    TEST;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What an evaluation needs beside model and benchmark.
   *
   * @param data the dataset's folder
   * @param part which set is judged
   * @param chooseOnJudged whether thresholds are chosen on the judged set itself, which is then the
   *     only one predicted
   * @param scaling in place of what the model says about itself
   * @param device where it runs
   * @param badImages what happens when an image is missing or damaged
   * @param cache where prepared images are kept
   * @param force whether differences from what the model learned are only remarked
   * @param options how scores are judged
   */
  public record Settings(
      Path data,
      Part part,
      boolean chooseOnJudged,
      Optional<Scaling> scaling,
      Device device,
      BadImagePolicy badImages,
      Optional<Path> cache,
      boolean force,
      EvaluationOptions options) {}

  /** An evaluation on a benchmark's data. */
  public EvaluationRun(Benchmark benchmark, Settings settings) {
    this.asked = benchmark;
    this.settings = settings;
  }

  /**
   * Predicts and judges; {@code model} stays open.
   *
   * @param name of the model, for people
   * @param progress told the number of images of each set done so far: (set's name, images)
   * @throws ThoraxException for what the user can mend, above all a benchmark that treats images
   *     otherwise than the model learned them
   */
  public EvaluationReport run(Model model, String name, ObjIntConsumer<String> progress) {
    Benchmark benchmark = inOrderOf(model.contract());
    DatasetReader reader = new DatasetReader(benchmark.dataset().kind(), settings.data());
    ImagePlan images = ImagePlan.of(benchmark, reader.folder());
    DatasetSplit split = benchmark.split().split(reader, benchmark.classes());
    List<Samples> sets = List.of(split.train(), split.validation(), split.test());
    List<String> remarks = new ArrayList<>(model.remarks());
    remarks.addAll(checked(model, benchmark, images, PreparedData.fingerprint(sets)));
    Samples judged = sets.get(settings.part().ordinal());
    boolean chosenElsewhere = !settings.chooseOnJudged() && settings.part() != Part.VALIDATION;
    List<Samples> needed = chosenElsewhere ? List.of(judged, split.validation()) : List.of(judged);
    if (settings.badImages() == BadImagePolicy.FAIL) {
      ImageCheck.of(needed).requireNone();
    }
    var steps = images.preprocessing();
    Optional<ImageCache> cache =
        settings
            .cache()
            .map(
                place ->
                    ImageCache.open(
                        place, sets, steps.fingerprint(), steps.width(), steps.height()));
    List<ScoredSamples> scored = new ArrayList<>();
    try (Network network = network(model, benchmark)) {
      for (Samples samples : needed) {
        String word = samples == judged ? settings.part().word() : Part.VALIDATION.word();
        PreparedData.Part part =
            PreparedData.judged(samples, benchmark, images, cache, settings.badImages());
        scored.add(scored(network, part, word, remarks, progress));
      }
    }
    if (!chosenElsewhere) {
      remarks.add(
          "Thresholds were chosen on the set that they are applied to; their figures are too good.");
    }
    Subject subject =
        new Subject(
            name,
            model.contract().architecture(),
            benchmark.name(),
            reader.folder().toString(),
            settings.part().word(),
            remarks);
    return EvaluationReport.of(
        subject,
        scored.get(0),
        chosenElsewhere ? Optional.of(scored.get(1)) : Optional.empty(),
        settings.options());
  }

  /** The same classes in another order are taken in the model's. */
  private Benchmark inOrderOf(ModelContract model) {
    List<String> own = model.classNames();
    boolean same = new HashSet<>(own).equals(new HashSet<>(asked.classes()));
    return same ? asked.with(asked.labels().inOrder(own)) : asked;
  }

  private List<String> checked(
      Model model, Benchmark benchmark, ImagePlan images, String fingerprint) {
    int outputs = model.flat().outputs();
    if (model.flat().outputRank() != 2 || outputs != benchmark.classes().size()) {
      throw new ThoraxException(
          model.flat().outputRank() != 2
              ? "Expected a complete classifier, found a backbone; train it with a head first."
              : "The model has %d outputs, but benchmark '%s' has %d classes; take its own benchmark, or name its classes with --classes."
                  .formatted(outputs, benchmark.name(), benchmark.classes().size()));
    }
    List<String> differences =
        ContractCheck.differences(
            model.contract(), benchmark, settings.scaling(), images.preparation(), fingerprint);
    if (!differences.isEmpty() && !settings.force()) {
      throw new ThoraxException(
          "The model does not fit benchmark '%s' on %s: %s; take the model's own, or --force it."
              .formatted(benchmark.name(), settings.data(), String.join("; ", differences)));
    }
    return differences.stream()
        .map(each -> "Forced although the model was trained otherwise: " + each + ".")
        .toList();
  }

  private Network network(Model model, Benchmark benchmark) {
    int dim = benchmark.images().dim();
    if (model.flat().height() > 0 && model.flat().height() != dim) {
      throw new ThoraxException(
          "The network takes images of %d x %d only, found benchmark '%s' of %d x %d; take a D%d."
              .formatted(
                  model.flat().width(),
                  model.flat().height(),
                  benchmark.name(),
                  dim,
                  dim,
                  model.flat().height()));
    }
    Scaling scaling =
        settings
            .scaling()
            .or(() -> model.contract().scaling())
            .orElseThrow(
                () ->
                    new ThoraxException(
                        "The model does not say how its images are scaled; give --scaling torch|tf|caffe|none."));
    return Network.forInference(model.flat(), scaling, model.weights(), settings.device());
  }

  private static ScoredSamples scored(
      Network network,
      PreparedData.Part part,
      String set,
      List<String> remarks,
      ObjIntConsumer<String> progress) {
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
      throw new ThoraxException(
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
        throw new ThoraxException(
            "The model gives %s for class %s of image %s, expected a probability; its weights or the scaling are wrong."
                .formatted(
                    output[i],
                    samples.classes().get(i % classes),
                    samples.imageName(batch.samples()[i / classes])));
      }
    }
  }
}
