package org.thorax.app.cli.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.CountedProgress;
import org.thorax.app.cli.options.InputOptions;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.data.image.TemplateView;
import org.thorax.data.loader.BadImage;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.inference.ClassifierInput;
import org.thorax.inference.ImageList;
import org.thorax.inference.PredictionFile;
import org.thorax.inference.PredictionJob;
import org.thorax.inference.Predictor;
import org.thorax.model.Model;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Predicts class probabilities of images.")
public final class PredictCommand implements Callable<Integer> {
  private static final int MAX_NAMED = 10;

  @Spec private CommandSpec spec;
  @Mixin private InputOptions learned;
  @Mixin private OverwriteOption overwrite;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description =
          "Complete model: a SavedModel, .h5 or .keras file, or a .json file with --weights, from "
              + "Thorax or Keras; or an experiment name or id.")
  private String model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description =
          "JPEG, PNG or DICOM files; folders, searched recursively for images; or CSV tables with "
              + "a column 'image', 'Path' or 'Image Index'.")
  private List<Path> images;

  @ArgGroup private Format format = new Format();

  /** At most one of the two; the default is a text table. */
  static final class Format {
    @Option(names = "--csv", description = "Print CSV to standard output.")
    private boolean csv;

    @Option(names = "--json", description = "Print JSON to standard output.")
    private boolean json;
  }

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Output file, CSV, written batch by batch; rerun the command to resume an interrupted "
              + "prediction.")
  private Path out;

  @Option(
      names = "--tta",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Test-time augmentation: average over the image and N - 1 randomly rotated, shifted and "
              + "scaled copies (default: ${DEFAULT-VALUE}).")
  private int variants;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "6122156",
      description = "Random seed of test-time augmentation (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "Batch size in images (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Number of threads that decode images (default: one per processor).")
  private Integer workers;

  @Option(
      names = "--on-bad-image",
      paramLabel = "ACTION",
      defaultValue = "fail",
      description =
          "What to do with missing or damaged images: fail or skip (default: ${DEFAULT-VALUE}).")
  private BadImagePolicy onBadImage;

  @Option(
      names = "--view",
      paramLabel = "VIEW",
      description =
          "View of all images, for models that crop by template: frontal or lateral (default: "
              + "lateral for file names such as view2_lateral.jpg, frontal otherwise).")
  private TemplateView view;

  @Option(
      names = "--cropped",
      description = "Skip cropping: the images are already cropped (thorax preprocess --crop).")
  private boolean cropped;

  @Override
  public Integer call() throws IOException {
    Predictor.Overrides given = Argument.of(spec, learned::overrides);
    PredictionJob.Options options = Argument.of(spec, this::options);
    PrintWriter err = spec.commandLine().getErr();
    List<BadImage> skipped;
    Path found = learned.find(model, spec);
    ImageList list = ImageList.of(images, onBadImage);
    list.note().ifPresent(note -> err.println("note: " + note));
    List<Path> files = list.images();
    try (Model opened = learned.open(found, spec, files.stream().findFirst());
        Predictor predictor = new Predictor(opened, input(opened, given), learned.device())) {
      predictor.remarks().forEach(remark -> err.println("note: " + remark));
      PredictionJob job = new PredictionJob(predictor, options);
      skipped =
          out == null
              ? print(job, predictor, files)
              : write(job, predictor.classNames(), files, found);
    }
    skipped.stream().limit(MAX_NAMED).forEach(bad -> err.println("left out: " + bad.reason()));
    if (skipped.size() > MAX_NAMED) {
      err.println("left out: " + (skipped.size() - MAX_NAMED) + " more.");
    }
    return 0;
  }

  private PredictionJob.Options options() {
    if (out != null && (format.csv || format.json)) {
      throw new ConfigurationException("out", "--out writes CSV; leave out --csv and --json.");
    }
    int threads = workers == null ? Runtime.getRuntime().availableProcessors() : workers;
    return new PredictionJob.Options(
        batch, threads, variants, seed, onBadImage, Optional.ofNullable(view));
  }

  /** Prints the results at the end, so that a failed run prints nothing. */
  private List<BadImage> print(PredictionJob job, Predictor predictor, List<Path> files)
      throws IOException {
    List<String> classNames = predictor.classNames();
    List<Predictor.Prediction> predictions = new ArrayList<>();
    List<BadImage> skipped = job.run(files, predictions::addAll);
    PrintWriter print = spec.commandLine().getOut();
    if (format.json) {
      String outputs = predictor.givesProbabilities() ? "probabilities" : "scores";
      print.println(json(classNames, outputs, predictions));
    } else if (format.csv) {
      print.print(csv(classNames, predictions));
    } else {
      table(print, classNames, predictions);
    }
    print.flush();
    return skipped;
  }

  private List<BadImage> write(
      PredictionJob job, List<String> classNames, List<Path> files, Path found) throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    try (PredictionFile file =
        new PredictionFile(
            out, classNames, settings(classNames, found), batch, overwrite.given())) {
      List<Path> missing = file.missing(files);
      if (file.alreadyDone() > 0) {
        print.printf(Locale.ROOT, "%,d images were done before.%n", file.alreadyDone());
      }
      List<BadImage> skipped;
      try (CountedProgress progress = new CountedProgress("Predict", missing.size(), print)) {
        skipped =
            job.run(
                missing,
                predictions -> {
                  file.append(predictions);
                  predictions.forEach(each -> progress.step());
                });
      }
      file.complete();
      print.printf(
          Locale.ROOT, "Predictions of %,d images in %s%n", files.size() - skipped.size(), out);
      print.flush();
      return skipped;
    }
  }

  /** Identifies a prediction: a file is continued only if this is the same. */
  private String settings(List<String> classNames, Path found) throws IOException {
    return String.join(
            "\n",
            "model " + found.toAbsolutePath().normalize(),
            "changed " + Files.getLastModifiedTime(found),
            "classes " + classNames,
            "given " + learned.overrides() + learned.activation(),
            "weights " + learned.weights(),
            "tta " + variants,
            "seed " + seed,
            "view " + view,
            "cropped " + cropped)
        + "\n";
  }

  private ClassifierInput input(Model opened, Predictor.Overrides given) {
    ClassifierInput input = ClassifierInput.of(opened, given);
    return cropped ? input.withoutCrop() : input;
  }

  private static void table(
      PrintWriter out, List<String> classNames, List<Predictor.Prediction> predictions) {
    int width =
        predictions.stream().mapToInt(each -> each.image().toString().length()).max().orElse(5);
    String imageColumn = "%-" + Math.max(5, width) + "s";
    out.printf(imageColumn, "image");
    classNames.forEach(name -> out.printf("  %" + Math.max(6, name.length()) + "s", name));
    out.println();
    for (Predictor.Prediction prediction : predictions) {
      out.printf(imageColumn, prediction.image());
      for (int i = 0; i < classNames.size(); i++) {
        int column = Math.max(6, classNames.get(i).length());
        out.printf(Locale.ROOT, "  %" + column + ".4f", prediction.probabilities().get(i));
      }
      out.println();
    }
  }

  private static String csv(List<String> classNames, List<Predictor.Prediction> predictions)
      throws IOException {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      List<String> header = new ArrayList<>(List.of("image"));
      header.addAll(classNames);
      csv.writeRecord(header);
      for (Predictor.Prediction prediction : predictions) {
        List<String> row = new ArrayList<>(List.of(prediction.image().toString()));
        prediction.probabilities().forEach(each -> row.add(each.toString()));
        csv.writeRecord(row);
      }
    }
    return text.toString();
  }

  private static String json(
      List<String> classNames, String outputs, List<Predictor.Prediction> predictions)
      throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode list = mapper.createArrayNode();
    for (Predictor.Prediction prediction : predictions) {
      ObjectNode item = list.addObject().put("image", prediction.image().toString());
      ObjectNode probabilities = item.putObject(outputs);
      for (int i = 0; i < classNames.size(); i++) {
        probabilities.put(classNames.get(i), prediction.probabilities().get(i));
      }
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(list);
  }
}
