package org.thorax.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.thorax.ThoraxException;
import org.thorax.files.WholeFile;

/** Image files that lie beside those that the tables name, and stand in no table. */
final class UnnamedImages {
  private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "dcm");

  private UnnamedImages() {}

  /**
   * Looks through the top folders in which named images lie.
   *
   * @param folder the dataset folder
   * @param names images that tables name, relative to it, with {@code /}
   * @return names in the same form, sorted
   */
  static List<String> in(Path folder, Collection<String> names) {
    Set<String> tops = new TreeSet<>();
    for (String name : names) {
      int slash = name.indexOf('/');
      if (slash > 0) {
        tops.add(name.substring(0, slash));
      }
    }
    Set<String> known = new HashSet<>(names);
    List<String> found = new ArrayList<>();
    for (String top : tops) {
      if (Files.isDirectory(folder.resolve(top))) {
        find(folder, top, known, found);
      }
    }
    return found.stream().sorted().toList();
  }

  private static void find(Path folder, String top, Set<String> known, List<String> found) {
    try (Stream<Path> all = Files.walk(folder.resolve(top), FileVisitOption.FOLLOW_LINKS)) {
      all.filter(UnnamedImages::isImage)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !known.contains(name))
          .forEach(found::add);
    } catch (IOException | UncheckedIOException e) {
      throw new ThoraxException(
          "Cannot list " + folder.resolve(top) + ": " + WholeFile.reason(e) + ".", e);
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return ENDINGS.contains(ending) && !name.startsWith(".") && Files.isRegularFile(file);
  }
}
