package org.thorax.inference;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvTable;
import org.thorax.data.image.ImageFolder;
import org.thorax.data.image.SkippedFiles;
import org.thorax.data.loader.BadImagePolicy;

/**
 * The image files in the given files, folders and tables, each once, in order.
 *
 * @param images at least one
 * @param note numbers and kinds of the files that were left out
 */
public record ImageList(List<Path> images, Optional<String> note) {
  private static final String[] COLUMNS = {"image", "Image", "Path", "path", "Image Index", "file"};

  /** Copies the list. */
  public ImageList {
    images = List.copyOf(images);
  }

  /**
   * Lists all images.
   *
   * @param given image files; folders, which are searched recursively in the order of names; CSV
   *     tables with a column {@code image}, {@code Path} or {@code Image Index}, whose paths are
   *     relative to the table's folder or its {@code images}
   * @param missing whether to keep given files that do not exist
   * @throws ThoraxException for a folder or table without images, or if it cannot be listed
   */
  public static ImageList of(List<Path> given, BadImagePolicy missing) {
    Set<Path> images = new LinkedHashSet<>();
    SkippedFiles leftOut = new SkippedFiles();
    for (Path each : given) {
      Optional<String> system = ImageFolder.systemName(each);
      // A shell's * lists all files in a folder.
      if (system.isPresent() && given.size() > 1) {
        leftOut.add(system.get());
      } else if (Files.isDirectory(each)) {
        images.addAll(below(each, leftOut));
      } else if (ImageFolder.ending(each).equals("csv")) {
        images.addAll(inTable(each));
      } else if (missing == BadImagePolicy.FAIL && !Files.exists(each)) {
        throw new FileException(
            "There is no file " + each + "; check its name and folder (" + here() + ").");
      } else {
        images.add(each);
      }
    }
    if (images.isEmpty()) {
      throw new ThoraxException(
          "Expected images (JPEG, PNG, DICOM), found none. " + leftOut.line().orElse(""));
    }
    return new ImageList(new ArrayList<>(images), leftOut.line());
  }

  private static Path here() {
    return Path.of("").toAbsolutePath();
  }

  private static List<Path> below(Path folder, SkippedFiles leftOut) {
    ImageFolder found = ImageFolder.below(folder);
    if (found.images().isEmpty()) {
      throw new FileException(
          "Expected images (JPEG, PNG, DICOM) below the folder %s, found none.%s"
              .formatted(folder, found.leftOut().line().map(line -> " " + line).orElse("")));
    }
    leftOut.add(found.leftOut());
    return found.images();
  }

  private static List<Path> inTable(Path file) {
    Path folder = file.toAbsolutePath().equals(file) ? file.getParent() : file.resolveSibling("");
    List<Path> images = new ArrayList<>();
    try (CsvTable table = new CsvTable(file)) {
      int column = table.columnOrNone(COLUMNS);
      if (column < 0) {
        // Names the missing and the existing columns.
        column = table.column(COLUMNS[0]);
      }
      while (table.next()) {
        String name = table.field(column);
        Path image = folder.resolve(name);
        boolean inImages = !Files.exists(image) && Files.exists(folder.resolve("images"));
        images.add(inImages ? folder.resolve("images").resolve(name) : image);
      }
    }
    if (images.isEmpty()) {
      throw new FileException("The table " + file + " names no image; it needs rows.");
    }
    return images;
  }
}
