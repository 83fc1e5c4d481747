package org.thorax.explain;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/** Colour maps. */
public enum Colors {
  /**
   * From dark violet through red to light yellow: the lightness rises evenly (in Ottosson's OKLab),
   * so that the map is readable in grey and with colour blindness.
   */
  PERCEPTUAL,
  /** OpenCV's JET, inverted and with red and blue exchanged, as in the original project. */
  ORIGINAL;

  private static final double DARKEST = 0.20;
  private static final double LIGHTEST = 0.94;
  private static final double FIRST_HUE = 290;
  private static final double HUE_TURN = 180;
  private static final double STRONGEST_CHROMA = 0.19;
  private static final int[] JET = jet();
  private static final int[] EVEN = even();

  /**
   * The colour 0xRRGGBB of a value.
   *
   * @param value 0 to 1
   */
  public int of(float value) {
    int index = Math.max(0, Math.min(255, (int) (255 * value)));
    // 255 - (blue, green, red), read as (red, green, blue).
    return this == PERCEPTUAL ? EVEN[index] : 0xffffff - swapped(JET[index]);
  }

  /**
   * The colour map of that name.
   *
   * @throws ThoraxException listing the names if it is unknown
   */
  public static Colors named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "colors",
                    "Expected `colors` %s, found '%s'."
                        .formatted(
                            Arrays.stream(values())
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining("|")),
                            name)));
  }

  /** OpenCV's COLORMAP_JET at 0 to 255, as 0xRRGGBB. */
  static int jet(int index) {
    return JET[index];
  }

  private static int swapped(int rgb) {
    return ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16);
  }

  private static int[] jet() {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int red = level(4 * (i - 96) + 2, 4 * (287 - i));
      int green = level(4 * (i - 32), 4 * (223 - i));
      int blue = level(4 * i + 128, 4 * (159 - i) + 2);
      table[i] = (red << 16) | (green << 8) | blue;
    }
    table[159]--; // OpenCV's own table rounds this one down.
    return table;
  }

  private static int level(int rising, int falling) {
    return Math.max(0, Math.min(255, Math.min(rising, falling)));
  }

  private static int[] even() {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      double share = i / 255.0;
      double lightness = DARKEST + share * (LIGHTEST - DARKEST);
      double hue = Math.toRadians(FIRST_HUE + share * HUE_TURN);
      double chroma = STRONGEST_CHROMA * Math.min(1, 0.45 + 1.4 * share);
      int colour = OkLab.rgb(lightness, chroma, hue);
      while (colour < 0) {
        chroma *= 0.99;
        colour = OkLab.rgb(lightness, chroma, hue);
      }
      table[i] = colour;
    }
    return table;
  }
}
