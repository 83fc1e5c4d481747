package org.thorax.experiment.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * A log file {@code {"experiments": [...]}}. It is read and replaced as a whole; changes are made
 * under a lock, so that no entry of another thread or process is lost. A missing file is an empty
 * log; a corrupt file is an error and stays as it is.
 */
public final class ExperimentLog {
  /** The checkpoint of a re-evaluation's entry. */
  public static final String EPOCH = "epoch_model";

  private static final String EXPERIMENTS = "experiments";

  private final Path file;

  /** The log in {@code file}, which does not have to exist. */
  public ExperimentLog(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** The log's file. */
  public Path file() {
    return file;
  }

  /**
   * All entries from oldest to newest.
   *
   * @throws ThoraxException naming the file if it is corrupt or cannot be read
   */
  public List<ExperimentEntry> entries() {
    List<ExperimentEntry> entries = new ArrayList<>();
    trees().forEach(tree -> entries.add(entry(tree)));
    return entries;
  }

  /** All entries with a known schema; messages about the others go to {@code unreadable}. */
  public List<ExperimentEntry> entries(Consumer<String> unreadable) {
    List<ExperimentEntry> entries = new ArrayList<>();
    for (JsonNode tree : trees()) {
      try {
        entries.add(entry(tree));
      } catch (ThoraxException e) {
        unreadable.accept(e.getMessage());
      }
    }
    return entries;
  }

  /** The first entry with that id. */
  public Optional<ExperimentEntry> findById(String id) {
    return first(tree -> has(tree, "id", id));
  }

  /** The first entry with that name and version. */
  public Optional<ExperimentEntry> findByName(String name, String version) {
    return first(tree -> has(tree, "name", name) && has(tree, "version", version));
  }

  /**
   * Appends an entry.
   *
   * @throws ThoraxException if its id is already in the log
   */
  public void append(ExperimentEntry entry) {
    append(ignored -> entry);
  }

  /** Appends the entry that {@code make} derives from the existing ones, under one lock. */
  ExperimentEntry append(Function<List<JsonNode>, ExperimentEntry> make) {
    return LogLock.holding(
        file,
        () -> {
          ObjectNode log = read();
          ArrayNode entries = entries(log);
          List<JsonNode> present = new ArrayList<>();
          entries.forEach(present::add);
          ExperimentEntry entry = make.apply(present);
          if (present.stream().anyMatch(tree -> has(tree, "id", entry.id()))) {
            throw new FileException(
                "Experiment " + entry.id() + " is in " + file + " already; nothing was written.");
          }
          entries.add(entry.toTree());
          write(log);
          return entry;
        });
  }

  /**
   * Replaces the first entry with the id of {@code entry}.
   *
   * @throws ThoraxException if there is none
   */
  public void replace(ExperimentEntry entry) {
    Boolean found =
        LogLock.holding(
            file,
            () -> {
              ObjectNode log = read();
              ArrayNode entries = entries(log);
              for (int i = 0; i < entries.size(); i++) {
                if (has(entries.get(i), "id", entry.id())) {
                  entries.set(i, entry.toTree());
                  write(log);
                  return true;
                }
              }
              return false;
            });
    if (!found) {
      throw new FileException("No experiment " + entry.id() + " in " + file + " to be changed.");
    }
  }

  /**
   * Replaces the entries with the id and checkpoint of {@code entry}, or appends it. For the logs
   * of re-evaluations, in which the original appended, so that some entries occur twice.
   */
  public void put(ExperimentEntry entry) {
    ObjectNode tree = entry.toTree();
    LogLock.holding(
        file,
        () -> {
          ObjectNode log = read();
          ArrayNode entries = entries(log);
          int place = entries.size();
          for (int i = entries.size() - 1; i >= 0; i--) {
            boolean same =
                has(entries.get(i), "id", entry.id())
                    && entries.get(i).path(EPOCH).equals(tree.path(EPOCH));
            if (same) {
              entries.remove(i);
              place = i;
            }
          }
          entries.insert(place, tree);
          write(log);
          return place;
        });
  }

  /**
   * The result of a copy.
   *
   * @param entries number of copied entries
   * @param same whether the bytes equal those of the original
   */
  public record Copy(int entries, boolean same) {}

  /**
   * Writes this log in the layout of Python's JSON to another file, whatever the age of its
   * entries.
   *
   * @throws ThoraxException if this log is missing or corrupt
   */
  public Copy copyTo(Path other) {
    if (!Files.exists(file)) {
      throw new FileException("Expected a log at " + file + ", found nothing; check the path.");
    }
    ObjectNode log = read();
    String text = PythonJson.write(log);
    AtomicFile.write(other, text);
    try {
      return new Copy(entries(log).size(), Files.mismatch(file, other) < 0);
    } catch (IOException e) {
      throw new FileException(
          "Cannot compare " + file + " with " + other + ": " + AtomicFile.reason(e), e);
    }
  }

  /** Whether another file is a log whose entries are all in this one. */
  public boolean holdsAllOf(Path other) {
    return Files.exists(file)
        && new HashSet<>(trees()).containsAll(new ExperimentLog(other).trees());
  }

  /**
   * Removes the first entry with that id.
   *
   * @return whether there was one
   */
  public boolean remove(String id) {
    return LogLock.holding(
        file,
        () -> {
          ObjectNode log = read();
          ArrayNode entries = entries(log);
          for (int i = 0; i < entries.size(); i++) {
            if (has(entries.get(i), "id", id)) {
              entries.remove(i);
              write(log);
              return true;
            }
          }
          return false;
        });
  }

  /**
   * The entries as they are in the file; an old one need not have the current schema.
   *
   * @throws ThoraxException naming the file if it is corrupt or cannot be read
   */
  public List<JsonNode> trees() {
    List<JsonNode> trees = new ArrayList<>();
    entries(read()).forEach(trees::add);
    return trees;
  }

  private Optional<ExperimentEntry> first(Predicate<JsonNode> wanted) {
    return trees().stream().filter(wanted).findFirst().map(this::entry);
  }

  static boolean has(JsonNode tree, String key, String text) {
    return tree.path(key).asText().equals(text);
  }

  private ExperimentEntry entry(JsonNode tree) {
    try {
      return ExperimentEntry.of(tree);
    } catch (ThoraxException e) {
      throw new FileException(file + ": " + e.getMessage(), e);
    }
  }

  /** Writes the whole file; call it only under its lock. */
  void write(ObjectNode log) {
    AtomicFile.write(file, PythonJson.write(log));
  }

  static ArrayNode entries(ObjectNode log) {
    return (ArrayNode) log.get(EXPERIMENTS);
  }

  ObjectNode read() {
    try {
      JsonNode tree = PythonJson.read(Files.readString(file));
      if (tree instanceof ObjectNode log && log.path(EXPERIMENTS).isArray()) {
        return log;
      }
      throw corrupt("it is not {\"experiments\": [...]}", null);
    } catch (NoSuchFileException e) {
      ObjectNode empty = JsonNodeFactory.instance.objectNode();
      empty.putArray(EXPERIMENTS);
      return empty;
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : " in line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw corrupt(firstLine(e.getOriginalMessage()) + place, e);
    } catch (IOException e) {
      throw new FileException(
          "Cannot read "
              + file
              + ": "
              + AtomicFile.reason(e)
              + "; check the folder and read access.",
          e);
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("no JSON");
  }

  private ThoraxException corrupt(String what, IOException cause) {
    return new FileException(
        "The experiment log "
            + file
            + " is corrupt: "
            + what
            + "; nothing was changed. Fix it or"
            + " move it away.",
        cause);
  }
}
