package org.thorax.data;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A table's data on a radiograph besides its labels. They are not used for training, so a missing
 * or invalid value is unknown and not an error.
 *
 * @param view frontal or lateral
 * @param projection {@code AP}, {@code PA}, {@code LL}, {@code RL} as in the table; "" if it is not
 *     specified
 * @param age of the patient in years, 0 to 130
 * @param sex {@code Female}, {@code Male}, or "" if it is not specified
 */
public record Examination(View view, String projection, OptionalInt age, String sex) {
  /** A table without these columns. */
  public static final Examination UNKNOWN =
      new Examination(View.UNKNOWN, "", OptionalInt.empty(), "");

  private static final int OLDEST = 130;
  private static final double DAYS_A_YEAR = 365.25;

  /** Checks that all are there. */
  public Examination {
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(projection, "projection");
    Objects.requireNonNull(age, "age");
    Objects.requireNonNull(sex, "sex");
  }

  /**
   * Whole years: {@code 61}, {@code 61.0}, DICOM's {@code 061Y}, also in months, weeks and days
   * ({@code 018M} is 1).
   */
  public static OptionalInt age(String text) {
    if (text.matches("0*[0-9]{1,3}[MWD]")) {
      double units =
          switch (text.charAt(text.length() - 1)) {
            case 'M' -> 12;
            case 'W' -> DAYS_A_YEAR / 7;
            default -> DAYS_A_YEAR;
          };
      return OptionalInt.of((int) (Integer.parseInt(text, 0, text.length() - 1, 10) / units));
    }
    if (!text.matches("[0-9]{1,3}(\\.0)?Y?")) {
      return OptionalInt.empty();
    }
    int years = Integer.parseInt(text.replaceAll("\\.0|Y", ""));
    // ChestX-ray14 has a few patients of 411 years.
    return years > OLDEST ? OptionalInt.empty() : OptionalInt.of(years);
  }

  /** One word for a sex in the spellings of both data sets. */
  public static String sex(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "f", "female" -> "Female";
      case "m", "male" -> "Male";
      default -> "";
    };
  }
}
