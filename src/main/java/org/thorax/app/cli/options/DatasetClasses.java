package org.thorax.app.cli.options;

import java.util.List;
import org.thorax.data.description.DatasetReader;
import picocli.CommandLine.Option;

/** Selects classes of a data set. */
public final class DatasetClasses {
  @Option(
      names = "--classes",
      paramLabel = "NAME,...",
      description = "Classes, separated by commas (default: all with a column in the table).")
  private String classes;

  /** The selected classes; empty if none are selected. */
  public List<String> given() {
    return Argument.names(classes);
  }

  /** The selected classes, or those of the table. */
  public List<String> of(DatasetReader reader) {
    return classes == null ? reader.classes() : Argument.names(classes);
  }
}
