package org.thorax.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.thorax.FileException;

/**
 * The file {@code assets.extra/thorax.json} of a SavedModel: the model's contract, and Keras
 * settings that a graph in inference mode does not have. Next to it, {@code labels.txt} has the
 * classes, one per line, {@code keras_config.json} the layers as Keras' JSON, and {@code
 * template-frontal.png} and {@code template-lateral.png} the templates of the crop.
 *
 * @param modelName the Keras model's name
 * @param contract the contract
 * @param inTraining momentum and variance rule of each batch norm, and positions of the dropouts
 * @param frozen names of the variables that are not trained only because they were frozen; empty in
 *     files of early versions of Thorax
 */
public record ModelFile(
    String modelName,
    ModelContract contract,
    TrainingLayers inTraining,
    Optional<Set<String>> frozen) {
  private static final Path FOLDER = Path.of("assets.extra");
  private static final String FILE = "thorax.json";
  private static final String KERAS_CONFIG = "keras_config.json";
  private static final int FORMAT = 1;

  /** Copies the names. */
  public ModelFile {
    frozen = frozen.map(Set::copyOf);
  }

  /** The batch norm of that layer. */
  public Optional<BatchNorm> batchNorm(String layer) {
    return inTraining.batchNorms().stream().filter(norm -> norm.layer().equals(layer)).findFirst();
  }

  /** Whether Thorax wrote that SavedModel. */
  public static boolean isIn(Path savedModel) {
    return Files.isRegularFile(savedModel.resolve(FOLDER).resolve(FILE));
  }

  /** Reads the file of a SavedModel's folder; empty for a SavedModel of another program. */
  public static Optional<ModelFile> read(Path savedModel) {
    Path file = savedModel.resolve(FOLDER).resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode root = new ObjectMapper().readTree(file.toFile());
      return Optional.of(fromJson(root, templates(root, savedModel.resolve(FOLDER))));
    } catch (IOException | IllegalArgumentException e) {
      throw new FileException(
          file
              + " is damaged ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("empty")
              + "); copy the model again.",
          e);
    }
  }

  /** Keras' JSON of a SavedModel's layers, if they were known when Thorax wrote it. */
  public static Optional<String> kerasConfig(Path savedModel) {
    Path file = savedModel.resolve(FOLDER).resolve(KERAS_CONFIG);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new FileException(
          "Cannot read " + file + ": " + e.getMessage() + "; copy the model again.", e);
    }
  }

  /**
   * The model's compilation, if Thorax saved it with the SavedModel.
   *
   * @param variables the model's
   */
  public static Optional<Compilation> compilation(Path savedModel, List<Variable> variables) {
    return CompilationFile.read(savedModel, variables);
  }

  void write(Path savedModel, Optional<String> kerasConfig) throws IOException {
    Path folder = Files.createDirectories(savedModel.resolve(FOLDER));
    Files.writeString(folder.resolve(FILE), json());
    if (kerasConfig.isPresent()) {
      Files.writeString(folder.resolve(KERAS_CONFIG), kerasConfig.get());
    }
    for (Map.Entry<String, String> each : contract.images().preparation().templates().entrySet()) {
      byte[] png = Base64.getDecoder().decode(each.getValue());
      Files.write(folder.resolve(template(each.getKey())), png);
    }
    if (!contract.classNames().isEmpty()) {
      Files.writeString(
          folder.resolve("labels.txt"), String.join("\n", contract.classNames()) + "\n");
    }
  }

  private static String template(String view) {
    return "template-" + view + ".png";
  }

  private static Map<String, String> templates(JsonNode root, Path folder) throws IOException {
    Map<String, String> templates = new TreeMap<>();
    for (JsonNode view : root.path("templates")) {
      if (!view.asText().matches("[a-z]+")) {
        throw new IllegalArgumentException("there is no view " + view);
      }
      byte[] png = Files.readAllBytes(folder.resolve(template(view.asText())));
      templates.put(view.asText(), Base64.getEncoder().encodeToString(png));
    }
    return templates;
  }

  private String json() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode().put("format", FORMAT).put("model_name", modelName);
    root.put("architecture", contract.architecture());
    root.put("scaling", contract.scaling().map(Scaling::token).orElse(null));
    root.put("height", contract.images().height().orElse(null));
    root.put("width", contract.images().width().orElse(null));
    contract.classNames().forEach(root.putArray("class_names")::add);
    root.put("cropped", contract.images().preparation().cropped());
    contract
        .images()
        .preparation()
        .transformations()
        .forEach(root.putArray("transformations")::add);
    new TreeSet<>(contract.images().preparation().templates().keySet())
        .forEach(root.putArray("templates")::add);
    contract.activation().ifPresent(its -> root.put("activation", its.token()));
    contract.provenance().ifPresent(its -> put(its, root.putObject("provenance")));
    ArrayNode norms = root.putArray("batch_norms");
    for (BatchNorm norm : inTraining.batchNorms()) {
      norms
          .addObject()
          .put("node", norm.node())
          .put("moving_mean", norm.moving().mean())
          .put("moving_variance", norm.moving().variance())
          .put("momentum", norm.momentum())
          .put("bessel_corrected", norm.besselCorrected())
          .put("trainable", norm.trainable())
          .put("inference_mode", norm.inferenceMode());
    }
    ArrayNode drops = root.putArray("dropouts");
    for (DropoutNode dropout : inTraining.dropouts()) {
      drops
          .addObject()
          .put("node", dropout.node())
          .put("rate", dropout.rate())
          .put("spatial", dropout.spatial());
    }
    new TreeSet<>(frozen.orElse(Set.of())).forEach(root.putArray("frozen_variables")::add);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void put(Provenance provenance, ObjectNode node) {
    node.put("benchmark", provenance.benchmark());
    node.put("data_fingerprint", provenance.dataFingerprint());
    ObjectNode versions = node.putObject("versions");
    provenance.versions().forEach(versions::put);
    provenance
        .films()
        .ifPresent(
            films ->
                node.putObject("dicom_films")
                    .put("count", films.count())
                    .put("window_of_the_file", films.windowed())
                    .put("whole_range", films.count() - films.windowed()));
  }

  private static Optional<Provenance.Films> films(JsonNode node) {
    return node.isObject()
        ? Optional.of(
            new Provenance.Films(
                node.path("count").asInt(), node.path("window_of_the_file").asInt()))
        : Optional.empty();
  }

  private static Optional<Provenance> provenance(JsonNode node) {
    if (!node.isObject()) {
      return Optional.empty();
    }
    Map<String, String> versions = new LinkedHashMap<>();
    node.path("versions")
        .properties()
        .forEach(e -> versions.put(e.getKey(), e.getValue().asText()));
    return Optional.of(
        new Provenance(
            node.path("benchmark").asText(),
            node.path("data_fingerprint").asText(),
            versions,
            films(node.path("dicom_films"))));
  }

  private static ModelFile fromJson(JsonNode root, Map<String, String> templates) {
    if (root.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException(
          "expected format " + FORMAT + ", found " + root.path("format"));
    }
    List<BatchNorm> norms = new ArrayList<>();
    for (JsonNode norm : root.path("batch_norms")) {
      norms.add(
          new BatchNorm(
              norm.path("node").asText(),
              new BatchNorm.Moving(
                  norm.path("moving_mean").asText(), norm.path("moving_variance").asText()),
              norm.path("momentum").asDouble(),
              norm.path("bessel_corrected").asBoolean(),
              norm.path("trainable").asBoolean(true),
              norm.path("inference_mode").asBoolean(false)));
    }
    List<DropoutNode> dropouts = new ArrayList<>();
    for (JsonNode drop : root.path("dropouts")) {
      dropouts.add(
          new DropoutNode(
              drop.path("node").asText(),
              drop.path("rate").asDouble(),
              drop.path("spatial").asBoolean()));
    }
    List<String> classNames = new ArrayList<>();
    root.path("class_names").forEach(name -> classNames.add(name.asText()));
    List<String> transformations = new ArrayList<>();
    root.path("transformations").forEach(each -> transformations.add(each.asText()));
    ModelContract contract =
        new ModelContract(
            root.path("architecture").asText(),
            text(root.path("scaling")).map(Scaling::of),
            new ModelContract.TrainingImages(
                number(root.path("height")),
                number(root.path("width")),
                new Preparation(root.path("cropped").asBoolean(), transformations, templates)),
            classNames,
            text(root.path("activation")).map(OutputActivation::of),
            provenance(root.path("provenance")));
    Set<String> frozen = new HashSet<>();
    root.path("frozen_variables").forEach(name -> frozen.add(name.asText()));
    return new ModelFile(
        root.path("model_name").asText(),
        contract,
        new TrainingLayers(norms, dropouts),
        root.has("frozen_variables") ? Optional.of(frozen) : Optional.empty());
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }

  private static Optional<Integer> number(JsonNode node) {
    return node.isInt() ? Optional.of(node.asInt()) : Optional.empty();
  }
}
