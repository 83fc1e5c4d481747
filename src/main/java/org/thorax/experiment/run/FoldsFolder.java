package org.thorax.experiment.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * The folder of a cross-validation, {@code models/<experiment>} with {@code Folds5} in its name:
 * the predictions of all folds, the list of their models, and output of the runs.
 *
 * @param folder the folder
 */
public record FoldsFolder(Path folder) {
  private static final String KIND = "thorax-folds";
  private static final String LIST = "folds.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A finished cross-validation.
   *
   * @param benchmark the name of all runs, with {@code Folds5} in front
   * @param architecture the network's
   * @param data the data set's folder
   * @param runs in the order of the folds
   */
  public record Content(String benchmark, String architecture, String data, List<FoldRun> runs) {
    /** Copies the list. */
    public Content {
      runs = List.copyOf(runs);
    }
  }

  /**
   * The folder of that name or path.
   *
   * @param modelsDir where experiments are
   */
  public static FoldsFolder of(String named, Path modelsDir) {
    Path path = Path.of(named);
    return new FoldsFolder(Files.isDirectory(path) ? path : modelsDir.resolve(named));
  }

  /** The out-of-fold predictions of all images. */
  public Path predictions() {
    return folder.resolve("out-of-fold.csv");
  }

  /** Removes the list and the predictions of a finished cross-validation, not its models. */
  public void discard() {
    try {
      Files.deleteIfExists(folder.resolve(LIST));
      Files.deleteIfExists(predictions());
    } catch (IOException e) {
      throw new FileException(
          "Cannot delete the earlier result in %s: %s; check write access."
              .formatted(folder, AtomicFile.reason(e)),
          e);
    }
  }

  /** Writes the list of models, by paths relative to the folder. */
  void write(Content content) {
    ObjectNode root = JSON.createObjectNode().put("kind", KIND);
    root.put("benchmark", content.benchmark());
    root.put("architecture", content.architecture());
    root.put("data", content.data());
    Path base = folder.toAbsolutePath().normalize();
    for (FoldRun run : content.runs()) {
      Path model = base.relativize(run.model().toAbsolutePath().normalize());
      root.withArray("folds")
          .addObject()
          .put("fold", run.number())
          .put("id", run.id())
          .put("model", model.toString().replace('\\', '/'));
    }
    AtomicFile.write(folder.resolve(LIST), root.toPrettyString() + "\n");
  }

  /**
   * The finished cross-validation in this folder.
   *
   * @throws ThoraxException if there is none
   */
  public Content require() {
    return content()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "folds",
                    "Expected the folder of a finished cross-validation, found no list of models in %s; finish the `folds` first, or name their folder."
                        .formatted(folder)));
  }

  /** The finished cross-validation in this folder; empty if there is none. */
  public Optional<Content> content() {
    Path file = folder.resolve(LIST);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(file.toFile());
      return Optional.of(root).filter(it -> it.path("kind").asText().equals(KIND)).map(this::read);
    } catch (IOException e) {
      throw new FileException("Cannot read " + file + ": " + AtomicFile.reason(e), e);
    }
  }

  private Content read(JsonNode root) {
    List<FoldRun> runs = new ArrayList<>();
    for (JsonNode run : root.path("folds")) {
      Path model = folder.resolve(run.path("model").asText()).normalize();
      runs.add(new FoldRun(run.path("fold").asInt(), run.path("id").asText(), model));
    }
    return new Content(
        root.path("benchmark").asText(),
        root.path("architecture").asText(),
        root.path("data").asText(),
        runs);
  }
}
