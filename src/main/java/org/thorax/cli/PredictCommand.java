package org.thorax.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ThoraxException;
import org.thorax.evaluate.Predictor;
import org.thorax.keras.ModelReader;
import org.thorax.network.Device;
import org.thorax.network.Model;
import org.thorax.network.Scaling;
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
    description = "Prints the class probabilities of images.")
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions store;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = {
        "A complete model: a SavedModel, .h5 or .keras, of Thorax or Keras;",
        "or an experiment's name or id."
      })
  private String model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "JPEG or PNG files.")
  private List<Path> images;

  @ArgGroup private Format format = new Format();

  /** At most one of the two; a table otherwise. */
  static final class Format {
    @Option(names = "--csv", description = "Print CSV.")
    private boolean csv;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;
  }

  @Option(
      names = "--size",
      paramLabel = "N|HxW",
      description = "Image size for a model that does not say.")
  private String size;

  @Option(
      names = "--scaling",
      description = "torch, tf, caffe or none for a model that does not say.")
  private String scaling;

  @Option(
      names = "--classes",
      description = "Names in the order of the outputs, separated by commas.")
  private String classes;

  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "cpu, gpu or auto (${DEFAULT-VALUE}).")
  private Device device;

  @Option(
      names = "--models-dir",
      defaultValue = "models",
      description = "Where experiments' models are (${DEFAULT-VALUE}).")
  private Path modelsDir;

  @Option(
      names = "--logs-dir",
      defaultValue = "logs",
      description = "Where the logs are, which know the ids (${DEFAULT-VALUE}).")
  private Path logsDir;

  @Override
  public Integer call() throws IOException {
    Predictor.Overrides given = Argument.of(spec, this::overrides);
    Path found = store.source(modelsDir, logsDir, spec.commandLine().getErr()).find(model);
    try (Model opened = ModelReader.open(found);
        Predictor predictor = new Predictor(opened, given, device)) {
      predictor.remarks().forEach(remark -> spec.commandLine().getErr().println("note: " + remark));
      List<Predictor.Prediction> predictions = predictor.predict(images);
      PrintWriter out = spec.commandLine().getOut();
      if (format.json) {
        out.println(json(predictor.classNames(), predictions));
      } else if (format.csv) {
        out.print(csv(predictor.classNames(), predictions));
      } else {
        table(out, predictor.classNames(), predictions);
      }
      out.flush();
    }
    return 0;
  }

  private Predictor.Overrides overrides() {
    Optional<int[]> sides = Optional.ofNullable(size).map(PredictCommand::sides);
    List<String> names =
        classes == null
            ? List.of()
            : Arrays.stream(classes.split(",", -1)).map(String::strip).toList();
    return new Predictor.Overrides(
        sides.map(each -> each[0]),
        sides.map(each -> each[1]),
        Optional.ofNullable(scaling).map(Scaling::of),
        names);
  }

  private static int[] sides(String text) {
    if (!text.matches("[1-9]\\d{0,4}(x[1-9]\\d{0,4})?")) {
      throw new ThoraxException(
          "Expected --size N or HxW in pixels, e.g. 256 or 320x256, found '" + text + "'.");
    }
    String[] parts = text.split("x", -1);
    int height = Integer.parseInt(parts[0]);
    return new int[] {height, parts.length == 1 ? height : Integer.parseInt(parts[1])};
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

  private static String json(List<String> classNames, List<Predictor.Prediction> predictions)
      throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode list = mapper.createArrayNode();
    for (Predictor.Prediction prediction : predictions) {
      ObjectNode item = list.addObject().put("image", prediction.image().toString());
      ObjectNode probabilities = item.putObject("probabilities");
      for (int i = 0; i < classNames.size(); i++) {
        probabilities.put(classNames.get(i), prediction.probabilities().get(i));
      }
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(list);
  }
}
