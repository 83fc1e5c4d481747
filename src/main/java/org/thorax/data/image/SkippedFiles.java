package org.thorax.data.image;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts the files of a folder that are not images, by kind. */
public final class SkippedFiles {
  private final Map<String, Integer> kinds = new TreeMap<>();

  /** Counts a file. */
  public void add(String kind) {
    kinds.merge(kind, 1, Integer::sum);
  }

  /** Adds the counts of another folder. */
  public void add(SkippedFiles other) {
    other.kinds.forEach((kind, count) -> kinds.merge(kind, count, Integer::sum));
  }

  /** A line with the number of each kind; empty if nothing was left out. */
  public Optional<String> line() {
    int all = kinds.values().stream().mapToInt(Integer::intValue).sum();
    String each =
        kinds.entrySet().stream()
            .map(kind -> String.format(Locale.ROOT, "%,d %s", kind.getValue(), kind.getKey()))
            .collect(Collectors.joining(", "));
    return all == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d %s left out, being no JPEG, PNG or DICOM image: %s.",
                all,
                all == 1 ? "file is" : "files are",
                each));
  }
}
