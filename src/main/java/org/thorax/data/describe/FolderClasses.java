package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.thorax.data.describe.ValueWords.SetName;

/**
 * A folder of images for each class, perhaps within folders of the sets.
 *
 * @param sets the sets' folders; the one with all of them as {@link SetName#TRAIN}
 * @param classes numbers of images by folder
 * @param within the folder of the images in each class' folder, e.g. {@code images} beside {@code
 *     masks}; empty when they are in it itself
 * @param patients whether a class' folder has a folder for each patient
 */
record FolderClasses(
    Map<SetName, String> sets,
    Map<String, Integer> classes,
    Optional<String> within,
    boolean patients) {
  private static final int MOST = 60;
  private static final List<String> INSIDE = List.of("images", "image", "imgs", "img");

  /** Looks at where the images are. */
  static Optional<FolderClasses> of(List<String> images) {
    List<String[]> paths = images.stream().map(each -> each.split("/", -1)).toList();
    List<String[]> inner =
        paths.stream().filter(each -> each.length > 2 && INSIDE.contains(inside(each))).toList();
    return inner.isEmpty()
        ? of(paths, 2, Optional.empty()).or(() -> of(paths, 3, Optional.empty()))
        : of(inner, 3, Optional.of(inner.get(0)[inner.get(0).length - 2]));
  }

  /**
   * Takes the folders of one level for classes.
   *
   * @param up how far before the end of a path they are
   */
  private static Optional<FolderClasses> of(List<String[]> paths, int up, Optional<String> within) {
    Map<String, Integer> classes = new TreeMap<>();
    Map<SetName, String> sets = new EnumMap<>(SetName.class);
    Set<String> roots = new TreeSet<>();
    for (String[] path : paths) {
      int depth = path.length - up;
      if (depth < 0) {
        return Optional.empty(); // An image beside the folders has no class.
      }
      String root = String.join("/", List.of(path).subList(0, depth));
      roots.add(root);
      ValueWords.set(ImageIndex.last(root)).ifPresent(set -> sets.putIfAbsent(set, root));
      classes.merge(path[depth], 1, Integer::sum);
    }
    boolean bySets =
        roots.size() > 1 && roots.size() == sets.size() && sets.containsKey(SetName.TRAIN);
    if (!bySets) {
      sets.clear();
      sets.put(SetName.TRAIN, roots.isEmpty() ? "" : roots.iterator().next());
    }
    boolean plausible =
        classes.size() > 1
            && classes.size() <= MOST
            && (bySets || roots.size() == 1)
            && classes.keySet().stream().allMatch(each -> ValueWords.set(each).isEmpty())
            && classes.keySet().stream().anyMatch(FolderClasses::isKnown);
    boolean patients = up == 3 && within.isEmpty();
    return plausible
        ? Optional.of(new FolderClasses(sets, classes, within, patients))
        : Optional.empty();
  }

  private static boolean isKnown(String folder) {
    return ValueWords.isFinding(folder)
        || ValueWords.isNoFinding(folder)
        || ValueWords.label(folder).isPresent();
  }

  private static String inside(String[] path) {
    return path[path.length - 2].toLowerCase(java.util.Locale.ROOT);
  }

  /** Adds the keys with the folders and the images. */
  void writeFolders(YamlText yaml) {
    yaml.comment(
        "A folder a class: "
            + String.join(
                ", ",
                classes.entrySet().stream()
                    .map(each -> "%s %d images".formatted(each.getKey(), each.getValue()))
                    .toList())
            + ".");
    String train = sets.get(SetName.TRAIN);
    yaml.line("folder: " + YamlText.text(train.isEmpty() ? "." : train));
    String validation = sets.get(SetName.VALIDATION);
    String test = sets.get(SetName.TEST);
    if (validation != null && test != null) {
      yaml.line("validation: " + YamlText.text(validation));
    }
    if (test != null) {
      yaml.line("test: " + YamlText.text(test));
    } else if (validation != null) {
      yaml.comment("No folder is named a test set, so %s is it.".formatted(validation));
      yaml.line("test: " + YamlText.text(validation));
    }
    within.ifPresent(
        each -> {
          yaml.comment("Other folders in a class' folder (masks?) are left out.");
          yaml.line("rows: {folder: %s}".formatted(YamlText.text(each)));
        });
  }

  /** Adds the key {@code labels}. */
  void writeLabels(YamlText yaml) {
    String column = within.isPresent() || patients ? "parent" : "folder";
    List<String> none =
        classes.keySet().stream()
            .filter(each -> ValueWords.isNoFinding(each) || isNegative(each))
            .toList();
    List<String> positive = new ArrayList<>(classes.keySet());
    positive.removeAll(none);
    yaml.line("labels:");
    yaml.line("  class: " + column);
    if (!none.isEmpty()) {
      yaml.comment("  ", "No finding at all, hence no class.");
      yaml.line("  none: " + YamlText.list(none));
    }
    yaml.line("  classes:");
    positive.forEach(each -> yaml.line("    - " + YamlText.text(each)));
  }

  private static boolean isNegative(String folder) {
    return ValueWords.label(folder).equals(Optional.of(ValueWords.Meaning.NEGATIVE));
  }
}
