package org.thorax.data;

import java.util.Locale;

/** From where a radiograph is taken. */
public enum View {
  /** From behind (PA) or from the front (AP). */
  FRONTAL,
  /** From the side. */
  LATERAL,
  /** The table does not specify. */
  UNKNOWN;

  /** Reads CheXpert's {@code Frontal/Lateral}; anything else is unknown. */
  static View of(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "frontal" -> FRONTAL;
      case "lateral" -> LATERAL;
      default -> UNKNOWN;
    };
  }
}
