package org.thorax.app.serve.http;

/** A client's words within an answer: short, and without what a terminal or log would obey. */
public final class SafeText {
  private static final int MAX_LENGTH = 80;

  private SafeText() {}

  public static String of(String words) {
    String plain = words.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= MAX_LENGTH ? plain : plain.substring(0, MAX_LENGTH) + "...";
  }
}
