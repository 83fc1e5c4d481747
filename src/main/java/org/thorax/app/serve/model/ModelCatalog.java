package org.thorax.app.serve.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.app.serve.http.Problem;
import org.thorax.app.serve.http.SafeText;
import org.thorax.experiment.config.NearestName;

/**
 * The classifiers in a folder, {@code <experiment>/<model>} or directly in it, and the ensemble
 * files there. Requests name one by its id; no path is ever built from a request.
 */
public final class ModelCatalog {
  private static final long FRESH_NANOS = 2_000_000_000L;
  private static final int DEPTH = 2;

  private final Path folder;
  private final LoggedRuns logged;
  private final Map<Path, String> failures = new LinkedHashMap<>();
  private Listing listing = new Listing(List.of(), List.of());
  private long listedAt;
  private boolean listed;

  /**
   * A model that cannot be used.
   *
   * @param id as it would be listed
   * @param path its folder or file
   * @param reason one line
   */
  public record Unavailable(String id, Path path, String reason) {}

  /**
   * The content of the folder.
   *
   * @param items newest first by the time in their names or else of their files, then the ensembles
   * @param unavailable by name
   */
  public record Listing(List<ModelItem> items, List<Unavailable> unavailable) {
    public Listing {
      items = List.copyOf(items);
      unavailable = List.copyOf(unavailable);
    }
  }

  /**
   * A catalog.
   *
   * @param logged contracts of models without metadata, from the logs
   */
  public ModelCatalog(Path folder, LoggedRuns logged) {
    this.folder = folder;
    this.logged = logged;
  }

  /** The models that can be used. */
  public List<ModelItem> items() {
    return listing().items();
  }

  /** The current content, at most two seconds old. */
  public synchronized Listing listing() {
    if (!listed || System.nanoTime() - listedAt > FRESH_NANOS) {
      listing = list();
      listedAt = System.nanoTime();
      listed = true;
    }
    return listing;
  }

  /**
   * The model of that id.
   *
   * @throws Problem 404 if there is none, 422 if it cannot be used
   */
  public ModelItem find(String id) {
    Listing now = listing();
    for (Unavailable each : now.unavailable()) {
      if (each.id().equals(id)) {
        throw new Problem(422, "The model '" + id + "' cannot be used: " + each.reason());
      }
    }
    return now.items().stream()
        .filter(item -> item.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                    404,
                    "There is no model '"
                        + SafeText.of(id)
                        + "' on this server"
                        + near(id, now)
                        + "; choose another, /api/v1/models lists them."));
  }

  private static String near(String id, Listing now) {
    List<String> known = now.items().stream().map(ModelItem::id).toList();
    return NearestName.of(id, known)
        .map(name -> " (did you mean '%s'?)".formatted(name))
        .orElse("");
  }

  /** A loader that lists a model as unavailable if loading fails, until its file changes. */
  public Function<ModelItem, ServedModel> loading(Function<ModelItem, ServedModel> loader) {
    return item -> {
      try {
        return loader.apply(item);
      } catch (ThoraxException e) {
        String reason = withoutFolders(e.getMessage());
        failed(item, reason);
        throw new ThoraxException(reason, e);
      }
    };
  }

  private synchronized void failed(ModelItem item, String reason) {
    failures.put(item.path(), item.changed() + " " + reason);
    listed = false;
  }

  private Listing list() {
    Map<String, ModelItem> found = new LinkedHashMap<>();
    List<Unavailable> unavailable = new ArrayList<>();
    for (Path path : candidates()) {
      String id = found.containsKey(ModelItem.stem(path)) ? distinct(path) : ModelItem.stem(path);
      try {
        ModelItem item = ModelItem.of(id, path, logged);
        requireLoadable(item);
        found.put(id, item);
      } catch (ThoraxException e) {
        unavailable.add(new Unavailable(id, path, withoutFolders(e.getMessage())));
      }
    }
    List<ModelItem> sorted = new ArrayList<>(found.values());
    sorted.sort(
        Comparator.comparing(ModelItem::ensemble)
            .thenComparing(Comparator.comparing(ModelItem::moment).reversed())
            .thenComparing(ModelItem::id));
    return new Listing(sorted, unavailable);
  }

  private void requireLoadable(ModelItem item) {
    String failure = failures.getOrDefault(item.path(), "");
    String stamp = item.changed() + " ";
    if (failure.startsWith(stamp)) {
      throw new ThoraxException(failure.substring(stamp.length()));
    }
  }

  /** Two experiments may have files of the same name. */
  private String distinct(Path path) {
    return folder.relativize(path).toString().replace('\\', '/');
  }

  /** Clients need not know the paths on the machine. */
  private String withoutFolders(String words) {
    String relative = folder + "/";
    String absolute = folder.toAbsolutePath().normalize() + "/";
    return words.replace(absolute, "").replace(relative, "");
  }

  /** A Keras file next to a SavedModel of the same name is the same model and is not listed. */
  private List<Path> candidates() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder, DEPTH)) {
      return all.filter(ModelItem::isOne)
          .filter(path -> !ModelItem.hasSavedModel(path))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new FileException("Cannot list " + folder + ": " + e + "; check read access.", e);
    }
  }
}
