package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The images of a folder by their names with and without ending. */
final class ImageIndex {
  /** Masks in run lengths are no names. */
  private static final int LONGEST = 300;

  private final List<String> images;
  private final Map<String, List<Integer>> byName = new HashMap<>();

  ImageIndex(List<String> images) {
    this.images = images;
    for (int i = 0; i < images.size(); i++) {
      String name = last(images.get(i));
      add(name, i);
      if (!stem(name).equals(name)) {
        add(stem(name), i);
      }
    }
  }

  private void add(String name, int image) {
    byName.computeIfAbsent(name, key -> new ArrayList<>(1)).add(image);
  }

  /** The images that a value may name, by their paths. */
  List<String> named(String value) {
    if (value.isEmpty() || value.length() > LONGEST) {
      return List.of();
    }
    String name = last(value.replace('\\', '/'));
    List<Integer> found = byName.get(name);
    if (found == null && name.lastIndexOf('.') > 0) {
      found = byName.get(stem(name));
    }
    return found == null ? List.of() : found.stream().map(images::get).toList();
  }

  /** A path's last part. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** A path without its last part, and with the / before it; "" for a name alone. */
  static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /** A name without its ending. */
  static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
  }
}
