package org.thorax;

/**
 * Data that cannot be used: a table, its labels, an image, or scores that do not fit each other.
 */
public final class DataException extends ThoraxException {
  /**
   * @param message expected, found, where, cure; one line
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * @param message expected, found, where, cure; one line
   * @param cause what went wrong underneath
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
