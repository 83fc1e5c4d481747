package org.thorax.data;

import java.util.Locale;
import org.thorax.ThoraxException;

/** What becomes of the label "uncertain" (CheXpert, Irvin et al. 2019, section 3). */
public enum UncertaintyPolicy {
  /** Uncertain counts as absent, in all classes. */
  UZEROES(0);

  private final float value;

  UncertaintyPolicy(float value) {
    this.value = value;
  }

  /** The label that stands for uncertain. */
  public float value() {
    return value;
  }

  /** The name as the logs write it. */
  public String logName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a policy's name in the spellings in use: uzeroes, uzeros, uzero, in any case.
   *
   * @throws ThoraxException for any other
   */
  public static UncertaintyPolicy parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "uzeroes", "uzeros", "uzero" -> UZEROES;
      default ->
          throw new ThoraxException(
              "Unknown uncertainty policy \"" + name + "\"; known: uzeroes (uncertain is absent).");
    };
  }
}
