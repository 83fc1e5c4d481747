package org.thorax.formats.dicom;

/**
 * A display window.
 *
 * @param center its centre
 * @param width its width: at least 1 for {@link Function#LINEAR}, above 0 otherwise
 * @param function from values to brightness
 */
record Window(double center, double width, Function function) {
  /** VOI LUT functions of DICOM PS3.3, section C.11.2.1. */
  enum Function {
    LINEAR,
    LINEAR_EXACT,
    SIGMOID
  }

  /** Checks the numbers. */
  Window {
    boolean wide = function == Function.LINEAR ? width >= 1 : width > 0;
    if (!wide || !Double.isFinite(width) || !Double.isFinite(center)) {
      throw new IllegalArgumentException("a window of center " + center + " and width " + width);
    }
  }

  /** Brightness, 0 (black) to 1, of a value. */
  double brightness(double x) {
    return switch (function) {
      // PS3.3 C.11.2.1.2.1
      case LINEAR -> {
        if (x <= center - 0.5 - (width - 1) / 2) {
          yield 0;
        }
        yield x > center - 0.5 + (width - 1) / 2 ? 1 : (x - (center - 0.5)) / (width - 1) + 0.5;
      }
      // PS3.3 C.11.2.1.3.2
      case LINEAR_EXACT -> Math.min(Math.max((x - center) / width + 0.5, 0), 1);
      // PS3.3 C.11.2.1.3.1
      case SIGMOID -> 1 / (1 + Math.exp(-4 * (x - center) / width));
    };
  }
}
