package org.thorax.app.doctor;

/**
 * The result of one check.
 *
 * @param level its severity
 * @param subject what was checked, a word or two
 * @param text what was found and, unless it is good, what to do
 */
public record CheckResult(Level level, String subject, String text) {
  /** The severity of a finding. */
  public enum Level {
    /** Good. */
    OK,
    /** Missing, but only some features need it. */
    NOTE,
    /** Thorax, or the requested feature, does not work like this. */
    BAD
  }

  static CheckResult ok(String subject, String text) {
    return new CheckResult(Level.OK, subject, text);
  }

  static CheckResult note(String subject, String text) {
    return new CheckResult(Level.NOTE, subject, text);
  }

  static CheckResult bad(String subject, String text) {
    return new CheckResult(Level.BAD, subject, text);
  }
}
