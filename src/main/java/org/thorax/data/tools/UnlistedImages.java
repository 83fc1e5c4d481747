package org.thorax.data.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.thorax.data.image.ImageFolder;

/** Image files in the folders of the tables' images that are in no table. */
final class UnlistedImages {
  private UnlistedImages() {}

  /**
   * Searches the top folders of the tables' images.
   *
   * @param folder the dataset folder
   * @param names paths in the tables, relative to it, with {@code /}
   * @return paths in the same form, sorted
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
        ImageFolder.below(folder.resolve(top)).images().stream()
            .map(file -> folder.relativize(file).toString().replace('\\', '/'))
            .filter(name -> !known.contains(name))
            .forEach(found::add);
      }
    }
    return found.stream().sorted().toList();
  }
}
