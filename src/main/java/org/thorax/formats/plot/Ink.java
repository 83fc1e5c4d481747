package org.thorax.formats.plot;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A colour by its purpose, in a light and in a dark theme.
 *
 * @param name of the CSS class, e.g. {@code ink-text}
 * @param light 0xRRGGBB
 * @param dark 0xRRGGBB
 */
public record Ink(String name, int light, int dark) {
  /** The background. */
  public static final Ink SURFACE = new Ink("ink-surface", 0xffffff, 0x1e1e1c);

  /** Text. */
  public static final Ink TEXT = new Ink("ink-text", 0x1d1d1b, 0xecebe6);

  /** Secondary text. */
  public static final Ink MUTED = new Ink("ink-muted", 0x5f5e5a, 0xa9a8a1);

  /** Axes and grids. */
  public static final Ink GRID = new Ink("ink-grid", 0xdddcd6, 0x41413d);

  /** The first series. */
  public static final Ink FIRST = new Ink("ink-first", 0x1f6fd1, 0x5aa2f2);

  /** The second series; distinguishable from the first with colour blindness, too. */
  public static final Ink SECOND = new Ink("ink-second", 0xe08a1e, 0xf0a94e);

  /** The third series. */
  public static final Ink THIRD = new Ink("ink-third", 0x0e8f6e, 0x3cc79f);

  /** Context of less interest. */
  public static final Ink QUIET = new Ink("ink-quiet", 0xaeaca3, 0x7b7a73);

  /** Missing values. */
  public static final Ink EMPTY = new Ink("ink-empty", 0xe9e8e3, 0x383835);

  private static final int WHITE = 0xffffff;
  private static final int BLACK = 0x111111;
  private static final int STEPS = 20;
  private static final Ink PALE = new Ink("pale", 0xf1f5fb, 0x25292f);
  private static final Ink STRONG = new Ink("strong", 0x0d4796, 0x8cc2ff);

  /** From pale to strong. */
  public static Ink heat(double share) {
    int step = (int) Math.round(Math.min(1, Math.max(0, share)) * STEPS);
    double weight = (double) step / STEPS;
    return new Ink(
        "ink-heat-" + step,
        mixed(PALE.light, STRONG.light, weight),
        mixed(PALE.dark, STRONG.dark, weight));
  }

  /** The text colour on {@link #heat} of this value: the one with more contrast. */
  public static Ink onHeat(double share) {
    Ink field = heat(share);
    return new Ink(
        field.name().replace("heat", "on-heat"), standingOut(field.light), standingOut(field.dark));
  }

  private static int standingOut(int field) {
    double bright = luminance(field);
    // The contrast ratio of the Web Content Accessibility Guidelines.
    double toWhite = (luminance(WHITE) + 0.05) / (bright + 0.05);
    double toBlack = (bright + 0.05) / (luminance(BLACK) + 0.05);
    return toWhite > toBlack ? WHITE : BLACK;
  }

  private static double luminance(int colour) {
    double[] weight = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < weight.length; i++) {
      double part = (colour >> (16 - 8 * i) & 0xff) / 255.0;
      sum += weight[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  /** All inks, for a style sheet. */
  public static List<Ink> all() {
    Stream<Ink> heats =
        IntStream.rangeClosed(0, STEPS)
            .mapToDouble(i -> (double) i / STEPS)
            .boxed()
            .flatMap(share -> Stream.of(heat(share), onHeat(share)));
    return Stream.concat(
            Stream.of(SURFACE, TEXT, MUTED, GRID, FIRST, SECOND, THIRD, QUIET, EMPTY), heats)
        .toList();
  }

  private static int mixed(int from, int to, double weight) {
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int one = from >> shift & 0xff;
      int other = to >> shift & 0xff;
      colour |= (int) Math.round(one + weight * (other - one)) << shift;
    }
    return colour;
  }
}
