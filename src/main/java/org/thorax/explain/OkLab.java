package org.thorax.explain;

/**
 * The colour space OKLab (Ottosson, "A perceptual color space for image processing", 2020), whose
 * lightness matches human perception.
 */
final class OkLab {
  private OkLab() {}

  /**
   * A colour as 0xRRGGBB, -1 if it is outside of sRGB.
   *
   * @param lightness 0 to 1
   * @param chroma distance from grey
   * @param hue in radians
   */
  static int rgb(double lightness, double chroma, double hue) {
    double a = chroma * Math.cos(hue);
    double b = chroma * Math.sin(hue);
    double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    int red = level(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
    int green = level(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
    int blue = level(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    return red < 0 || green < 0 || blue < 0 ? -1 : (red << 16) | (green << 8) | blue;
  }

  /** The lightness of a colour 0xRRGGBB. */
  static double lightness(int rgb) {
    double r = linear(rgb >> 16 & 0xff);
    double g = linear(rgb >> 8 & 0xff);
    double b = linear(rgb & 0xff);
    double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  }

  private static double cube(double x) {
    return x * x * x;
  }

  /** The byte of a linear intensity; -1 outside of 0 to 1. */
  private static int level(double linear) {
    if (linear < 0 || linear > 1) {
      return -1;
    }
    double encoded =
        linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * encoded);
  }

  private static double linear(int level) {
    double share = level / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
