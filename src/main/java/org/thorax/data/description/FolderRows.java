package org.thorax.data.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.thorax.DataException;
import org.thorax.data.ListedRows;
import org.thorax.data.TableRows;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.image.ImageFolder;
import org.thorax.formats.dicom.DicomImage;
import org.thorax.formats.io.AtomicFile;

/**
 * The images below a folder as a table, in the order of their names: {@code path} relative to the
 * data set's folder, {@code folder} (the name of the folder it lies in), {@code file} (its name
 * without ending) and {@code parent} (the name of the folder around {@code folder}).
 */
final class FolderRows {
  static final List<String> COLUMNS = List.of("path", "folder", "file", "parent");
  private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".dcm", ".dicom");

  /** Enough for the part of a DICOM file before its elements. */
  private static final int BEGIN = 4096;

  private FolderRows() {}

  /**
   * Looks for images.
   *
   * @param base the data set's folder
   * @param below the folder in it whose images are meant
   */
  static TableRows of(Path base, String below) {
    Path folder = base.resolve(below).normalize();
    Path root = base.normalize();
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<List<String>> rows =
          files
              .filter(Files::isRegularFile)
              .filter(FolderRows::isImage)
              .map(root::relativize)
              .sorted()
              .map(FolderRows::fields)
              .toList();
      return new ListedRows(folder, COLUMNS, rows, row -> "The image " + rows.get(row).get(0));
    } catch (IOException e) {
      throw unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw unreadable(folder, e.getCause());
    }
  }

  private static DataException unreadable(Path folder, IOException e) {
    return new DataException(
        "Cannot list %s: %s; check the description's folders and read access."
            .formatted(folder, AtomicFile.reason(e)),
        e);
  }

  private static List<String> fields(Path image) {
    String name = image.getFileName().toString();
    return List.of(
        image.toString().replace('\\', '/'),
        nameOf(image.getParent()),
        hasEnding(name) ? name.substring(0, name.lastIndexOf('.')) : name,
        image.getParent() == null ? "" : nameOf(image.getParent().getParent()));
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && (hasEnding(name) || showsImage(file));
  }

  private static boolean hasEnding(String name) {
    return ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
  }

  /** Films on a CD have no ending; those of an archive are named by their UID. */
  private static boolean showsImage(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(BEGIN);
      return ImageFolder.systemName(file).isEmpty()
          && ImageDecoder.isImage(begin)
          && !DicomImage.saysNoImage(begin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(Path parent) {
    return parent == null ? "" : parent.getFileName().toString();
  }
}
