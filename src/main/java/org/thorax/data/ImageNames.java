package org.thorax.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thorax.ThoraxException;

/** From the image names of a table to names relative to the dataset folder. */
final class ImageNames {
  private ImageNames() {}

  /** Refuses a name that is blank or could lead out of the dataset folder. */
  static String checked(String name, CsvTable rows) {
    if (name.isEmpty()) {
      throw new ThoraxException(rows.where() + " has no image path.");
    }
    boolean absolute = name.startsWith("/") || name.contains("\\") || name.contains(":");
    if (absolute || Arrays.asList(name.split("/", -1)).contains("..") || name.indexOf('\0') >= 0) {
      throw new ThoraxException(
          rows.where()
              + " has the image path \""
              + name
              + "\", which leaves the dataset folder; paths are relative to it, with /.");
    }
    return name;
  }

  /** The names below the image root, or without the release's folder when that is where we are. */
  static List<String> inFolder(List<String> names, DatasetKind kind, Path folder) {
    if (!kind.imageRoot().isEmpty()) {
      Map<String, String> archives = archives(kind.imageRoot(), folder);
      return names.stream()
          .map(name -> archives.getOrDefault(name, kind.imageRoot()) + "/" + name)
          .toList();
    }
    String release = release(names, folder);
    return names.stream().map(name -> name.substring(release.length())).toList();
  }

  /**
   * {@code CheXpert-v1.0-small/} when all names start so, but the dataset folder is that folder
   * itself: it lacks the first part of the names and has the second.
   */
  private static String release(List<String> names, Path folder) {
    String[] parts = names.get(0).split("/", 3);
    if (parts.length < 3
        || Files.exists(folder.resolve(parts[0]))
        || !Files.isDirectory(folder.resolve(parts[1]))) {
      return "";
    }
    String release = parts[0] + "/";
    return names.stream().allMatch(name -> name.startsWith(release)) ? release : "";
  }

  /**
   * For each image its folder when the release's archives were unpacked side by side ({@code
   * images_001/images} to {@code images_012/images}); empty when there is one folder of images.
   */
  private static Map<String, String> archives(String imageRoot, Path folder) {
    Map<String, String> folderOf = new HashMap<>();
    if (Files.isDirectory(folder.resolve(imageRoot))) {
      return folderOf;
    }
    try (DirectoryStream<Path> archives =
        Files.newDirectoryStream(folder, imageRoot + "_[0-9][0-9][0-9]")) {
      for (Path archive : archives) {
        Path inside = archive.resolve(imageRoot);
        if (Files.isDirectory(inside)) {
          putAll(inside, archive.getFileName() + "/" + imageRoot, folderOf);
        }
      }
    } catch (IOException e) {
      throw new ThoraxException("Cannot list " + folder + ": " + e.getMessage() + ".", e);
    }
    return folderOf;
  }

  private static void putAll(Path inside, String name, Map<String, String> folderOf)
      throws IOException {
    try (DirectoryStream<Path> images = Files.newDirectoryStream(inside)) {
      for (Path image : images) {
        folderOf.put(image.getFileName().toString(), name);
      }
    }
  }
}
