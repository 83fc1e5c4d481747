package org.thorax.app.doctor;

/**
 * One thing that was looked at.
 *
 * @param level how it is
 * @param subject what was looked at, a word or two
 * @param text what was found and, unless it is good, the cure
 */
public record CheckResult(Level level, String subject, String text) {
  /** How a thing is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Missing, but not for everything. */
    NOTE,
    /** Thorax, or what was asked for, does not work like this. */
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
