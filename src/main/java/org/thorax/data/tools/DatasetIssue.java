package org.thorax.data.tools;

/**
 * Something wrong with a data set.
 *
 * @param kind what is wrong
 * @param text where, in one line
 */
public record DatasetIssue(Kind kind, String text) {
  /** Kinds of faults. */
  public enum Kind {
    /** A row that cannot be used. */
    ROW("rows that cannot be used"),
    /** An image in two rows. */
    REPEATED("images listed more than once in the tables"),
    /** An image file that is not there. */
    MISSING("missing images"),
    /** A file that no image can be made of. */
    CORRUPT("corrupt images"),
    /** Files of other names with the same bytes. */
    DUPLICATE("images with the same content"),
    /** A patient in training and test. */
    OVERLAP("patients in both training and test");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }

    /** What several of them are. */
    public String plural() {
      return plural;
    }
  }
}
