package org.thorax.data;

import java.util.Locale;

/** The view of a radiograph. */
public enum View {
  /** Frontal: from behind (PA) or from the front (AP). */
  FRONTAL,
  /** Lateral. */
  LATERAL,
  /** The table does not specify. */
  UNKNOWN;

  /** Parses CheXpert's {@code Frontal/Lateral}; anything else is unknown. */
  public static View of(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "frontal" -> FRONTAL;
      case "lateral" -> LATERAL;
      default -> UNKNOWN;
    };
  }
}
