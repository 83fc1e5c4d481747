package org.thorax.ensemble;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;
import org.thorax.formats.io.UnexpectedFormat;
import org.thorax.inference.ThreeWayScores;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.ModelFile;
import org.thorax.model.keras.ArchitectureFile;
import org.thorax.model.keras.ModelReader;

/**
 * An ensemble's JSON file. Paths of members are relative to it, so that ensemble and members can be
 * moved together.
 */
public final class EnsembleFile {
  private static final int FORMAT = 1;
  private static final int BEGINNING = 256;
  private static final String KIND = "thorax-ensemble";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EnsembleFile() {}

  /** Whether a path is an ensemble file: by its extension, excluding Keras' architecture files. */
  public static boolean isOne(Path path) {
    return path.toString().endsWith(".json")
        && Files.isRegularFile(path)
        && !ArchitectureFile.isOne(path);
  }

  /**
   * Whether a file begins like the output of {@link #write}, so that other files need not be
   * parsed.
   */
  public static boolean beginsAsOne(Path file) {
    if (!isOne(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8).contains(KIND);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Opens a model of any kind; an ensemble is opened as one network.
   *
   * @throws ThoraxException as {@link ModelReader#open}, and if members are missing or do not fit
   *     together
   */
  public static Model open(Path path) {
    return open(path, Optional.empty());
  }

  /**
   * Opens a model with a separate weights file.
   *
   * @param weights as in {@link ModelReader#open(Path, Optional)}
   */
  public static Model open(Path path, Optional<Path> weights) {
    return isOne(path) && weights.isEmpty() ? open(read(path)) : ModelReader.open(path, weights);
  }

  /**
   * Opens a model of any kind for evaluation or prediction: a model with three outputs per class
   * gives one score per class.
   */
  public static Model openClassifier(Path path) {
    return openClassifier(path, Optional.empty());
  }

  /**
   * Opens such a model with a separate weights file.
   *
   * @param weights as in {@link ModelReader#open(Path, Optional)}
   */
  public static Model openClassifier(Path path, Optional<Path> weights) {
    return isOne(path) && weights.isEmpty()
        ? open(read(path))
        : ThreeWayScores.of(ModelReader.open(path, weights));
  }

  /** The network of an ensemble; owns the open files of its members. */
  public static Model open(Ensemble ensemble) {
    List<Model> members = openMembers(ensemble);
    try {
      return merged(ensemble, members);
    } catch (RuntimeException | Error e) {
      members.forEach(Model::close);
      throw e;
    }
  }

  /** Opens all members of an ensemble, each with one score per class, or none. */
  public static List<Model> openMembers(Ensemble ensemble) {
    List<Model> opened = new ArrayList<>();
    try {
      for (Ensemble.Member member : ensemble.members()) {
        opened.add(ThreeWayScores.of(ModelReader.open(member.model())));
      }
      return opened;
    } catch (RuntimeException | Error e) {
      opened.forEach(Model::close);
      throw e;
    }
  }

  /**
   * The network of an ensemble with open members.
   *
   * @param members in the ensemble's order; the network owns them after it is created
   * @throws ThoraxException if they do not fit together
   */
  public static Model merged(Ensemble ensemble, List<Model> members) {
    return named(MergedNetwork.of(ensemble.name(), members, ensemble.combination()), ensemble);
  }

  /**
   * The contract of an ensemble's network, without reading its members' graphs and weights.
   *
   * @return empty if a member does not specify its classes or its scaling
   * @throws ThoraxException if a member's contract cannot be read
   */
  public static Optional<ModelContract> contract(Ensemble ensemble) {
    List<ModelContract> members = new ArrayList<>();
    for (Ensemble.Member member : ensemble.members()) {
      ModelFile.read(member.model())
          .map(ModelFile::contract)
          .filter(each -> each.scaling().isPresent() && !each.classNames().isEmpty())
          .ifPresent(members::add);
    }
    return members.size() == ensemble.members().size()
        ? Optional.of(
            MergedNetwork.contract(ensemble.name(), members).withClassNames(ensemble.classNames()))
        : Optional.empty();
  }

  private static Model named(Model merged, Ensemble ensemble) {
    ModelContract contract = merged.contract();
    if (!contract.classNames().equals(ensemble.classNames())) {
      throw new DataException(
          "The ensemble '%s' was made for the classes %s, but its first member has %s; make the ensemble again."
              .formatted(
                  ensemble.name(),
                  String.join(", ", ensemble.classNames()),
                  String.join(", ", contract.classNames())));
    }
    return merged;
  }

  /** Writes an ensemble file completely or not at all. */
  public static void write(Ensemble ensemble, Path file) {
    ObjectNode root = MAPPER.createObjectNode().put("kind", KIND).put("format", FORMAT);
    root.put("name", ensemble.name());
    ensemble.classNames().forEach(root.putArray("class_names")::add);
    Path folder = file.toAbsolutePath().normalize().getParent();
    for (Ensemble.Member member : ensemble.members()) {
      Path model = member.model().toAbsolutePath().normalize();
      String named =
          model.getRoot().equals(folder.getRoot())
              ? folder.relativize(model).toString()
              : model.toString();
      root.withArray("members")
          .addObject()
          .put("model", named.replace('\\', '/'))
          .put("title", member.title());
    }
    root.set("combination", CombinationJson.write(ensemble.combination()));
    ensemble.fit().ifPresent(fit -> root.set("fit", fit(fit)));
    AtomicFile.write(
        file, out -> out.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root)));
  }

  private static ObjectNode fit(FitReport fit) {
    ObjectNode node = MAPPER.createObjectNode().put("method", fit.method());
    node.put("on", fit.on().orElse(null)).put("valued_on", fit.values().set());
    node.put("benchmark", fit.benchmark()).put("criterion", fit.values().criterion());
    node.put("value", fit.values().ensemble());
    fit.values().members().forEach(node.putArray("member_values")::add);
    return node.put("samples", fit.values().samples()).put("seed", fit.seed());
  }

  /**
   * Reads an ensemble file.
   *
   * @throws ThoraxException naming the file and what is invalid
   */
  public static Ensemble read(Path file) {
    UnexpectedFormat.of(file)
        .ifPresent(
            what -> {
              throw new DataException(file + " " + what + ".");
            });
    try {
      JsonNode root = MAPPER.readTree(file.toFile());
      if (!root.path("kind").asText().equals(KIND) || root.path("format").asInt() != FORMAT) {
        throw new DataException(
            "Expected an ensemble (\"kind\": \"%s\", \"format\": %d), found another JSON file; make one with 'thorax ensemble fit'."
                .formatted(KIND, FORMAT));
      }
      Path folder = file.toAbsolutePath().getParent();
      List<Ensemble.Member> members = new ArrayList<>();
      for (JsonNode member : root.path("members")) {
        Path model = folder.resolve(member.path("model").asText()).normalize();
        if (!Files.exists(model)) {
          throw new DataException(
              "Its member %s (%s) is missing; put it back or make the ensemble again."
                  .formatted(model, member.path("title").asText()));
        }
        members.add(new Ensemble.Member(model, member.path("title").asText()));
      }
      List<String> classNames = new ArrayList<>();
      root.path("class_names").forEach(name -> classNames.add(name.asText()));
      return new Ensemble(
          root.path("name").asText(),
          classNames,
          members,
          CombinationJson.read(root.path("combination")),
          Optional.of(root.path("fit")).filter(JsonNode::isObject).map(EnsembleFile::fit));
    } catch (ThoraxException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be read (%s); make the ensemble again."
              .formatted(
                  file, String.valueOf(e.getMessage()).lines().findFirst().orElse("no JSON")),
          e);
    }
  }

  private static FitReport fit(JsonNode node) {
    List<Double> values = new ArrayList<>();
    node.path("member_values").forEach(value -> values.add(value.asDouble()));
    return new FitReport(
        node.path("method").asText(),
        Optional.of(node.path("on")).filter(JsonNode::isTextual).map(JsonNode::asText),
        node.path("benchmark").asText(),
        new FitReport.Values(
            node.path("valued_on").asText(),
            node.path("samples").asInt(),
            node.path("criterion").asText(),
            node.path("value").asDouble(),
            values),
        node.path("seed").asLong());
  }
}
