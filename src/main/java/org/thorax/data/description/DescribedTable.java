package org.thorax.data.description;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvDialect;
import org.thorax.data.CsvTable;
import org.thorax.data.Examination;
import org.thorax.data.Samples;
import org.thorax.data.TableRows;
import org.thorax.data.description.DatasetDescription.Source;
import org.thorax.formats.io.AtomicFile;

/** Reads the samples of a described data set. */
public final class DescribedTable {
  private final DatasetDescription description;
  private final Path folder;

  /**
   * A described data set.
   *
   * @param folder to which tables and images are relative
   */
  public DescribedTable(DatasetDescription description, Path folder) {
    this.description = description;
    this.folder = folder;
  }

  /**
   * The samples of one set; empty for a validation or test set that the description does not name.
   *
   * @param classes in the order wanted, all of them the description's
   * @param onBadRow receives each row that cannot be used; it may throw what it receives
   * @throws ThoraxException for a missing table or column, and when no row can be used
   */
  public Optional<Samples> read(
      DatasetPart part, List<String> classes, Consumer<ThoraxException> onBadRow) {
    for (String name : classes) {
      if (!description.classes().contains(name)) {
        throw new DataException(
            "There is no class \"%s\"; the classes are %s.".formatted(name, description.classes()));
      }
    }
    Optional<RowFilter> ofPart = description.sets().flatMap(sets -> sets.filter(part));
    Optional<Source> source =
        description.source(part).or(() -> ofPart.map(filter -> description.training()));
    return source.map(each -> read(each, classes, ofPart, onBadRow));
  }

  /** The samples of the training table, whatever set its column of sets names. */
  Samples readAll(List<String> classes, Consumer<ThoraxException> onBadRow) {
    return read(
        description.training(), classes, description.sets().map(SetColumn::filter), onBadRow);
  }

  private Samples read(
      Source source,
      List<String> classes,
      Optional<RowFilter> ofPart,
      Consumer<ThoraxException> onBadRow) {
    try (TableRows rows = joined(open(source))) {
      return samples(rows, classes, ofPart, onBadRow);
    }
  }

  /** The samples of an open table. */
  Samples samples(
      TableRows read,
      List<String> classes,
      Optional<RowFilter> ofPart,
      Consumer<ThoraxException> onBadRow) {
    TableRows rows =
        description.readsHeaders() ? new HeaderRows(read, folder, description.image()) : read;
    TableColumns table = new TableColumns(rows);
    Function<TableRows, String> image = description.image().in(table);
    Function<TableRows, String> patient = description.patient().in(table);
    Function<TableRows, Examination> examination = description.examination().in(table);
    Function<TableRows, float[]> labels = LabelReader.of(description.labels(), classes, table);
    List<Predicate<TableRows>> filters =
        Stream.concat(description.filters().stream(), ofPart.stream())
            .map(filter -> filter.in(table))
            .toList();
    SampleRows samples = SampleRows.of(description.labels().repeats(), table);
    Optional<ThoraxException> first = Optional.empty();
    while (rows.next()) {
      try {
        if (filters.stream().allMatch(filter -> filter.test(rows))) {
          samples.add(
              rows,
              SampleRows.path(image.apply(rows), rows),
              patient.apply(rows),
              examination.apply(rows),
              labels.apply(rows));
        }
      } catch (ThoraxException e) {
        first = first.isPresent() ? first : Optional.of(e);
        onBadRow.accept(e);
      }
    }
    return samples.samples(folder, classes, rows.file(), first);
  }

  /**
   * The table or folder that a set is read from; empty for one that the description does not name.
   *
   * @throws ThoraxException when none of its names exists
   */
  public Optional<Path> table(DatasetPart part) {
    Optional<Source> source =
        description
            .source(part)
            .or(() -> Optional.of(description.training()).filter(all -> description.names(part)));
    return source.map(
        each ->
            switch (each.form()) {
              case TABLE -> file(each.places());
              case FOLDER -> folder.resolve(each.places().get(0));
              case REPORTS -> reports(each.places());
            });
  }

  private TableRows open(Source source) {
    return switch (source.form()) {
      case TABLE -> table(source.places());
      case FOLDER -> FolderRows.of(folder, source.places().get(0));
      case REPORTS -> ReportRows.of(reports(source.places()));
    };
  }

  private Path reports(List<String> names) {
    return existing(names, Files::isDirectory, "folder of reports");
  }

  private CsvTable table(List<String> names) {
    return table(file(names));
  }

  private Path file(List<String> names) {
    return existing(names, Files::isRegularFile, "table");
  }

  private Path existing(List<String> names, Predicate<Path> fits, String kind) {
    return names.stream()
        .map(folder::resolve)
        .filter(fits)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "There is no %s %s in %s; check the description's names and the folder."
                        .formatted(kind, String.join(" or ", names), folder)));
  }

  private CsvTable table(Path file) {
    try {
      return new CsvTable(
          file,
          description.dialect().isPresent()
              ? description.dialect().get()
              : CsvDialect.recognize(file));
    } catch (IOException e) {
      throw new DataException(
          "Cannot read %s: %s; check the path and read access."
              .formatted(file, AtomicFile.reason(e)),
          e);
    }
  }

  private TableRows joined(TableRows first) {
    TableRows rows = first;
    for (TableJoin join : description.joins()) {
      try (CsvTable second = table(join.tables())) {
        rows = new JoinedRows(rows, second, join);
      } catch (ThoraxException e) {
        first.close();
        throw e;
      }
    }
    return rows;
  }
}
