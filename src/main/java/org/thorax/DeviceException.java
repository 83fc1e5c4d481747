package org.thorax;

/** The CPU or GPU cannot compute this: it lacks memory, an instruction set or a driver. */
public final class DeviceException extends ThoraxException {
  /**
   * @param message expected, found, where, cure; one line
   */
  public DeviceException(String message) {
    super(message);
  }

  /**
   * @param message expected, found, where, cure; one line
   * @param cause what went wrong underneath
   */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
