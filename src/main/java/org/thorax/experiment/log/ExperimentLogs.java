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

/** The logs of a project: runs that were published, runs not published yet, re-evaluations. */
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

  /** One of the four files, which need not exist. */
  public ExperimentLog log(LogFile file) {
    return new ExperimentLog(folder.resolve(file.fileName()));
  }

  /**
   * The runs of these files in their order.
   *
   * @param unreadable receives entries of unknown form, which are skipped
   * @throws ThoraxException naming a file that is corrupt
   */
  public List<LoggedRun> runs(List<LogFile> files, Consumer<String> unreadable) {
    List<LoggedRun> runs = new ArrayList<>();
    for (LogFile file : files) {
      log(file).entries(unreadable).forEach(entry -> runs.add(LoggedRun.of(file, entry)));
    }
    return runs;
  }

  /**
   * The one run that {@code given} names: an id, the beginning of one, or a name, whose newest
   * version is meant. Published ones come first.
   *
   * @throws ThoraxException when there is none, or the beginning of the id fits several
   */
  public LoggedRun require(String given) {
    return require(given, List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED));
  }

  /** The same within these files. */
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
   * @throws ThoraxException naming the log that is corrupt or the folder that cannot be written
   */
  public void requireWritable() {
    published.trees();
    LogLock.holding(unvalidated.file(), unvalidated::trees);
  }

  /** The entry with that id, looked up among the published ones first. */
  public Optional<ExperimentEntry> findById(String id) {
    return published.findById(id).or(() -> unvalidated.findById(id));
  }

  /** The entry with that name and version, looked up among the published ones first. */
  public Optional<ExperimentEntry> findByName(String name, String version) {
    return published.findByName(name, version).or(() -> unvalidated.findByName(name, version));
  }

  /**
   * Appends a new run to the unvalidated log. Its version becomes "1", or one more than the highest
   * of its name in either log.
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
