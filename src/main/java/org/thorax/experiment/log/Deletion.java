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
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * The files and the entry that deleting a run removes; never files outside of the models' folder.
 *
 * @param run the run, searched in the published log first
 * @param paths existing files and folders
 * @param missing files of the entry that do not exist
 */
public record Deletion(LoggedRun run, List<Path> paths, List<Path> missing) {
  /** Which files of {@code models/<experiment>/} to delete with the entry. */
  public enum Scope {
    /** None. */
    ENTRY,
    /** The Keras file of the entry, as in the Python project. */
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
   * Plans a deletion.
   *
   * @param given an id, a prefix of one, or a name
   * @throws ThoraxException if there is no such run, if its files would be outside of {@code
   *     modelsDir}, or if other runs share the folder to delete
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

  /** A file name in a folder; a log could contain any path. */
  private static Path below(Path folder, String name) {
    boolean plain =
        !name.isBlank()
            && !name.equals(".")
            && !name.equals("..")
            && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == 0);
    if (!plain) {
      throw new FileException(
          "The entry names '%s', which is no name of a file in %s; nothing was deleted, fix the log."
              .formatted(name, folder));
    }
    return folder.resolve(name);
  }

  /** A link on the path could lead elsewhere. */
  private static void requireWithin(Path modelsDir, Path path) {
    try {
      Path parent = path.getParent();
      if (Files.exists(parent) && !parent.toRealPath().startsWith(modelsDir.toRealPath())) {
        throw new FileException(
            "%s leads to %s, outside of %s; nothing was deleted."
                .formatted(parent, parent.toRealPath(), modelsDir));
      }
    } catch (IOException e) {
      throw new FileException("Cannot look at " + path + ": " + AtomicFile.reason(e), e);
    }
  }

  private static void requireAlone(ExperimentLogs logs, LoggedRun run, Path folder) {
    long others =
        logs.runs(List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED), unreadable -> {}).stream()
            .filter(other -> other.entry().name().equals(run.entry().name()))
            .filter(other -> !other.entry().id().equals(run.entry().id()))
            .count();
    if (others > 0) {
      throw new ConfigurationException(
          "files",
          "%d other runs in the logs share %s; delete this one's model only, with `files` model."
              .formatted(others, folder));
    }
  }

  /** Deletes the files, then the entry, so that an interrupted deletion can be repeated. */
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
      throw new FileException(
          "Cannot delete %s: %s; the entry is still in the log, try again."
              .formatted(path, AtomicFile.reason(e)),
          e);
    }
  }
}
