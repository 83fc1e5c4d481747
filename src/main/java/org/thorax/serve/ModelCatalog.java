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
import org.thorax.network.ModelContract;
import org.thorax.network.ModelFile;

/**
 * The classifiers that Thorax wrote below a folder: {@code <experiment>/<experiment>_<stamp>}, or
 * directly in it. Requests name one by its id; no path is ever made from what they say.
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
   * @param id its folder's name
   * @param path its folder
   * @param contract what it says about itself
   */
  record Item(String id, Path path, ModelContract contract) {}

  ModelCatalog(Path folder) {
    this.folder = folder;
  }

  /** All models, newest first by the stamp in their names. */
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
    for (Path path : savedModels()) {
      item(path).ifPresent(item -> found.putIfAbsent(item.id(), item));
    }
    List<Item> sorted = new ArrayList<>(found.values());
    sorted.sort(Comparator.comparing(ModelCatalog::stamp).reversed().thenComparing(Item::id));
    return List.copyOf(sorted);
  }

  private List<Path> savedModels() {
    try (Stream<Path> all = Files.walk(folder, DEPTH)) {
      return all.filter(path -> Files.isRegularFile(path.resolve("saved_model.pb")))
          .sorted()
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new ThoraxException("Cannot list " + folder + ": " + e + "; check read access.", e);
    }
  }

  /** A model that says all that is needed to ask it; a damaged one is left out. */
  private static Optional<Item> item(Path path) {
    try {
      return ModelFile.read(path)
          .map(
              file ->
                  new Item(path.toAbsolutePath().getFileName().toString(), path, file.contract()))
          .filter(item -> !item.contract().classNames().isEmpty())
          .filter(item -> item.contract().scaling().isPresent());
    } catch (ThoraxException e) {
      return Optional.empty();
    }
  }

  private static String stamp(Item item) {
    return item.id().replaceFirst("^.*_(\\d{8}-\\d{6})$", "$1");
  }
}
