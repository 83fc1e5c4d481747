package org.thorax.data.image;

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
import java.util.Optional;
import java.util.Set;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.formats.dicom.DicomImage;
import org.thorax.formats.io.AtomicFile;

/**
 * The images in a folder, recognized by their content: DICOM files on a CD have no extension. A
 * file with the name of an image counts as one whatever its content, so that a damaged one is not
 * ignored.
 *
 * @param images JPEG, PNG and DICOM files, sorted by name
 * @param leftOut numbers and kinds of other files
 */
public record ImageFolder(List<Path> images, SkippedFiles leftOut) {
  private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "dcm", "dicom");
  private static final Set<String> SYSTEM_FILES =
      Set.of("dicomdir", "thumbs.db", ".ds_store", "desktop.ini");
  private static final Set<String> SYSTEM_FOLDERS =
      Set.of("__macosx", "@eadir", ".trashes", ".spotlight-v100", ".fseventsd", "$recycle.bin");

  /** Enough for the part of a DICOM file before its elements. */
  private static final int BEGIN = 4096;

  /** Copies the list. */
  public ImageFolder {
    images = List.copyOf(images);
  }

  /**
   * Searches a folder recursively, including links.
   *
   * @throws ThoraxException if something cannot be read
   */
  public static ImageFolder below(Path folder) {
    Search search = new Search();
    try {
      Files.walkFileTree(
          folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, search);
    } catch (IOException e) {
      throw new DataException(
          "Cannot list " + folder + ": " + AtomicFile.reason(e) + "; check read access.", e);
    }
    return new ImageFolder(search.images.stream().sorted().toList(), search.leftOut);
  }

  /** Names of files that operating systems and CD writers add; empty for all others. */
  public static Optional<String> systemName(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    String lower = name.toLowerCase(Locale.ROOT);
    if (name.startsWith("._")) {
      return Optional.of("._*");
    }
    boolean known = SYSTEM_FILES.contains(lower) || SYSTEM_FOLDERS.contains(lower);
    return known ? Optional.of(name) : Optional.empty();
  }

  /** The extension after the last dot, in lower case; "" if there is none. */
  public static String ending(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** Why a file is not an image, in a word or two; empty for an image. */
  private static Optional<String> otherKind(Path file) throws IOException {
    Optional<String> system = systemName(file);
    if (system.isPresent()) {
      return system;
    }
    byte[] begin;
    try (InputStream in = Files.newInputStream(file)) {
      begin = in.readNBytes(BEGIN);
    }
    if (DicomImage.saysNoImage(begin)) {
      return Optional.of("DICOM without image");
    }
    String ending = ending(file);
    if (ENDINGS.contains(ending) || ImageDecoder.isImage(begin)) {
      return Optional.empty();
    }
    return Optional.of(ending.isEmpty() ? "without ending" : "." + ending);
  }

  private static final class Search extends SimpleFileVisitor<Path> {
    private final List<Path> images = new ArrayList<>();
    private final SkippedFiles leftOut = new SkippedFiles();

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      Optional<String> system = systemName(folder);
      system.ifPresent(leftOut::add);
      return system.isPresent() ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Optional<String> other =
          attributes.isRegularFile() ? otherKind(file) : Optional.of("no regular file");
      other.ifPresentOrElse(leftOut::add, () -> images.add(file));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof FileSystemLoopException) {
        // A link to a parent folder, which is searched anyway.
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
