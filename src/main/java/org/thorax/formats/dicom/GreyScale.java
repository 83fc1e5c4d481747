package org.thorax.formats.dicom;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;

/**
 * Converts stored values to 8-bit grey: the modality's rescaling or table, then the window or else
 * the VOI table, inverted for MONOCHROME1 (DICOM PS3.3, sections C.11.1 and C.11.2). Without window
 * and table, 8-bit values are unchanged; others are stretched from the lowest to the highest value
 * in the image, without padding.
 */
record GreyScale(
    PixelFormat format,
    Modality modality,
    Optional<Window> window,
    Optional<LookUpTable> table,
    Padding padding,
    boolean inverted) {
  private static final double WHITE = 255;

  /**
   * From stored values to the modality's own.
   *
   * @param slope of a rescaling, not 0
   * @param intercept of it
   * @param table used in its place
   */
  private record Modality(double slope, double intercept, Optional<LookUpTable> table) {
    Modality {
      if (slope == 0 || !Double.isFinite(slope) || !Double.isFinite(intercept)) {
        throw new IllegalArgumentException("a rescaling by " + slope + " and " + intercept);
      }
    }

    double of(int stored) {
      return table.isPresent() ? table.get().of(stored) : stored * slope + intercept;
    }

    boolean isPlain() {
      return slope == 1 && intercept == 0 && table.isEmpty();
    }
  }

  /**
   * Stored values that are no image.
   *
   * @param from the least
   * @param to the greatest
   */
  private record Padding(int from, int to) {
    boolean has(int stored) {
      return stored >= from && stored <= to;
    }
  }

  /**
   * Reads the elements of a file.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static GreyScale of(DicomDataSet elements, PixelFormat format, boolean inverted) {
    double intercept = elements.decimal(Tags.RESCALE_INTERCEPT).orElse(0);
    Modality modality =
        new Modality(
            elements.decimal(Tags.RESCALE_SLOPE).orElse(1),
            intercept,
            LookUpTable.in(elements, Tags.MODALITY_LUT, format.signed()));
    OptionalInt padding = elements.number(Tags.PIXEL_PADDING);
    OptionalInt limit = elements.number(Tags.PIXEL_PADDING_LIMIT);
    int one = padding.isPresent() ? signed(padding.getAsInt(), format) : Integer.MAX_VALUE;
    int other = limit.isPresent() ? signed(limit.getAsInt(), format) : one;
    return new GreyScale(
        format,
        modality,
        window(elements),
        LookUpTable.in(elements, Tags.VOI_LUT, format.signed() || intercept < 0),
        new Padding(Math.min(one, other), Math.max(one, other)),
        inverted);
  }

  private static int signed(int value, PixelFormat format) {
    return format.signed() ? (short) value : value;
  }

  private static Optional<Window> window(DicomDataSet elements) {
    OptionalDouble center = elements.decimal(Tags.WINDOW_CENTER);
    OptionalDouble width = elements.decimal(Tags.WINDOW_WIDTH);
    if (center.isEmpty() || width.isEmpty()) {
      return Optional.empty();
    }
    String named = elements.text(Tags.WINDOW_FUNCTION).orElse("LINEAR");
    Window.Function function =
        Arrays.stream(Window.Function.values())
            .filter(known -> known.name().equals(named))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("an unknown window function"));
    return Optional.of(new Window(center.getAsDouble(), width.getAsDouble(), function));
  }

  byte[] apply(int[] stored) {
    DoubleUnaryOperator brightness = brightness(stored);
    byte[] levels = new byte[format.values()];
    for (int i = 0; i < levels.length; i++) {
      double bright = brightness.applyAsDouble(modality.of(format.least() + i));
      double shown = inverted ? 1 - bright : bright;
      levels[i] = (byte) (int) (shown * WHITE + 0.5);
    }
    byte[] grey = new byte[stored.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = levels[stored[i] - format.least()];
    }
    return grey;
  }

  private DoubleUnaryOperator brightness(int[] stored) {
    if (window.isPresent()) {
      return window.get()::brightness;
    }
    return table.isPresent() ? table.get()::brightness : wholeRange(stored);
  }

  private DoubleUnaryOperator wholeRange(int[] stored) {
    if (format.stored() == 8 && !format.signed() && modality.isPlain()) {
      return value -> value / WHITE;
    }
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int value : stored) {
      if (!padding.has(value)) {
        double rescaled = modality.of(value);
        least = Math.min(least, rescaled);
        greatest = Math.max(greatest, rescaled);
      }
    }
    double black = least;
    double range = greatest - least;
    // A constant image becomes black.
    return value -> range > 0 ? Math.min(Math.max((value - black) / range, 0), 1) : 0;
  }
}
