package org.thorax.app.serve.http;

/**
 * Text of a client in a response: shortened, and without control characters for a terminal or log.
 */
public final class SafeText {
  private static final int MAX_LENGTH = 80;

  private SafeText() {}

  public static String of(String words) {
    String plain = words.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= MAX_LENGTH ? plain : plain.substring(0, MAX_LENGTH) + "...";
  }
}
