package org.thorax.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.thorax.ThoraxException;
import org.thorax.data.CsvTable;
import org.thorax.files.WholeFile;

/** The image files that files, folders and tables name, each once, in order. */
public final class ImageList {
  private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "dcm", "dicom");
  private static final String[] COLUMNS = {"image", "Image", "Path", "path", "Image Index", "file"};

  private ImageList() {}

  /**
   * All images.
   *
   * @param given image files; folders, for all images below them in the order of their names; CSV
   *     tables with a column {@code image}, {@code Path} or {@code Image Index}, whose names are
   *     relative to the table's folder or its {@code images}
   * @throws ThoraxException for a folder or table without images, and for what cannot be listed
   */
  public static List<Path> of(List<Path> given) {
    Set<Path> images = new LinkedHashSet<>();
    for (Path each : given) {
      if (Files.isDirectory(each)) {
        images.addAll(below(each));
      } else if (ending(each).equals("csv")) {
        images.addAll(inTable(each));
      } else {
        images.add(each);
      }
    }
    return List.copyOf(images);
  }

  private static List<Path> below(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> images =
          all.filter(file -> ENDINGS.contains(ending(file)) && Files.isRegularFile(file))
              .sorted()
              .toList();
      if (images.isEmpty()) {
        throw new ThoraxException(
            "Expected images (.jpg, .png, .dcm) below the folder " + folder + ", found none.");
      }
      return images;
    } catch (IOException | UncheckedIOException e) {
      throw new ThoraxException(
          "Cannot list " + folder + ": " + WholeFile.reason(e) + "; check read access.", e);
    }
  }

  private static List<Path> inTable(Path file) {
    Path folder = file.toAbsolutePath().equals(file) ? file.getParent() : file.resolveSibling("");
    List<Path> images = new ArrayList<>();
    try (CsvTable table = new CsvTable(file)) {
      int column = table.columnOrNone(COLUMNS);
      if (column < 0) {
        // Names what it lacks and what it has.
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
      throw new ThoraxException("The table " + file + " names no image; it needs rows.");
    }
    return images;
  }

  private static String ending(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
