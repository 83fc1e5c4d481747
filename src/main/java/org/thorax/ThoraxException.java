package org.thorax;

/**
 * An error that the user can correct: its message is one line that states what was expected, what
 * was found, where, and what to do. The command line prints it without a stack trace and exits with
 * 1.
 */
public final class ThoraxException extends RuntimeException {
  /**
   * @param message expected, found, where, cure; one line
   */
  public ThoraxException(String message) {
    super(message);
  }

  /**
   * @param message expected, found, where, cure; one line
   * @param cause what went wrong underneath; shown with {@code --verbose}
   */
  public ThoraxException(String message, Throwable cause) {
    super(message, cause);
  }
}
