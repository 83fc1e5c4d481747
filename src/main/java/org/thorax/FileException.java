package org.thorax;

/**
 * A file or folder that cannot be read or written, or does not hold what was expected; its message
 * names it.
 */
public final class FileException extends ThoraxException {
  /**
   * @param message expected, found, where, cure; one line
   */
  public FileException(String message) {
    super(message);
  }

  /**
   * @param message expected, found, where, cure; one line
   * @param cause what went wrong underneath
   */
  public FileException(String message, Throwable cause) {
    super(message, cause);
  }
}
