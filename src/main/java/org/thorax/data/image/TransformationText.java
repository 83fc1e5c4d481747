package org.thorax.data.image;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/** Parses transformations, and tokens of benchmark names. */
final class TransformationText {
  private static final String NAMES =
      "unsharp_mask [radius=1] [amount=1], gaussian_blur [kernal_size=3] [sigma=0],"
          + " windowing [low=40] [high=255], median_filter, hist_equalization";
  private static final Pattern SHARP = Pattern.compile("sharp([0-9])([0-9])");

  private final String text;
  private final Map<String, String> given = new HashMap<>();

  private TransformationText(String text) {
    this.text = text;
  }

  /** {@code sharp21}, {@code gb} or {@code hist}. */
  static Transformation ofToken(String token) {
    Matcher sharp = SHARP.matcher(token);
    if (sharp.matches()) {
      return new UnsharpMask(Integer.parseInt(sharp.group(1)), Integer.parseInt(sharp.group(2)));
    }
    return switch (token) {
      case "gb" -> GaussianBlur.DEFAULT;
      case "hist" -> new HistogramEqualization();
      default ->
          throw new DataException(
              "Transformations are sharp<radius><amount>, gb and hist; found '" + token + "'.");
    };
  }

  static Transformation parse(String text) {
    return new TransformationText(text).parsed();
  }

  private Transformation parsed() {
    List<String> words = Arrays.asList(text.strip().split("\\s+", -1));
    for (String word : words.subList(1, words.size())) {
      String[] parts = word.split("=", -1);
      if (parts.length != 2 || given.put(parts[0], parts[1]) != null) {
        throw unknown();
      }
    }
    Transformation transformation =
        switch (words.get(0)) {
          case "unsharp_mask" -> new UnsharpMask(number("radius", 1), number("amount", 1));
          case "gaussian_blur" ->
              new GaussianBlur((int) number("kernal_size", 3), number("sigma", 0));
          case "windowing" -> new Windowing((int) number("low", 40), (int) number("high", 255));
          case "median_filter" -> new MedianFilter();
          case "hist_equalization" -> new HistogramEqualization();
          default -> throw unknown();
        };
    if (!given.isEmpty()) {
      throw unknown();
    }
    return transformation;
  }

  private double number(String name, double otherwise) {
    String value = given.remove(name);
    try {
      return value == null ? otherwise : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw unknown();
    }
  }

  private ThoraxException unknown() {
    return new DataException("Transformations are " + NAMES + "; found '" + text + "'.");
  }
}
