package org.thorax.data;

import java.nio.file.Path;
import java.util.List;
import org.thorax.ThoraxException;

/** A table with a header, row after row. */
public interface TableRows extends AutoCloseable {
  /** The file, or the folder whose files are the rows. */
  Path file();

  /** The columns' names from left to right. */
  List<String> names();

  /** Goes to the next row; false after the last. */
  boolean next();

  /**
   * The present row's field, without blanks around it.
   *
   * @throws ThoraxException when the row has fewer fields
   */
  String field(int column);

  /** The present row's line, the header's being 1. */
  int line();

  /** Where the present row is, to begin an error with. */
  String where();

  @Override
  void close();
}
