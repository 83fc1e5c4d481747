package org.thorax.app.serve.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.ensemble.Ensemble;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.model.ModelContract;
import org.thorax.model.ModelFile;

/**
 * A model that can be used for prediction.
 *
 * @param id the name of its folder or file without extension
 * @param path its folder, or its file
 * @param contract from the model, or else from the log; the scaling may be missing if only the
 *     opened file specifies it
 * @param logged whether classes and size come from the log
 * @param members titles of an ensemble's members; empty for a model
 * @param changed time of the last change of its file
 */
public record ModelItem(
    String id,
    Path path,
    ModelContract contract,
    boolean logged,
    List<String> members,
    Instant changed) {
  private static final Pattern MOMENT = Pattern.compile("_(\\d{8}-\\d{6})$");
  private static final Pattern KERAS = Pattern.compile("\\.(h5|keras)$");
  private static final DateTimeFormatter AS_IN_NAMES =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  public ModelItem {
    members = List.copyOf(members);
  }

  /** Whether a path looks like a model: a SavedModel, a Keras file, or an ensemble file. */
  static boolean isOne(Path path) {
    return Files.isRegularFile(path.resolve("saved_model.pb"))
        || (isKeras(path) && Files.isRegularFile(path))
        || EnsembleFile.beginsAsOne(path);
  }

  private static boolean isKeras(Path path) {
    return KERAS.matcher(name(path)).find();
  }

  /** Whether a Keras file has a SavedModel of the same name next to it. */
  static boolean hasSavedModel(Path path) {
    return isKeras(path)
        && Files.isRegularFile(path.resolveSibling(stem(path)).resolve("saved_model.pb"));
  }

  /** The name without extension. */
  public static String stem(Path path) {
    return KERAS.matcher(name(path)).replaceFirst("").replaceFirst("\\.json$", "");
  }

  private static String name(Path path) {
    return path.toAbsolutePath().getFileName().toString();
  }

  /**
   * A model with all settings that a prediction needs, from its file or from the logs.
   *
   * @throws ThoraxException saying why it cannot be used
   */
  static ModelItem of(String id, Path path, LoggedRuns runs) {
    Instant changed = changed(path);
    if (EnsembleFile.isOne(path)) {
      return ensemble(id, path, changed);
    }
    Optional<ModelContract> own = ModelFile.read(path).map(ModelFile::contract);
    if (own.filter(ModelItem::complete).isPresent()) {
      return new ModelItem(id, path, own.get(), false, List.of(), changed);
    }
    ModelContract logged =
        runs.contract(stem(path))
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "classes",
                        "It does not specify its classes, and no run of its name is in the logs; call it"
                            + " as its run's id or file, or use 'thorax predict `classes`'."));
    return new ModelItem(id, path, logged, true, List.of(), changed);
  }

  private static boolean complete(ModelContract contract) {
    return !contract.classNames().isEmpty() && contract.scaling().isPresent();
  }

  private static ModelItem ensemble(String id, Path path, Instant changed) {
    Ensemble ensemble = EnsembleFile.read(path);
    List<String> members = ensemble.members().stream().map(Ensemble.Member::title).toList();
    ModelContract contract =
        EnsembleFile.contract(ensemble)
            .orElseThrow(
                () ->
                    new ThoraxException(
                        "A member does not specify its classes or scaling; make the ensemble of models"
                            + " that do."));
    return new ModelItem(id, path, contract, false, members, changed);
  }

  private static Instant changed(Path path) {
    Path graph = path.resolve("saved_model.pb");
    long millis = (Files.exists(graph) ? graph : path).toFile().lastModified();
    return Instant.ofEpochMilli(millis);
  }

  /** Whether it is an ensemble. */
  boolean ensemble() {
    return !members.isEmpty();
  }

  /** The time in its name, or else of its file. */
  String moment() {
    Matcher found = MOMENT.matcher(id);
    return found.find() ? found.group(1) : AS_IN_NAMES.format(changed);
  }
}
