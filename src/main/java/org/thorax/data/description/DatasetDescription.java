package org.thorax.data.description;

import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.data.CsvDialect;

/**
 * What a data set's {@code dataset.yaml} says.
 *
 * @param name the first token of benchmarks' names: letters and digits
 * @param title for pages
 * @param training where training samples are; validation and test sets are split off unless said
 * @param validation where validation samples are
 * @param test where test samples are
 * @param sets the column that says in which set a row of {@code training} is
 * @param dialect of the tables; recognized when it is not said
 * @param image the image's path relative to the data set's folder
 * @param patient who must not be in two sets
 * @param examination view, age and sex
 * @param labels how findings are said
 * @param filters all of which a row must pass
 * @param joins tables with further columns
 */
public record DatasetDescription(
    String name,
    String title,
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
    if (!name.matches("[A-Z][A-Za-z0-9]*")) {
      throw new ConfigurationException(
          "dataset",
          "Expected a name that begins with a capital letter and has letters and digits only, as it begins the names of benchmarks (Own_BCE_E3_...), found '%s'."
              .formatted(name));
    }
  }

  /** The classes in their order. */
  public List<String> classes() {
    return labels.classes();
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
   * @param places tables, of which the first that exists is read; or one folder of images
   * @param folder whether it is a folder of images
   */
  public record Source(List<String> places, boolean folder) {
    /** Checks that there is one. */
    public Source {
      places = List.copyOf(places);
      if (places.isEmpty() || (folder && places.size() > 1)) {
        throw new ConfigurationException(
            "dataset", "Expected tables or one folder of images, found %s.".formatted(places));
      }
    }
  }
}
