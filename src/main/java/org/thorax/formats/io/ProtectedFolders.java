package org.thorax.formats.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * Folders that are never accepted as output, whatever their content: the working directory, the
 * home directory, the parents of both, {@code data}, {@code models} and {@code logs}, and any
 * folder with a {@code .git}.
 *
 * @param working the working directory
 * @param homes the home directories
 */
record ProtectedFolders(Path working, List<Path> homes) {
  private static final List<String> OWN = List.of("data", "models", "logs");

  /** The protected folders of this process. */
  static ProtectedFolders current() {
    List<Path> homes = new ArrayList<>();
    for (String home : new String[] {System.getProperty("user.home"), System.getenv("HOME")}) {
      if (home != null && Path.of(home).isAbsolute()) {
        homes.add(Path.of(home));
      }
    }
    return new ProtectedFolders(Path.of("").toAbsolutePath(), homes);
  }

  /**
   * The target of a path, through symbolic links and {@code ..}.
   *
   * @throws ThoraxException if it is a protected folder
   */
  Path require(Path place) {
    Path real = real(working.resolve(place));
    reason(real)
        .ifPresent(
            reason -> {
              throw new FileException(
                  "%s is %s, where nothing is ever replaced; name a folder of its own, such as %s."
                      .formatted(place, reason, real.resolve("out")));
            });
    return real;
  }

  private Optional<String> reason(Path real) {
    Path here = real(working);
    if (here.startsWith(real)) {
      return Optional.of(here.equals(real) ? "the working folder" : "above the working folder");
    }
    for (Path home : homes) {
      if (real(home).startsWith(real)) {
        return Optional.of(real(home).equals(real) ? "the home folder" : "above the home folder");
      }
    }
    for (String own : OWN) {
      if (real(here.resolve(own)).equals(real)) {
        return Optional.of("the folder for all " + own);
      }
    }
    return Files.exists(real.resolve(".git"), LinkOption.NOFOLLOW_LINKS)
        ? Optional.of("a git working copy")
        : Optional.empty();
  }

  /** Name by name, because {@code link/..} is the parent of the link's target, not of the link. */
  private static Path real(Path absolute) {
    Path current = absolute.getRoot();
    for (Path name : absolute) {
      if (name.toString().equals("..")) {
        current = current.getParent() == null ? current : current.getParent();
      } else if (!name.toString().equals(".")) {
        current = real(current, name);
      }
    }
    return current;
  }

  private static Path real(Path folder, Path name) {
    Path next = folder.resolve(name);
    try {
      return Files.exists(next) ? next.toRealPath() : next;
    } catch (IOException e) {
      return next;
    }
  }
}
