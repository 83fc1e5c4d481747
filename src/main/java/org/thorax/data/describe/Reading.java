package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A way to read the tables: whose rows are the samples, and what is joined to them.
 *
 * @param main the table
 * @param joins tables joined to it
 * @param image how its rows name the images
 * @param identity the column of {@code main} that tells images apart
 * @param labels the readings of the labels
 */
record Reading(
    TableGroup main,
    List<JoinGuess> joins,
    ImageGuess image,
    String identity,
    LabelReadings labels) {
  private static final double NEARLY_ALL = 0.99;

  /** The most plausible reading; empty for none. */
  static Optional<Reading> best(List<TableGroup> groups, TableProfile films) {
    List<Reading> all = new ArrayList<>();
    for (TableGroup each : groups) {
      Optional<ImageGuess> image = image(each.all());
      LabelReadings labels = LabelReadings.of(each.all(), image.map(ImageGuess::column));
      if (labels.score() == 0) {
        continue;
      }
      if (image.isPresent()) {
        all.add(new Reading(each, List.of(), image.get(), image.get().column(), labels));
        continue;
      }
      for (TableGroup other : groups) {
        if (!other.equals(each)) {
          joined(each, other, labels).ifPresent(all::add);
        }
      }
      byFilms(each, films, labels).ifPresent(all::add);
    }
    return all.stream()
        .max(Comparator.comparing(each -> 10 * each.labels().score() - each.joins().size()));
  }

  private static Optional<Reading> joined(
      TableGroup labelled, TableGroup other, LabelReadings labels) {
    Optional<ImageGuess> image = image(other.all());
    if (image.isEmpty() || other.isDivided()) {
      return Optional.empty();
    }
    Optional<JoinGuess> here = JoinGuess.of(labelled.all(), other.all());
    if (here.isPresent()) {
      return Optional.of(
          new Reading(labelled, List.of(here.get()), image.get(), here.get().key(), labels));
    }
    return labelled.isDivided()
        ? Optional.empty()
        : JoinGuess.of(other.all(), labelled.all())
            .map(
                each ->
                    new Reading(other, List.of(each), image.get(), image.get().column(), labels));
  }

  /** With a table of the images that is yet to be written. */
  private static Optional<Reading> byFilms(
      TableGroup labelled, TableProfile films, LabelReadings labels) {
    ImageGuess image =
        new ImageGuess(
            FilmTable.PATH,
            FilmTable.PATH,
            "no rule leads from the table to the files, so %s was written, a row an image"
                .formatted(FilmTable.NAME),
            List.of());
    Optional<JoinGuess> here = JoinGuess.of(labelled.all(), films);
    if (here.isPresent()) {
      return Optional.of(
          new Reading(labelled, List.of(here.get()), image, here.get().key(), labels));
    }
    TableGroup main = TableGroup.single(films);
    return labelled.isDivided()
        ? Optional.empty()
        : JoinGuess.of(films, labelled.all())
            .map(each -> new Reading(main, List.of(each), image, FilmTable.PATH, labels));
  }

  /** The column that names most images. */
  static Optional<ImageGuess> image(TableProfile table) {
    List<ImageGuess> all = images(table);
    return all.stream()
        .findFirst()
        .map(
            first ->
                first.or(
                    all.stream()
                        .skip(1)
                        .filter(each -> !ColumnRole.PATIENT.fits(each.column()))
                        .map(each -> "image: %s (%s)".formatted(each.yaml(), each.reason()))
                        .toList()));
  }

  private static List<ImageGuess> images(TableProfile table) {
    int most = table.columns().stream().mapToInt(ColumnProfile::namedImages).max().orElse(0);
    return table.columns().stream()
        .filter(each -> each.namedImages() > 0 && 2 * each.namedImages() >= most)
        .sorted(
            Comparator.comparing((ColumnProfile each) -> -each.namedImages())
                .thenComparing(each -> ColumnRole.IMAGE.fits(each.name()) ? 0 : 1)
                .thenComparing(each -> ColumnRole.PATIENT.fits(each.name()) ? 1 : 0))
        .flatMap(each -> ImageGuess.of(each, table).stream())
        .toList();
  }

  /** The key of the first joined table, where several images share it; empty for others. */
  Optional<String> sharedKey() {
    return joins.stream()
        .map(JoinGuess::key)
        .filter(
            key ->
                main.all()
                    .column(key)
                    .filter(each -> each.values().size() < each.filled())
                    .isPresent())
        .filter(key -> !key.equals(identity))
        .findFirst();
  }

  /** Whether the table of the images must be written. */
  boolean needsFilms() {
    return main.all().name().equals(FilmTable.NAME)
        || joins.stream().anyMatch(each -> each.table().name().equals(FilmTable.NAME));
  }

  /** The columns of all its tables. */
  MergedColumns columns() {
    List<TableProfile> tables = new ArrayList<>(List.of(main.all()));
    joins.forEach(each -> tables.add(each.table()));
    return MergedColumns.of(tables);
  }

  /** It with more tables joined that have what it lacks: patients, views, ages, sexes, sets. */
  Reading completedBy(List<TableGroup> others) {
    Reading reading = this;
    List<ColumnRole> wanted =
        List.of(
            ColumnRole.PATIENT, ColumnRole.VIEW, ColumnRole.AGE, ColumnRole.SEX, ColumnRole.SET);
    for (ColumnRole role : wanted) {
      for (TableGroup other : others) {
        if (!reading.columns().named(role).isEmpty()) {
          break;
        }
        boolean has =
            !other.isDivided()
                && !MergedColumns.of(List.of(other.all())).named(role).isEmpty()
                && !reading.reads(other.all());
        if (has) {
          Optional<JoinGuess> join = JoinGuess.of(reading.merged(), other.all());
          // A patient's age is not worth the rows that have none.
          boolean films = other.all().name().equals(FilmTable.NAME);
          if (join.isPresent() && (films || join.get().share() >= NEARLY_ALL)) {
            reading = reading.with(join.get());
          }
        }
      }
    }
    return reading;
  }

  private TableProfile merged() {
    TableProfile all = main.all();
    return new TableProfile(
        all.name(), all.dialect(), all.rows(), columns().columns(), all.source(), all.told());
  }

  boolean reads(TableProfile table) {
    return main.sets().containsValue(table.name())
        || joins.stream().anyMatch(each -> each.table().name().equals(table.name()));
  }

  private Reading with(JoinGuess join) {
    List<JoinGuess> all = new ArrayList<>(joins);
    all.add(join);
    return new Reading(main, all, image, identity, labels);
  }
}
