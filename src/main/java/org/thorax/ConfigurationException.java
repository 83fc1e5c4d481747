package org.thorax;

/** A setting that is missing, wrong, or contradicts another one. */
public final class ConfigurationException extends ThoraxException {
  private final String setting;

  /**
   * @param setting the name of the setting to change, as in {@code batch-size}; on the command line
   *     the option of this name
   * @param message expected, found, where, cure; one line
   */
  public ConfigurationException(String setting, String message) {
    super(message);
    this.setting = setting;
  }

  /**
   * @param setting the name of the setting to change
   * @param message expected, found, where, cure; one line
   * @param cause what went wrong underneath
   */
  public ConfigurationException(String setting, String message, Throwable cause) {
    super(message, cause);
    this.setting = setting;
  }

  /** The name of the setting to change. */
  public String setting() {
    return setting;
  }
}
