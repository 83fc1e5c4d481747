package org.thorax.app.serve.http;

/** A client's words within an answer: short, and without what a terminal or log would obey. */
public final class Quoted {
  private static final int MOST = 80;

  private Quoted() {}

  public static String of(String words) {
    String plain = words.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= MOST ? plain : plain.substring(0, MOST) + "...";
  }
}
