package org.thorax.experiment.log;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * What deleting a run takes away: files below the models' folder, never others, and the entry.
 *
 * @param run the run, found in the published log first
 * @param paths files and folders that are there
 * @param missing files that the entry names and that are not there
 */
public record Deletion(LoggedRun run, List<Path> paths, List<Path> missing) {
  /** How much of {@code models/<experiment>/} goes with the entry. */
  public enum Scope {
    /** Nothing. */
    ENTRY,
    /** The Keras file that the entry names, as in the Python project. */
    FILE,
    /** The Keras file and the SavedModel next to it. */
    MODEL,
    /** The experiment's folder with checkpoints, tables and TensorBoard's files. */
    FOLDER
  }

  /** Copies the lists. */
  public Deletion {
    paths = List.copyOf(paths);
    missing = List.copyOf(missing);
  }

  /**
   * Finds out what would go.
   *
   * @param given an id, the beginning of one, or a name
   * @throws ThoraxException when there is no such run, when its files would lie outside of {@code
   *     modelsDir}, and when other runs share the folder that would go
   */
  public static Deletion plan(ExperimentLogs logs, Path modelsDir, String given, Scope scope) {
    LoggedRun run = logs.require(given);
    Path folder = below(modelsDir, run.entry().name());
    List<Path> wanted = new ArrayList<>();
    switch (scope) {
      case ENTRY -> {}
      case FILE -> wanted.add(below(folder, run.entry().filename()));
      case MODEL -> {
        wanted.add(below(folder, run.entry().filename()));
        wanted.add(below(folder, run.entry().filename().replaceFirst("\\.h5$", "")));
      }
      case FOLDER -> {
        requireAlone(logs, run, folder);
        wanted.add(folder);
      }
    }
    wanted.forEach(path -> requireWithin(modelsDir, path));
    return new Deletion(
        run,
        wanted.stream().filter(Deletion::there).toList(),
        wanted.stream().filter(path -> !there(path)).toList());
  }

  private static boolean there(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** One name below a folder; a log could say anything. */
  private static Path below(Path folder, String name) {
    boolean plain =
        !name.isBlank()
            && !name.equals(".")
            && !name.equals("..")
            && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == 0);
    if (!plain) {
      throw new ThoraxException(
          "The entry names '%s', which is no name of a file in %s; nothing was deleted, fix the log."
              .formatted(name, folder));
    }
    return folder.resolve(name);
  }

  /** A link in between could lead elsewhere. */
  private static void requireWithin(Path modelsDir, Path path) {
    try {
      Path parent = path.getParent();
      if (Files.exists(parent) && !parent.toRealPath().startsWith(modelsDir.toRealPath())) {
        throw new ThoraxException(
            "%s leads to %s, outside of %s; nothing was deleted."
                .formatted(parent, parent.toRealPath(), modelsDir));
      }
    } catch (IOException e) {
      throw new ThoraxException("Cannot look at " + path + ": " + AtomicFile.reason(e), e);
    }
  }

  private static void requireAlone(ExperimentLogs logs, LoggedRun run, Path folder) {
    long others =
        logs.runs(List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED), unreadable -> {}).stream()
            .filter(other -> other.entry().name().equals(run.entry().name()))
            .filter(other -> !other.entry().id().equals(run.entry().id()))
            .count();
    if (others > 0) {
      throw new ThoraxException(
          "%d other runs in the logs share %s; delete this one's model only, with --files model."
              .formatted(others, folder));
    }
  }

  /** Deletes the files, then the entry: what is interrupted can be done again. */
  public void carryOut(ExperimentLogs logs) {
    paths.forEach(Deletion::delete);
    logs.log(run.log()).remove(run.entry().id());
  }

  private static void delete(Path path) {
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure)
                throws IOException {
              if (failure != null) {
                throw failure;
              }
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new ThoraxException(
          "Cannot delete %s: %s; the entry is still in the log, try again."
              .formatted(path, AtomicFile.reason(e)),
          e);
    }
  }
}
