package org.thorax;

import java.util.List;

/**
 * Words as a sentence lists them.
 *
 * @param words in their order, at least one
 */
public record WordList(List<String> words) {
  /** Copies the list and checks that it is not empty. */
  public WordList {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("no words to list");
    }
  }

  /** {@code a, b or c}. */
  public String or() {
    return joined(" or ");
  }

  /** {@code a, b and c}. */
  public String and() {
    return joined(" and ");
  }

  private String joined(String last) {
    int end = words.size() - 1;
    String front = String.join(", ", words.subList(0, end));
    return front.isEmpty() ? words.get(end) : front + last + words.get(end);
  }
}
