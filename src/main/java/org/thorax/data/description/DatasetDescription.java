package org.thorax.data.description;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvDialect;
import org.thorax.data.CsvTable;
import org.thorax.data.DatasetKind;

/**
 * A data set's {@code dataset.yaml}.
 *
 * @param name the first token of benchmarks' names: letters and digits
 * @param title the display name
 * @param imagesOf the data set from which its images are taken; "" for images of its own
 * @param training table or folder of the training samples; without other sources, of all samples
 * @param validation table or folder of the validation samples
 * @param test table or folder of the test samples
 * @param sets the column that says in which set a row of {@code training} is
 * @param dialect of the tables; recognized if it is not given
 * @param image the image's path relative to the data set's folder
 * @param patient the patient's id; samples of a patient are in one set
 * @param examination view, age and sex
 * @param labels the form of the labels
 * @param filters all of which a row must pass
 * @param joins tables with additional columns
 */
public record DatasetDescription(
    String name,
    String title,
    String imagesOf,
    Source training,
    Optional<Source> validation,
    Optional<Source> test,
    Optional<SetColumn> sets,
    Optional<CsvDialect> dialect,
    ColumnText image,
    ColumnText patient,
    ExaminationRule examination,
    LabelRule labels,
    List<RowFilter> filters,
    List<TableJoin> joins) {
  /** Checks the name. */
  public DatasetDescription {
    filters = List.copyOf(filters);
    joins = List.copyOf(joins);
    if (!name.matches("[A-Z][A-Za-z0-9]+")) {
      throw new ConfigurationException(
          "dataset",
          "Expected a name of two letters or more that begins with a capital letter and has letters and digits only, as it begins the names of benchmarks (Own_BCE_E3_...), found '%s'."
              .formatted(name));
    }
    boolean ownValidation =
        validation.isPresent() || sets.filter(each -> !each.validation().isEmpty()).isPresent();
    boolean ownTest = test.isPresent() || sets.filter(each -> !each.test().isEmpty()).isPresent();
    if (ownValidation && !ownTest) {
      throw new ConfigurationException(
          "dataset",
          "A validation set is named, but no test set; name both, the test set alone, or none.");
    }
  }

  /** Whether it takes anything from the headers of DICOM films. */
  boolean readsHeaders() {
    return Stream.of(
            Stream.of(patient),
            examination.columns(),
            sets.map(SetColumn::column).stream(),
            filters.stream().map(RowFilter::column))
        .flatMap(each -> each)
        .anyMatch(each -> each.template().contains(HeaderRows.PREFIX));
  }

  /** The same for a table with other columns. */
  DatasetDescription with(ColumnText otherPatient, ExaminationRule rule, LabelRule otherLabels) {
    return new DatasetDescription(
        name,
        title,
        imagesOf,
        training,
        validation,
        test,
        sets,
        dialect,
        image,
        otherPatient,
        rule,
        otherLabels,
        filters,
        joins);
  }

  /** Whether it describes a data set that is read without a description. */
  boolean isOf(DatasetKind kind) {
    return title.equals(kind.title());
  }

  /** Whether a folder has its table, with the columns of the image; or its folder. */
  public boolean fits(Path folder) {
    Optional<Path> found =
        training.places().stream().map(folder::resolve).filter(Files::exists).findFirst();
    if (found.isEmpty() || !Files.isRegularFile(found.get())) {
      return found.isPresent();
    }
    try (CsvTable table = new CsvTable(found.get(), CsvDialect.recognize(found.get()))) {
      return table.names().containsAll(image.columns());
    } catch (IOException | ThoraxException e) {
      // The reader says what is wrong with it.
      return true;
    }
  }

  /** Whether there is such a set. */
  public boolean names(DatasetPart part) {
    return source(part).isPresent()
        || sets.filter(column -> !column.values(part).isEmpty()).isPresent();
  }

  /** The classes in their order. */
  public List<String> classes() {
    return labels.classes();
  }

  /** The tables or folders of its sets and its joined tables, of each the first that exists. */
  public List<List<String>> sources() {
    return Stream.concat(
            Stream.of(Optional.of(training), validation, test)
                .flatMap(Optional::stream)
                .map(Source::places),
            joins.stream().map(TableJoin::tables))
        .toList();
  }

  /** Where the rows of a set are, when it has a table or folder of its own. */
  Optional<Source> source(DatasetPart part) {
    return switch (part) {
      case TRAIN -> Optional.of(training);
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }

  /**
   * Where rows are.
   *
   * @param places tables or folders of reports, of which the first that exists is read; or one
   *     folder of images
   * @param form what they are
   */
  public record Source(List<String> places, Form form) {
    /** What has the rows. */
    public enum Form {
      /** A CSV table. */
      TABLE,
      /** A folder of images, a row each. */
      FOLDER,
      /** A folder of reports in Open-i's XML. */
      REPORTS
    }

    /** Checks that there is one. */
    public Source {
      places = List.copyOf(places);
      if (places.isEmpty() || (form == Form.FOLDER && places.size() > 1)) {
        throw new ConfigurationException(
            "dataset", "Expected tables or one folder of images, found %s.".formatted(places));
      }
    }

    /** Tables, or a folder of images. */
    public Source(List<String> places, boolean folder) {
      this(places, folder ? Form.FOLDER : Form.TABLE);
    }

    /** Whether it is a folder of images. */
    public boolean folder() {
      return form == Form.FOLDER;
    }
  }
}
