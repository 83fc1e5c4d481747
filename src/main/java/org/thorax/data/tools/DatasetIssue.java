package org.thorax.data.tools;

/**
 * A problem of a data set.
 *
 * @param kind of the problem
 * @param text its place, in one line
 */
public record DatasetIssue(Kind kind, String text) {
  /** Kinds of faults. */
  public enum Kind {
    /** An invalid row. */
    ROW("rows that cannot be used"),
    /** An image in two rows. */
    REPEATED("images listed more than once in the tables"),
    /** A missing image file. */
    MISSING("missing images"),
    /** A file that cannot be decoded. */
    CORRUPT("corrupt images"),
    /** Files of different names with the same bytes. */
    DUPLICATE("images with the same content"),
    /** A patient in both training and test set. */
    OVERLAP("patients in both training and test");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }

    /** The plural of the kind. */
    public String plural() {
      return plural;
    }
  }
}
