package org.thorax.app.serve.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.experiment.registry.EntryContract;
import org.thorax.model.ModelContract;

/** The entries of both logs, read again when a file changes. */
public final class LoggedRuns {
  private static final List<LogFile> FILES = List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED);

  private final ExperimentLogs logs;
  private final Path modelsDir;
  private Map<String, LoggedRun> runs = Map.of();
  private List<String> stamps = List.of("never read");

  public LoggedRuns(Path logsDir, Path modelsDir) {
    this.logs = new ExperimentLogs(logsDir);
    this.modelsDir = modelsDir;
  }

  /** All runs by a unique key: their id, numbered if it occurs twice. */
  public synchronized Map<String, LoggedRun> all() {
    List<String> now = FILES.stream().map(file -> stamp(logs.log(file).file())).toList();
    if (!now.equals(stamps)) {
      Map<String, LoggedRun> read = new LinkedHashMap<>();
      for (LoggedRun run : logs.runs(FILES, unreadable -> {})) {
        String key = run.entry().id();
        for (int i = 2; read.containsKey(key); i++) {
          key = run.entry().id() + "." + i;
        }
        read.put(key, run);
      }
      runs = read;
      stamps = now;
    }
    return runs;
  }

  /**
   * The log's contract of a model file.
   *
   * @param stem the file's name without extension
   * @throws org.thorax.ThoraxException if its run's entry does not specify enough
   */
  Optional<ModelContract> contract(String stem) {
    return EntryContract.run(List.copyOf(all().values()), stem)
        .map(run -> EntryContract.of(run, modelsDir));
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      return "missing";
    }
  }
}
