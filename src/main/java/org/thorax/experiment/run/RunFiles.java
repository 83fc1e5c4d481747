package org.thorax.experiment.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.thorax.data.loader.BadImage;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkForm;
import org.thorax.experiment.config.CallbackForm;
import org.thorax.experiment.config.CallbackSettings;
import org.thorax.formats.io.AtomicFile;
import org.thorax.model.DeviceSession;
import org.thorax.model.ModelContract;
import org.thorax.model.Scaling;
import org.thorax.training.EvaluationResult;
import org.thorax.training.Trainer;

/**
 * The files of {@code models/<experiment>/} in addition to the model and the training's metrics.
 */
record RunFiles(
    Benchmark benchmark, RunSettings settings, CallbackSettings callbacks, Path folder) {
  /** Writes the files and returns notes for the user. */
  List<String> write(
      PreparedData data, ModelContract contract, EvaluationResult test, Trainer trainer) {
    float[][] rows = rows(test);
    PredictionsCsv.writeProbabilities(folder.resolve("predictions_probs.csv"), rows);
    PredictionsCsv.writeClasses(folder.resolve("predictions_classes.csv"), rows);
    AtomicFile.write(folder.resolve("config.json"), config(data, contract, trainer));
    return skipped(trainer);
  }

  /** Lists skipped images; the list of an earlier run is deleted. */
  private List<String> skipped(Trainer trainer) {
    Path file = folder.resolve("skipped-images.txt");
    List<String> skipped = reasons(trainer);
    if (skipped.isEmpty()) {
      AtomicFile.delete(file);
      return List.of();
    }
    AtomicFile.write(file, String.join("\n", skipped) + "\n");
    return List.of(skipped.size() + " bad images were skipped; they are listed in " + file + ".");
  }

  private static List<String> reasons(Trainer trainer) {
    return trainer.skipped().stream().map(BadImage::reason).distinct().toList();
  }

  private float[][] rows(EvaluationResult test) {
    int classes = benchmark.classes().size();
    float[][] rows = new float[test.samples().length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(test.probabilities(), i * classes, (i + 1) * classes);
    }
    return rows;
  }

  private String config(PreparedData data, ModelContract contract, Trainer trainer) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("benchmark", benchmark.name());
    root.set("configuration", BenchmarkForm.of(benchmark));
    root.put("architecture", contract.architecture());
    root.put("network", settings.start().network().describe());
    root.put("freeze_backbone", settings.start().freezeBackbone());
    root.put("unfreeze", settings.start().unfreeze() ? "all" : null);
    root.put("data", settings.data().places().toString());
    if (!settings.data().places().mapping().given().isEmpty()) {
      ObjectNode mapping = root.putObject("map");
      new TreeMap<>(settings.data().places().mapping().given()).forEach(mapping::put);
    }
    root.put("data_fingerprint", data.fingerprint());
    benchmark.classes().forEach(root.putArray("classes")::add);
    root.put("epochs", benchmark.fit().epochs()).put("batch_size", benchmark.fit().batchSize());
    settings.stepsPerEpoch().ifPresent(steps -> root.put("steps_per_epoch", steps));
    root.put("optimizer", benchmark.optimization().optimizer().kerasName());
    root.put("learning_rate", benchmark.optimization().learningRate().rate());
    root.put("loss", benchmark.objective().loss().logged());
    root.put("preprocessing", data.images().preprocessing().fingerprint());
    root.put("prepared_before", data.images().copied().orElse(null));
    root.put("augmentation", benchmark.images().augmentation().text());
    root.put("height", benchmark.images().dim()).put("width", benchmark.images().dim());
    root.put("scaling", contract.scaling().map(Scaling::token).orElse(null));
    contract.activation().ifPresent(its -> root.put("output_activation", its.token()));
    root.set("uncertainty", LoggedBenchmark.encoding(benchmark.labels().encoding().uncertainty()));
    root.put("blanks", benchmark.labels().encoding().blanks().name().toLowerCase(Locale.ROOT));
    root.set("upsample_factors", LoggedBenchmark.factors(benchmark.labels().upsampling()));
    root.put("shuffle", benchmark.fit().shuffle()).put("drop_last", benchmark.fit().dropLast());
    root.put("seed", settings.seed()).put("split_seed", benchmark.split().seed());
    root.put("official_test", benchmark.split().officialTest());
    root.put("stratified", benchmark.split().stratified());
    if (!benchmark.split().officialTest()) {
      root.put("test_size", benchmark.split().testSize());
    }
    root.put("valid_size", benchmark.split().validSize());
    root.put("samples_train", data.train().samples().size());
    root.put("samples_validation", data.validation().samples().size());
    root.put("samples_test", data.test().samples().size());
    root.put("on_bad_image", settings.data().badImages().name().toLowerCase(Locale.ROOT));
    reasons(trainer).forEach(root.putArray("skipped_images")::add);
    root.set("callbacks", CallbackForm.of(callbacks));
    root.put("device", settings.device().name().toLowerCase(Locale.ROOT));
    root.put("waiting_for_images", Math.round(trainer.waitingShare() * 1e4) / 1e4);
    versions().forEach(root::put);
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree can always be written", e);
    }
  }

  /** The configuration of the run. */
  static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("tensorflow", DeviceSession.tensorFlowVersion());
    versions.put("java", System.getProperty("java.version"));
    versions.put("thorax", versionOrUnknown());
    return versions;
  }

  private static String versionOrUnknown() {
    String version = RunFiles.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
