package org.thorax.formats.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * An output folder of a command. It must be new or empty. On request, earlier output of the same
 * kind of command is replaced, which is recognized by its {@link OutputMarker}; files that are not
 * in the marker, or were changed since, are never touched.
 */
public final class OutputFolder {
  /** The temporary folder of a running command, with a name that no reader takes for an output. */
  static final String STAGE = "\\.thorax-\\d+\\.part";

  private final Path named;
  private final Path folder;
  private final String kind;
  private final boolean overwrite;

  /**
   * A folder to fill.
   *
   * @param named as the user names it
   * @param kind in words, with its article; the same for all commands that may replace each other's
   *     output
   * @param overwrite whether an earlier output may be replaced
   * @throws ThoraxException if it contains something else, or it is protected
   */
  public OutputFolder(Path named, String kind, boolean overwrite) {
    this.named = named;
    this.kind = kind;
    this.overwrite = overwrite;
    this.folder = ProtectedFolders.current().require(named);
    require();
  }

  /**
   * Checks that a folder is not protected, if it is filled in another way.
   *
   * @throws ThoraxException if it is
   */
  public static void requireUnguarded(Path folder) {
    ProtectedFolders.current().require(folder);
  }

  private void require() {
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
        throw new FileException(
            named + " is a file, where a folder would be written; name another.");
      }
      if (isEmpty()) {
        return;
      }
      Optional<OutputMarker> marker =
          OutputMarker.in(folder).filter(found -> found.kind().equals(kind));
      if (marker.isEmpty()) {
        throw new FileException(
            "%s is not empty and does not hold %s of Thorax, so nothing there is replaced; name another folder."
                .formatted(named, kind));
      }
      if (!overwrite) {
        throw new ConfigurationException(
            "overwrite",
            "%s holds %s already; name another folder, or replace what was written there with `overwrite`."
                .formatted(named, kind));
      }
      requireUnchanged(marker.get());
    } catch (IOException e) {
      throw cannot("list", e);
    }
  }

  private void requireUnchanged(OutputMarker marker) throws IOException {
    List<String> changed = marker.changed(folder);
    if (!changed.isEmpty()) {
      throw new FileException(
          "%s was changed since it was written, so it is not replaced; move it away, or name another folder."
              .formatted(named.resolve(changed.get(0))));
    }
  }

  private boolean isEmpty() throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.allMatch(path -> path.getFileName().toString().matches(STAGE));
    }
  }

  /**
   * Writes the whole folder, which appears complete or not at all; an earlier one is replaced, so
   * it must not contain anything else.
   *
   * @throws ThoraxException if it contains foreign files, or cannot be written
   */
  public void write(AtomicDirectory.Content content) {
    require();
    requireAlone();
    AtomicDirectory.replace(
        folder,
        stage -> {
          content.writeTo(stage);
          OutputMarker.of(kind, stage).writeTo(stage);
          require();
          requireAlone();
        });
  }

  /**
   * Checks for {@link #write} that it contains nothing but an earlier output.
   *
   * @throws ThoraxException naming other content
   */
  public OutputFolder requireAlone() {
    try {
      if (!isEmpty()) {
        List<String> strangers = OutputMarker.in(folder).orElseThrow().strangers(folder);
        if (!strangers.isEmpty()) {
          throw new FileException(
              "%s is not part of %s of Thorax and would be lost; move it away, or name another folder."
                  .formatted(named.resolve(strangers.get(0)), kind));
        }
      }
      return this;
    } catch (IOException e) {
      throw cannot("list", e);
    }
  }

  /**
   * Writes files into the folder and keeps other files; those of an earlier output are removed.
   *
   * @throws ThoraxException if a foreign file has the same name, or a file cannot be written
   */
  public void add(AtomicDirectory.Content content) {
    try (Stage stage = stage()) {
      content.writeTo(stage.folder());
      stage.keep();
    } catch (IOException e) {
      throw cannot("write", e);
    }
  }

  /** Like {@link #add}, for files that are written gradually. */
  public Stage stage() {
    return new Stage();
  }

  private ThoraxException cannot(String what, IOException e) {
    return new FileException(
        "Cannot %s %s: %s; check free space and write access."
            .formatted(what, named, AtomicFile.reason(e)),
        e);
  }

  /** The temporary folder of the files. */
  public final class Stage implements AutoCloseable {
    private final Path place = folder.resolve(".thorax-" + ProcessHandle.current().pid() + ".part");
    private final boolean made = !Files.exists(folder);
    private Optional<OutputMarker> kept = Optional.empty();

    private Stage() {
      try {
        AtomicDirectory.delete(place);
        Files.createDirectories(place);
      } catch (IOException e) {
        throw cannot("write", e);
      }
    }

    /** An empty folder. */
    public Path folder() {
      return place;
    }

    /** Moves the temporary files into the folder. */
    public void keep() {
      try {
        OutputMarker staged = OutputMarker.of(kind, place);
        if (kept.isEmpty()) {
          require();
          removeEarlier();
        }
        requireFree(staged);
        OutputMarker all = kept.map(before -> before.and(staged)).orElse(staged);
        all.writeTo(folder);
        for (String name : staged.files().keySet()) {
          Path target = folder.resolve(name);
          Files.createDirectories(target.getParent());
          AtomicFile.move(place.resolve(name), target);
        }
        kept = Optional.of(all);
      } catch (IOException e) {
        throw cannot("write", e);
      }
    }

    private void removeEarlier() throws IOException {
      Optional<OutputMarker> earlier = OutputMarker.in(folder);
      if (earlier.isPresent()) {
        // Only files found without following links: a link could have replaced a folder.
        for (String name : OutputMarker.names(folder)) {
          if (earlier.get().files().containsKey(name)) {
            Files.delete(folder.resolve(name));
            removeEmpty(folder.resolve(name).getParent());
          }
        }
      }
    }

    private void removeEmpty(Path emptied) throws IOException {
      if (!emptied.equals(folder) && Files.isDirectory(emptied)) {
        try (Stream<Path> all = Files.list(emptied)) {
          if (all.findAny().isPresent()) {
            return;
          }
        }
        Files.delete(emptied);
        removeEmpty(emptied.getParent());
      }
    }

    private void requireFree(OutputMarker staged) {
      for (String name : staged.files().keySet()) {
        boolean own = kept.isPresent() && kept.get().files().containsKey(name);
        if (isThroughLink(name)
            || (!own && Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS))) {
          throw new FileException(
              "%s is there and is not part of %s of Thorax, so it is not replaced; move it away, or name another folder."
                  .formatted(named.resolve(name), kind));
        }
      }
    }

    private boolean isThroughLink(String name) {
      Path path = folder.resolve(name).getParent();
      while (!path.equals(folder) && !Files.isSymbolicLink(path)) {
        path = path.getParent();
      }
      return !path.equals(folder);
    }

    /** Deletes temporary files that were not kept. */
    @Override
    public void close() {
      try {
        AtomicDirectory.delete(place);
        if (made && isEmpty()) {
          Files.deleteIfExists(folder);
        }
      } catch (IOException e) {
        // No reader takes its name for an output.
      }
    }
  }
}
