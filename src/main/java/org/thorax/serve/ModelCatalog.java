package org.thorax.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.thorax.ThoraxException;
import org.thorax.ensemble.Ensemble;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.network.ModelContract;
import org.thorax.network.ModelFile;

/**
 * The classifiers that Thorax wrote below a folder: {@code <experiment>/<experiment>_<stamp>}, or
 * directly in it, and the ensembles' files beside them. Requests name one by its id; no path is
 * ever made from what they say.
 */
final class ModelCatalog {
  private static final long FRESH_NANOS = 2_000_000_000L;
  private static final int DEPTH = 2;

  private final Path folder;
  private List<Item> items = List.of();
  private long listedAt;
  private boolean listed;

  /**
   * A model.
   *
   * @param id its folder's name, or its file's without ending
   * @param path its folder, or an ensemble's file
   * @param contract what it says about itself
   * @param members an ensemble's, by their titles; empty for a model
   */
  record Item(String id, Path path, ModelContract contract, List<String> members) {
    /** Whether it is an ensemble. */
    boolean ensemble() {
      return !members.isEmpty();
    }
  }

  ModelCatalog(Path folder) {
    this.folder = folder;
  }

  /** All models, newest first by the stamp in their names, then the ensembles. */
  synchronized List<Item> items() {
    if (!listed || System.nanoTime() - listedAt > FRESH_NANOS) {
      items = list();
      listedAt = System.nanoTime();
      listed = true;
    }
    return items;
  }

  /**
   * The model of that id.
   *
   * @throws Problem 404 when there is none
   */
  Item find(String id) {
    return items().stream()
        .filter(item -> item.id().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new Problem(404, "There is no model '" + Quoted.of(id) + "' on this server."));
  }

  private List<Item> list() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Map<String, Item> found = new LinkedHashMap<>();
    for (Path path : candidates()) {
      item(path).ifPresent(item -> found.putIfAbsent(item.id(), item));
    }
    List<Item> sorted = new ArrayList<>(found.values());
    sorted.sort(
        Comparator.comparing(Item::ensemble)
            .thenComparing(Comparator.comparing(ModelCatalog::stamp).reversed())
            .thenComparing(Item::id));
    return List.copyOf(sorted);
  }

  private List<Path> candidates() {
    try (Stream<Path> all = Files.walk(folder, DEPTH)) {
      return all.filter(
              path ->
                  Files.isRegularFile(path.resolve("saved_model.pb"))
                      || EnsembleFile.beginsAsOne(path))
          .sorted()
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new ThoraxException("Cannot list " + folder + ": " + e + "; check read access.", e);
    }
  }

  /** A model that says all that is needed to ask it; a damaged one is left out. */
  private static Optional<Item> item(Path path) {
    try {
      return EnsembleFile.isOne(path) ? ensemble(path) : model(path);
    } catch (ThoraxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Item> model(Path path) {
    return ModelFile.read(path)
        .map(file -> new Item(name(path), path, file.contract(), List.of()))
        .filter(item -> !item.contract().classNames().isEmpty())
        .filter(item -> item.contract().scaling().isPresent());
  }

  private static Optional<Item> ensemble(Path path) {
    Ensemble ensemble = EnsembleFile.read(path);
    List<String> members = ensemble.members().stream().map(Ensemble.Member::title).toList();
    return EnsembleFile.contract(ensemble)
        .map(
            contract -> new Item(name(path).replaceFirst("\\.json$", ""), path, contract, members));
  }

  private static String name(Path path) {
    return path.toAbsolutePath().getFileName().toString();
  }

  private static String stamp(Item item) {
    return item.id().replaceFirst("^.*_(\\d{8}-\\d{6})$", "$1");
  }
}
