package org.thorax;

/**
 * A failure that the user can fix: its message is one line that says what was expected, what was
 * found, where, and the cure. Settings stand in backquotes by their names, as in {@code give
 * `scaling` tf}; the command line prints them as its options, without a stack trace, and exits with
 * 1.
 *
 * <p>The subclasses say where the cause is: in a file, in a setting, in the data, or in the device.
 * What is thrown as this class itself has several causes or another one, such as a network that
 * cannot be trained or a store that does not answer.
 */
public sealed class ThoraxException extends RuntimeException
    permits ConfigurationException, DataException, DeviceException, FileException {
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
