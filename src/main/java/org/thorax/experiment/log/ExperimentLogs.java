package org.thorax.experiment.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.thorax.ThoraxException;

/** The logs of a project: published runs, unpublished runs, re-evaluations. */
public final class ExperimentLogs {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final Path folder;
  private final ExperimentLog published;
  private final ExperimentLog unvalidated;

  /** The logs in {@code folder}, usually {@code logs}. */
  public ExperimentLogs(Path folder) {
    this.folder = folder;
    this.published = log(LogFile.PUBLISHED);
    this.unvalidated = log(LogFile.UNVALIDATED);
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** One of the four files, which does not have to exist. */
  public ExperimentLog log(LogFile file) {
    return new ExperimentLog(folder.resolve(file.fileName()));
  }

  /**
   * The runs of these files in their order.
   *
   * @param unreadable receives entries with an unknown schema, which are skipped
   * @throws ThoraxException naming a corrupt file
   */
  public List<LoggedRun> runs(List<LogFile> files, Consumer<String> unreadable) {
    List<LoggedRun> runs = new ArrayList<>();
    for (LogFile file : files) {
      log(file).entries(unreadable).forEach(entry -> runs.add(LoggedRun.of(file, entry)));
    }
    return runs;
  }

  /**
   * The run that {@code given} names: an id, a prefix of one, or a name, of which the newest
   * version is taken. Published runs come first.
   *
   * @throws ThoraxException if there is none, or the prefix of the id is ambiguous
   */
  public LoggedRun require(String given) {
    return require(given, List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED));
  }

  /** Finds it in these files. */
  public LoggedRun require(String given, List<LogFile> files) {
    return RunLookup.of(runs(files, unreadable -> {}), given, folder);
  }

  /** {@code experiment-log.json}. */
  public ExperimentLog published() {
    return published;
  }

  /** {@code unvalidated-experiment-log.json}, to which new runs are appended. */
  public ExperimentLog unvalidated() {
    return unvalidated;
  }

  /**
   * Checks before a run that its entry can be appended afterwards.
   *
   * @throws ThoraxException naming the corrupt log or the folder that cannot be written
   */
  public void requireWritable() {
    published.trees();
    LogLock.holding(unvalidated.file(), unvalidated::trees);
  }

  /** The entry with that id; published entries come first. */
  public Optional<ExperimentEntry> findById(String id) {
    return published.findById(id).or(() -> unvalidated.findById(id));
  }

  /** The entry with that name and version; published entries come first. */
  public Optional<ExperimentEntry> findByName(String name, String version) {
    return published.findByName(name, version).or(() -> unvalidated.findByName(name, version));
  }

  /**
   * Appends a new run to the unvalidated log. Its version becomes "1", or one more than the highest
   * version of its name in both logs.
   *
   * @return the entry as written
   */
  public ExperimentEntry append(ExperimentEntry entry) {
    return unvalidated.append(
        present -> {
          List<JsonNode> all = new ArrayList<>(published.trees());
          all.addAll(present);
          return entry.withVersion(nextVersion(entry.name(), all));
        });
  }

  private static String nextVersion(String name, List<JsonNode> entries) {
    OptionalLong highest =
        entries.stream()
            .filter(tree -> ExperimentLog.has(tree, "name", name))
            .map(tree -> tree.path("version").asText())
            .mapToLong(version -> NUMBER.matcher(version).matches() ? Long.parseLong(version) : 0)
            .max();
    return String.valueOf(highest.orElse(0) + 1);
  }
}
