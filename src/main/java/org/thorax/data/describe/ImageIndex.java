package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The images of a folder by the ends of their paths, with and without the files' endings. */
final class ImageIndex {
  /** Masks in run lengths are no names. */
  private static final int LONGEST = 300;

  /** An end that more images share says nothing. */
  private static final int MOST = 8;

  private final Ends paths;
  private final Ends stems;

  ImageIndex(List<String> images) {
    paths = Ends.of(images, each -> each);
    stems = Ends.of(images, ImageIndex::stem);
  }

  /**
   * Images by the last parts of their paths.
   *
   * @param alone the image of each part that only one has
   * @param keys the other images' paths from behind, sorted
   * @param images the images of {@code keys}
   */
  private record Ends(Map<String, String> alone, List<String> keys, List<String> images) {
    static Ends of(List<String> images, UnaryOperator<String> part) {
      Map<String, String> alone = new HashMap<>();
      Set<String> shared = new HashSet<>();
      for (String image : images) {
        String name = last(part.apply(image));
        if (alone.putIfAbsent(name, image) != null) {
          shared.add(name);
        }
      }
      alone.keySet().removeAll(shared);
      List<Map.Entry<String, String>> entries = new ArrayList<>();
      for (String image : images) {
        String path = part.apply(image);
        if (shared.contains(last(path))) {
          entries.add(Map.entry(backwards("/" + path), image));
        }
      }
      entries.sort(Map.Entry.comparingByKey());
      return new Ends(
          alone,
          entries.stream().map(Map.Entry::getKey).toList(),
          entries.stream().map(Map.Entry::getValue).toList());
    }

    private static String backwards(String text) {
      return new StringBuilder(text).reverse().toString();
    }

    /** The images that share the longest end with a path. */
    List<String> sharing(String path) {
      String only = alone.get(last(path));
      if (only != null || keys.isEmpty()) {
        return only == null ? List.of() : List.of(only);
      }
      String end = path.startsWith("/") ? path.substring(1) : path;
      while (!end.isEmpty()) {
        String key = backwards("/" + end);
        int at = Collections.binarySearch(keys, key);
        int from = at < 0 ? -at - 1 : first(at, key);
        int to = from;
        while (to < keys.size() && to - from < MOST && keys.get(to).startsWith(key)) {
          to++;
        }
        if (to > from) {
          return images.subList(from, to);
        }
        int slash = end.indexOf('/');
        end = slash < 0 ? "" : end.substring(slash + 1);
      }
      return List.of();
    }

    private int first(int at, String key) {
      int first = at;
      while (first > 0 && keys.get(first - 1).equals(key)) {
        first--;
      }
      return first;
    }
  }

  /** The images that a value may name, by their paths; a few of many. */
  List<String> named(String value) {
    if (value.isEmpty() || value.length() > LONGEST) {
      return List.of();
    }
    String path = value.replace('\\', '/');
    List<String> found = paths.sharing(path);
    if (found.isEmpty()) {
      found = stems.sharing(path);
    }
    return found.isEmpty() && path.lastIndexOf('.') > 0 ? stems.sharing(stem(path)) : found;
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
