package org.thorax.experiment.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentId;
import org.thorax.experiment.log.ExperimentName;
import org.thorax.experiment.log.SaveTime;
import org.thorax.formats.io.AtomicDirectory;
import org.thorax.formats.io.AtomicFile;
import org.thorax.training.TrainingStates;

/**
 * A run's folder {@code models/<experiment>}: {@code resume} contains the saved state of an
 * unfinished run, {@code finished.json} the results of a finished one.
 *
 * @param folder the run's folder
 */
public record RunFolder(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The time in the name of a run's model, and its id; both are chosen once. */
  record Saving(Instant moment, String id) {}

  /** The result of a finished run. */
  public record Finished(String run, String id, Path savedModel) {}

  /**
   * Checks that a run can write here without overwriting foreign files: an earlier run of Thorax
   * wrote here, or the folder contains only downloaded models.
   *
   * @throws ThoraxException naming a file that would be in danger
   */
  void requireRunsOf(ExperimentName name) {
    if (!Files.exists(folder) || isOfThorax()) {
      return;
    }
    try (Stream<Path> all = Files.list(folder)) {
      all.map(path -> path.getFileName().toString())
          .filter(file -> !file.startsWith(name.text() + "_") && !file.equals("resume"))
          .sorted()
          .findFirst()
          .ifPresent(
              file -> {
                throw new ConfigurationException(
                    "models-dir",
                    "%s is not from a run of Thorax, and a run would write there; move it away, or give another `models-dir`, or `run` 2."
                        .formatted(folder.resolve(file)));
              });
    } catch (IOException e) {
      throw new ConfigurationException(
          "models-dir",
          "Cannot list " + folder + ": " + AtomicFile.reason(e) + "; give another `models-dir`.",
          e);
    }
  }

  private boolean isOfThorax() {
    return finished().isPresent()
        || read(commandFile()).isPresent()
        || read(folder.resolve("config.json")).filter(tree -> tree.has("thorax")).isPresent();
  }

  /** Deletes the model of a run's first attempt to save, which will be written again. */
  void discard(Path savedModel) {
    try {
      AtomicDirectory.delete(savedModel);
    } catch (IOException e) {
      throw new FileException(
          "Cannot delete " + savedModel + ": " + AtomicFile.reason(e) + "; check write access.", e);
    }
  }

  /** The folder of saved states. */
  public Path resume() {
    return folder.resolve("resume");
  }

  /** Whether a run can be resumed here. */
  public boolean resumable() {
    return TrainingStates.in(resume());
  }

  /** Whether a run was started here and did not finish. */
  public boolean unfinished() {
    return Files.isRegularFile(commandFile());
  }

  /** The unfinished runs in {@code modelsDir}. */
  public static List<RunFolder> unfinished(Path modelsDir) {
    if (!Files.isDirectory(modelsDir)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(modelsDir)) {
      return all.sorted().map(RunFolder::new).filter(RunFolder::unfinished).toList();
    } catch (IOException e) {
      throw new FileException(
          "Cannot list " + modelsDir + ": " + AtomicFile.reason(e) + "; check read access.", e);
    }
  }

  private Path commandFile() {
    return resume().resolve("command.json");
  }

  /** Saves the arguments that started the run. */
  void keepCommand(List<String> command) {
    ObjectNode tree = JSON.createObjectNode();
    command.forEach(tree.putArray("train")::add);
    tree.put("folder", Path.of("").toAbsolutePath().toString());
    write(commandFile(), tree);
  }

  /**
   * The arguments that started the run.
   *
   * @throws ThoraxException if there is no unfinished run here, or if it was started in another
   *     folder
   */
  public List<String> command() {
    JsonNode tree =
        read(commandFile())
            .orElseThrow(
                () ->
                    new FileException(
                        "Expected an unfinished run in %s, found none.".formatted(folder)));
    Path here = Path.of("").toAbsolutePath();
    if (!Path.of(tree.path("folder").asText()).equals(here)) {
      throw new FileException(
          "The run in %s was started in %s, and its paths count from there; resume it there."
              .formatted(folder, tree.path("folder").asText()));
    }
    List<String> command = new ArrayList<>();
    tree.path("train").forEach(each -> command.add(each.asText()));
    return command;
  }

  /** Time and id of the model that is being saved: new ones, or those of the first attempt. */
  Saving saving(ExperimentName name) {
    Path file = resume().resolve("saving.json");
    Optional<JsonNode> begun = read(file);
    if (begun.isPresent()) {
      return new Saving(
          Instant.parse(begun.get().path("moment").asText()), begun.get().path("id").asText());
    }
    Instant now = SaveTime.claim(folder, name);
    Saving saving = new Saving(now, ExperimentId.at(now));
    write(file, JSON.createObjectNode().put("moment", now.toString()).put("id", saving.id()));
    return saving;
  }

  /** The result of a finished run in this folder. */
  public Optional<Finished> finished() {
    return read(finishedFile())
        .map(
            tree ->
                new Finished(
                    tree.path("run").asText(),
                    tree.path("id").asText(),
                    folder.resolve(tree.path("saved_model").asText())));
  }

  /** Marks the run as finished; it cannot be resumed any more. */
  void finish(Finished finished) {
    write(
        finishedFile(),
        JSON.createObjectNode()
            .put("run", finished.run())
            .put("id", finished.id())
            .put("saved_model", finished.savedModel().getFileName().toString()));
    try {
      AtomicDirectory.delete(resume());
    } catch (IOException e) {
      throw new FileException(
          "Cannot delete " + resume() + ": " + AtomicFile.reason(e) + "; check write access.", e);
    }
  }

  /** Prepares a new run: deletes the state of an earlier run, except the lock that is held. */
  void begin() {
    AtomicFile.delete(finishedFile());
    try (Stream<Path> all = Files.list(resume())) {
      all.filter(path -> !path.equals(lockFile())).forEach(AtomicFile::delete);
    } catch (IOException e) {
      throw new FileException(
          "Cannot list " + resume() + ": " + AtomicFile.reason(e) + "; check read access.", e);
    }
  }

  Path lockFile() {
    return resume().resolve("lock");
  }

  private Path finishedFile() {
    return folder.resolve("finished.json");
  }

  private static void write(Path file, ObjectNode tree) {
    try {
      AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree can always be written", e);
    }
  }

  /** Empty if the file does not exist or is invalid. */
  private static Optional<JsonNode> read(Path file) {
    try {
      return Optional.of(JSON.readTree(file.toFile())).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
