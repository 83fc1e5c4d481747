package org.thorax.serve;

/** A client's words within an answer: short, and without what a terminal or log would obey. */
final class Quoted {
  private static final int MOST = 80;

  private Quoted() {}

  static String of(String words) {
    String plain = words.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= MOST ? plain : plain.substring(0, MOST) + "...";
  }
}
