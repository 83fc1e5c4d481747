package org.thorax.data.description;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thorax.DataException;
import org.thorax.data.DatasetKind;

/** Converts the image paths of a table to paths relative to the dataset folder. */
final class ImageNames {
  private static final String RELEASE = "CheXpert-v1.0";

  private ImageNames() {}

  /**
   * The paths in the image root, or without the release's folder if the dataset folder is that
   * folder.
   */
  static List<String> inFolder(List<String> names, DatasetKind kind, Path folder) {
    if (!kind.imageRoot().isEmpty()) {
      Map<String, String> archives = archives(kind.imageRoot(), folder);
      return names.stream()
          .map(name -> archives.getOrDefault(name, kind.imageRoot()) + "/" + name)
          .toList();
    }
    ChexpertBatches batches = ChexpertBatches.in(folder);
    return batches.folders().isEmpty()
        ? released(names, folder)
        : names.stream().map(batches::path).toList();
  }

  /**
   * CheXpert's paths may begin with the release's folder ({@code CheXpert-v1.0-small/train/...}) or
   * not ({@code train/...}), and the dataset folder contains that folder, the folder of another
   * release, or is it. The paths are adapted to the existing folders; otherwise they stay
   * unchanged.
   */
  private static List<String> released(List<String> names, Path folder) {
    String first = names.get(0);
    String[] parts = first.split("/", 3);
    if (Files.exists(folder.resolve(parts[0]))) {
      return names;
    }
    boolean withRelease = parts[0].startsWith(RELEASE) && parts.length == 3;
    String written = withRelease ? parts[0] + "/" : "";
    if (!names.stream().allMatch(name -> name.startsWith(written))) {
      return names;
    }
    String set = withRelease ? parts[1] : parts[0];
    String found =
        Files.isDirectory(folder.resolve(set))
            ? ""
            : releases(folder).stream()
                .filter(release -> Files.isDirectory(folder.resolve(release).resolve(set)))
                .findFirst()
                .map(release -> release + "/")
                .orElse(written);
    return found.equals(written)
        ? names
        : names.stream().map(name -> found + name.substring(written.length())).toList();
  }

  /**
   * The folders whose names look like a release, e.g. {@code CheXpert-v1.0}, in alphabetical order.
   */
  private static List<String> releases(Path folder) {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, RELEASE + "*")) {
      entries.forEach(entry -> found.add(entry.getFileName().toString()));
    } catch (IOException e) {
      throw new DataException("Cannot list " + folder + ": " + e.getMessage() + ".", e);
    }
    Collections.sort(found);
    return found;
  }

  /**
   * The folder of each image if the release's archives were unpacked side by side ({@code
   * images_001/images} to {@code images_012/images}); empty if there is one folder of images.
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
      throw new DataException("Cannot list " + folder + ": " + e.getMessage() + ".", e);
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
