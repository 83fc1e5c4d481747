package org.thorax.data.describe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.image.ImageFolder;
import org.thorax.formats.io.AtomicFile;

/**
 * The files below a folder.
 *
 * @param folder that was searched
 * @param images paths relative to it, with /, sorted
 * @param tables the same
 * @param others numbers of other files by their ending
 */
record FolderContents(
    Path folder, List<String> images, List<String> tables, SortedMap<String, Integer> others) {
  private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "dcm", "dicom");
  private static final Set<String> TABLES = Set.of("csv", "tsv", "tab", "txt");

  /** Enough to tell an image. */
  private static final int BEGIN = 4096;

  /** Copies the lists. */
  FolderContents {
    images = images.stream().sorted().toList();
    tables = tables.stream().sorted().toList();
  }

  /**
   * Searches a folder recursively, including links.
   *
   * @throws ThoraxException if something cannot be read
   */
  static FolderContents of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "There is no folder %s; give the folder with the images and the tables."
              .formatted(folder));
    }
    FolderContents found =
        new FolderContents(folder, new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    Search search = new Search(folder, found.others());
    try {
      Files.walkFileTree(
          folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, search);
    } catch (IOException e) {
      throw new DataException(
          "Cannot list %s: %s; check read access.".formatted(folder, AtomicFile.reason(e)), e);
    }
    return new FolderContents(folder, search.images, search.tables, found.others());
  }

  /** What is there, in a line. */
  String describe() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%,d images%s, %s",
                images.size(),
                images.isEmpty() ? "" : " (e.g. " + images.get(0) + ")",
                tables.isEmpty() ? "no table" : "tables " + some(tables)));
    if (!others.isEmpty()) {
      text.append(", other files: ");
      text.append(
          some(others.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList()));
    }
    return text.toString();
  }

  private static String some(List<String> names) {
    int most = 8;
    String listed = String.join(", ", names.subList(0, Math.min(most, names.size())));
    return names.size() > most ? listed + " and " + (names.size() - most) + " more" : listed;
  }

  private static final class Search extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final SortedMap<String, Integer> others;
    private final List<String> images = new ArrayList<>();
    private final List<String> tables = new ArrayList<>();

    Search(Path folder, SortedMap<String, Integer> others) {
      this.folder = folder;
      this.others = others;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path place, BasicFileAttributes attributes) {
      boolean hidden = !place.equals(folder) && place.getFileName().toString().startsWith(".");
      return hidden || ImageFolder.systemName(place).isPresent()
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = file.getFileName().toString();
      boolean meant =
          attributes.isRegularFile()
              && !name.startsWith(".")
              && ImageFolder.systemName(file).isEmpty();
      if (!meant) {
        return FileVisitResult.CONTINUE;
      }
      String path = folder.relativize(file).toString().replace('\\', '/');
      String ending = ImageFolder.ending(file);
      if (IMAGES.contains(ending)) {
        images.add(path);
      } else if (TABLES.contains(ending) || name.matches("(?i).*\\.(csv|tsv)\\.gz")) {
        tables.add(path);
      } else if (showsImage(file)) {
        images.add(path);
      } else {
        others.merge(ending.isEmpty() ? "without ending" : "." + ending, 1, Integer::sum);
      }
      return FileVisitResult.CONTINUE;
    }

    /** Films on a CD have no ending. */
    private static boolean showsImage(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        return ImageDecoder.isImage(in.readNBytes(BEGIN));
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof FileSystemLoopException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
