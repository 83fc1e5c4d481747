package org.thorax.data.image;

import java.util.Map;
import org.thorax.ThoraxException;

/**
 * An operation on the resized grey image. Takes and gives bytes; where the operation makes
 * fractions they are cut off, as the Python recipe's last cast did. Between two operations nothing
 * but bytes passes, so that any order works.
 */
public sealed interface Transformation
    permits GaussianBlur, HistogramEqualization, MedianFilter, UnsharpMask, Windowing {

  /**
   * The transformation in words, such as {@code unsharp_mask radius=2 amount=1}; a parameter that
   * is not given has its default.
   *
   * @throws ThoraxException for an unknown name or parameter, listing what there is
   */
  static Transformation parse(String text) {
    return TransformationText.parse(text);
  }

  /**
   * The transformation that a token of a benchmark's name means: {@code sharp21}, {@code gb} or
   * {@code hist}.
   *
   * @throws ThoraxException for another token
   */
  static Transformation ofToken(String token) {
    return TransformationText.ofToken(token);
  }

  /** A new image of the same size. */
  GreyImage apply(GreyImage image);

  /** The name in logs, such as {@code unsharp_mask}. */
  String name();

  /** The parameters by their names in logs, in order; empty when there are none. */
  Map<String, Object> parameters();

  /** In words that {@link #parse} reads; the same words always mean the same pixels. */
  default String fingerprint() {
    StringBuilder text = new StringBuilder(name());
    parameters().forEach((key, value) -> text.append(' ').append(key).append('=').append(value));
    return text.toString();
  }

  /** A whole number as such: logs have 2, not 2.0. */
  static Number plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9 ? (Number) (long) value : value;
  }
}
