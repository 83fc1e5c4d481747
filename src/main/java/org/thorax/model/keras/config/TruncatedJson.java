package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;

/** JSON short enough for a one-line message. */
final class TruncatedJson {
  private static final int LENGTH = 80;

  private TruncatedJson() {}

  static String of(JsonNode node) {
    String text = node.toString();
    return text.length() <= LENGTH ? text : text.substring(0, LENGTH) + " ...";
  }
}
