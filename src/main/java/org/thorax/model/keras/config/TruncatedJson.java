package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;

/** Shortens JSON for a message of one line. */
final class TruncatedJson {
  private static final int LENGTH = 80;

  private TruncatedJson() {}

  static String of(JsonNode node) {
    String text = node.toString();
    return text.length() <= LENGTH ? text : text.substring(0, LENGTH) + " ...";
  }
}
