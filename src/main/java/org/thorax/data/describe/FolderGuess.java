package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.thorax.data.describe.ValueWords.SetName;

/** Writes the description of a reading, or of folders of classes. */
record FolderGuess(FolderContents contents, List<TableGroup> groups, List<String> notes) {

  /** The description of tables. */
  String of(Reading reading, String name) {
    YamlText yaml = begin(name);
    MergedColumns columns = reading.columns();
    LabelGuess labels = reading.labels().best().orElseThrow();
    tables(reading, yaml);
    yaml.comment(
        "The column with the images is %s: %s."
            .formatted(reading.image().column(), reading.image().reason()));
    reading.image().others().forEach(each -> yaml.comment("or " + each));
    yaml.line("image: " + reading.image().yaml());
    PatientSection.write(columns, reading.image().column(), reading.sharedKey(), yaml);
    Set<String> taken = new HashSet<>(labels.columns());
    taken.add(reading.image().column());
    new ExaminationSection(columns, taken).write(yaml);
    if (!reading.main().isDivided()) {
      SetSection.write(columns, taken, yaml);
    }
    labels(reading, labels, yaml);
    unused(reading, yaml);
    return yaml.toString();
  }

  /** The description of a folder a class. */
  String of(FolderClasses folders, String name, FilmTable films) {
    YamlText yaml = begin(name);
    folders.writeFolders(yaml);
    if (films.hasHeaders()) {
      HeaderSection.write(films, yaml);
    } else if (folders.patients()) {
      yaml.comment("The folders within a class' folder seem to be patients.");
      yaml.line("patient: folder");
    } else {
      // Files of several folders may have the same name.
      ColumnProfile paths = new ColumnProfile("path");
      ImageIndex none = new ImageIndex(List.of());
      contents.images().forEach(each -> paths.add(each, none));
      PatientSection.write(new MergedColumns(List.of(paths)), "path", Optional.empty(), yaml);
    }
    folders.writeLabels(yaml);
    if (!contents.tables().isEmpty()) {
      yaml.comment(
          "Tables that were not read: %s.".formatted(String.join(", ", contents.tables())));
    }
    notes.forEach(yaml::comment);
    return yaml.toString();
  }

  private YamlText begin(String name) {
    YamlText yaml = new YamlText();
    yaml.comment(DescribedFolder.MARK + " Each line below is a guess, with its reason above it.");
    yaml.comment("Found: %s.".formatted(contents.describe()));
    yaml.line("name: " + name);
    yaml.line(
        "title: "
            + YamlText.text(
                contents.folder().toAbsolutePath().normalize().getFileName() == null
                    ? name
                    : contents.folder().toAbsolutePath().normalize().getFileName().toString()));
    return yaml;
  }

  private static void tables(Reading reading, YamlText yaml) {
    TableProfile all = reading.main().all();
    yaml.comment(
        String.format(
            Locale.ROOT,
            "%s: %,d rows; separated by %s, %s (recognized whenever it is read).",
            reading.main().isDivided()
                ? String.join(", ", reading.main().sets().values())
                : all.name(),
            all.rows(),
            all.dialect().separator() == '\t' ? "tabs" : String.valueOf(all.dialect().separator()),
            all.dialect().encoding()));
    if (all.told()) {
      yaml.comment("The first umlauts stand far behind in the file, so its encoding is told.");
      yaml.line(
          "csv: {separator: %s, encoding: %s}"
              .formatted(
                  YamlText.text(String.valueOf(all.dialect().separator())),
                  all.dialect().encoding()));
    }
    reading.main().write(yaml);
    if (!reading.joins().isEmpty()) {
      reading.joins().forEach(each -> yaml.comment(each.reason()));
      yaml.line("join:");
      reading.joins().forEach(each -> yaml.line(each.line()));
    }
  }

  private static void labels(Reading reading, LabelGuess labels, YamlText yaml) {
    yaml.line("labels:");
    labels.reasons().forEach(each -> yaml.comment("  ", each));
    reading.labels().others().ifPresent(each -> yaml.comment("  ", each));
    labels.lines().forEach(each -> yaml.line("  " + each));
    List<String> boxes =
        reading.columns().named(ColumnRole.BOX).stream().map(ColumnProfile::name).toList();
    RepeatedRows.in(reading.main().all(), List.of(reading.identity()), labels, reading.columns())
        .write(labels, boxes.size() > 3 ? boxes : List.of(), yaml);
  }

  private void unused(Reading reading, YamlText yaml) {
    String text = yaml.toString();
    List<String> columns =
        reading.columns().columns().stream()
            .map(ColumnProfile::name)
            .filter(each -> !text.contains(each))
            .toList();
    if (!columns.isEmpty()) {
      yaml.comment("Columns that are not used: %s.".formatted(YamlText.some(columns)));
    }
    List<String> tables = new ArrayList<>();
    for (TableGroup each : groups) {
      if (each.sets().values().stream().noneMatch(reading.main().sets()::containsValue)
          && !reading.reads(each.all())) {
        tables.addAll(each.sets().values());
      }
    }
    if (!tables.isEmpty()) {
      yaml.comment("Tables that were not read: %s.".formatted(YamlText.some(tables)));
    }
    List<String> near = LabelColumns.nearMisses(reading.main().all());
    if (!near.isEmpty()) {
      yaml.comment(near(near));
    }
    notes.forEach(yaml::comment);
  }

  private static String near(List<String> columns) {
    return "Columns with the names of findings, but with values that are no labels as they stand: %s."
        .formatted(YamlText.some(columns));
  }

  /** What stands in columns whose names are findings; empty where there are none. */
  static String nearMisses(List<TableGroup> groups) {
    List<String> near =
        groups.stream().flatMap(each -> LabelColumns.nearMisses(each.all()).stream()).toList();
    return near.isEmpty() ? "" : near(near) + " ";
  }

  /** The set's table, for the words on a refusal. */
  static String columns(List<TableGroup> groups) {
    List<String> words = new ArrayList<>();
    for (TableGroup each : groups) {
      String table = each.sets().getOrDefault(SetName.TRAIN, each.all().name());
      words.add(table + " [" + YamlText.some(each.all().names()) + "]");
    }
    return words.isEmpty() ? "no readable table" : String.join("; ", words);
  }

  /** The name of a data set: the folder's, as benchmarks' names have it. */
  static Optional<String> name(FolderContents contents) {
    var file = contents.folder().toAbsolutePath().normalize().getFileName();
    StringBuilder name = new StringBuilder();
    for (String word : Words.of(file == null ? "" : file.toString()).each()) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return Optional.of(name.toString()).filter(each -> each.matches("[A-Z][A-Za-z0-9]{1,30}"));
  }
}
