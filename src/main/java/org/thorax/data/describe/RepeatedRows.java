package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several rows of an image.
 *
 * @param images with more than one row
 * @param disagreeing of them, those whose rows have different labels
 * @param reader the column with the reader, where images have rows of several
 */
record RepeatedRows(int images, int disagreeing, Optional<String> reader) {
  static RepeatedRows in(
      TableProfile table, List<String> imageColumns, LabelGuess labels, MergedColumns columns) {
    Optional<String> reader =
        columns.named(ColumnRole.READER).stream()
            .map(ColumnProfile::name)
            .filter(table::has)
            .filter(name -> !labels.columns().contains(name) && !imageColumns.contains(name))
            .findFirst();
    List<String> wanted = new ArrayList<>(imageColumns);
    List<String> label = labels.columns().stream().filter(table::has).toList();
    wanted.addAll(label);
    reader.ifPresent(wanted::add);
    Map<List<String>, List<String>> first = new HashMap<>();
    Map<List<String>, String> readers = new HashMap<>();
    Set<List<String>> repeated = new HashSet<>();
    Set<List<String>> differing = new HashSet<>();
    Set<List<String>> readTwice = new HashSet<>();
    int width = imageColumns.size();
    table.forEach(
        wanted,
        row -> {
          List<String> image = List.copyOf(row.subList(0, width));
          List<String> values = row.subList(width, width + label.size());
          List<String> before = first.putIfAbsent(image, values);
          if (before != null) {
            repeated.add(image);
            if (!before.equals(values)) {
              differing.add(image);
            }
          }
          if (reader.isPresent()) {
            String who = row.get(row.size() - 1);
            String other = readers.putIfAbsent(image, who);
            if (other != null && !other.equals(who)) {
              readTwice.add(image);
            }
          }
        });
    return new RepeatedRows(
        repeated.size(), differing.size(), reader.filter(each -> !readTwice.isEmpty()));
  }

  /** Adds the keys below {@code labels}. */
  void write(LabelGuess labels, List<String> boxes, YamlText yaml) {
    if (images == 0) {
      return;
    }
    if (reader.isPresent()) {
      yaml.comment(
          "  ",
          "%d images have several rows and several readers (column %s); the majority of them counts. For a positive label where one reader says so: repeated: any."
              .formatted(images, reader.get()));
      yaml.line("  reader: " + YamlText.text(reader.get()));
      yaml.line("  repeated: majority");
      return;
    }
    boolean add = labels.rowsAdd() || !boxes.isEmpty() || disagreeing > 0;
    if (!add) {
      yaml.comment("  ", "%d images have several rows, which agree.".formatted(images));
      return;
    }
    yaml.comment(
        "  ",
        "%d images have several rows%s; a class is positive where one row is%s."
            .formatted(
                images,
                boxes.isEmpty() ? "" : " (boxes: " + String.join(", ", boxes) + ")",
                disagreeing > 0 && !labels.rowsAdd() && boxes.isEmpty()
                    ? ". The rows of %d differ: if that is a mistake, correct the table and leave 'repeated' out"
                        .formatted(disagreeing)
                    : ""));
    yaml.line("  repeated: any");
  }
}
