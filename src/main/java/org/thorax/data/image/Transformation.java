package org.thorax.data.image;

import java.util.Map;
import org.thorax.ThoraxException;

/**
 * An operation on the resized grey image. Input and output are bytes; fractions are truncated, like
 * the Python recipe's last cast. Because operations exchange only bytes, they work in any order.
 */
public sealed interface Transformation
    permits GaussianBlur, HistogramEqualization, MedianFilter, UnsharpMask, Windowing {

  /**
   * Parses a transformation such as {@code unsharp_mask radius=2 amount=1}; missing parameters have
   * their defaults.
   *
   * @throws ThoraxException for an unknown name or parameter, listing the known ones
   */
  static Transformation parse(String text) {
    return TransformationText.parse(text);
  }

  /**
   * The transformation of a token of a benchmark's name: {@code sharp21}, {@code gb} or {@code
   * hist}.
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

  /** The parameters by their names in the logs, in order; empty if there are none. */
  Map<String, Object> parameters();

  /** A text that {@link #parse} reads; the same text always stands for the same pixels. */
  default String fingerprint() {
    StringBuilder text = new StringBuilder(name());
    parameters().forEach((key, value) -> text.append(' ').append(key).append('=').append(value));
    return text.toString();
  }

  /** An integer as such: logs have 2, not 2.0. */
  static Number plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9 ? (Number) (long) value : value;
  }
}
