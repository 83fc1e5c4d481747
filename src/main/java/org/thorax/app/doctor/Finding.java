package org.thorax.app.doctor;

/**
 * The result of one check.
 *
 * @param level its severity
 * @param subject what was checked, a word or two
 * @param text what was found and, unless it is good, what to do
 */
public record Finding(Level level, String subject, String text) {
  /** The severity of a finding. */
  public enum Level {
    /** Good. */
    OK,
    /** Missing, but only some features need it. */
    NOTE,
    /** Thorax, or the requested feature, does not work like this. */
    BAD
  }

  static Finding ok(String subject, String text) {
    return new Finding(Level.OK, subject, text);
  }

  static Finding note(String subject, String text) {
    return new Finding(Level.NOTE, subject, text);
  }

  static Finding bad(String subject, String text) {
    return new Finding(Level.BAD, subject, text);
  }
}
