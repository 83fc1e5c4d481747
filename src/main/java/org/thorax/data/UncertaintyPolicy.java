package org.thorax.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/** The encoding of the label "uncertain" (CheXpert, Irvin et al. 2019, section 3). */
public sealed interface UncertaintyPolicy {
  /**
   * The label that replaces an uncertain one.
   *
   * @param image the image's name
   * @param className the class
   * @return [0, 1], or {@link Labels#MASKED}
   */
  float label(String image, String className);

  /** The policy for evaluation, whose labels are 0, 1 or unlabelled, without smoothing. */
  default UncertaintyPolicy inEvaluation() {
    return this;
  }

  /** Whether every uncertain label becomes {@link Labels#MASKED}. */
  default boolean masks() {
    return false;
  }

  /**
   * Checks that the policy covers exactly these classes.
   *
   * @throws ThoraxException naming the classes
   */
  default void check(List<String> classes) {}

  /** The same encoding for all classes. */
  enum Everywhere implements UncertaintyPolicy {
    /** Uncertain counts as absent (U-Zeroes). */
    UZEROES(0),
    /** Uncertain counts as present (U-Ones). */
    UONES(1),
    /** Uncertain counts as unlabelled (U-Ignore). Needs a loss that masks. */
    UIGNORE(Labels.MASKED),
    /**
     * Uncertain is a separate output, with three outputs per class (U-MultiClass). In labels with
     * one value per class it is marked as unlabelled. Needs the loss for three outputs.
     */
    UMULTICLASS(Labels.MASKED);

    private final float value;

    Everywhere(float value) {
      this.value = value;
    }

    @Override
    public float label(String image, String className) {
      return value;
    }

    @Override
    public boolean masks() {
      return this == UIGNORE;
    }

    /** The name in the logs. */
    public String logName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Absent in some classes, present in others.
   *
   * @param zeroes classes where uncertain counts as absent
   * @param ones classes where it counts as present
   * @param partial whether a class may be in neither list, as the original project allowed; its
   *     uncertain labels then stay {@link Labels#MASKED}
   */
  record ClassLists(List<String> zeroes, List<String> ones, boolean partial)
      implements UncertaintyPolicy {
    /** Checks that no class is listed twice. */
    public ClassLists {
      zeroes = List.copyOf(zeroes);
      ones = List.copyOf(ones);
      Set<String> seen = new HashSet<>();
      for (List<String> list : List.of(zeroes, ones)) {
        for (String name : list) {
          if (!seen.add(name)) {
            throw new DataException(
                "The class \""
                    + name
                    + "\" is listed twice for uncertain labels; name it once, as zero or as one.");
          }
        }
      }
    }

    @Override
    public float label(String image, String className) {
      if (zeroes.contains(className)) {
        return 0;
      }
      return ones.contains(className) ? 1 : Labels.MASKED;
    }

    @Override
    public void check(List<String> classes) {
      List<String> listed = new ArrayList<>(zeroes);
      listed.addAll(ones);
      List<String> unknown = listed.stream().filter(name -> !classes.contains(name)).toList();
      List<String> missing = classes.stream().filter(name -> !listed.contains(name)).toList();
      if (!unknown.isEmpty()) {
        throw new DataException(
            "Uncertain labels are listed for "
                + unknown
                + ", which are not among the classes "
                + classes
                + "; take lists that fit the classes.");
      }
      if (!missing.isEmpty() && !partial) {
        throw new DataException(
            "Nothing says what uncertain labels of "
                + missing
                + " become; put every class into the list of zeros or of ones.");
      }
    }
  }

  /**
   * Label smoothing (LSR of Pham et al. 2019, "Interpreting chest X-rays via CNNs that exploit
   * hierarchical disease dependencies and uncertainty labels"): a uniform random number from [low,
   * high). It depends only on seed, image and class, not on the order of rows or the split.
   *
   * @param low at least 0
   * @param high above {@code low}, at most 1
   * @param seed random seed
   */
  record Smoothed(double low, double high, long seed) implements UncertaintyPolicy {
    /** The ranges of the paper: (0.55, 0.85) instead of one. */
    public static Smoothed towardsOne(long seed) {
      return new Smoothed(0.55, 0.85, seed);
    }

    /** The ranges of the paper: (0, 0.3) instead of zero. */
    public static Smoothed towardsZero(long seed) {
      return new Smoothed(0, 0.3, seed);
    }

    /** Checks the range. */
    public Smoothed {
      if (!(low >= 0 && low < high && high <= 1)) {
        throw new DataException(
            "Uncertain labels are smoothed into a range within 0 and 1, not ["
                + low
                + ", "
                + high
                + "].");
      }
    }

    @Override
    public float label(String image, String className) {
      long key = fnv1a(image + '\t' + className);
      double drawn = new SplittableRandom(seed * 0x9e3779b97f4a7c15L ^ key).nextDouble();
      // Rounding to float may reach the upper end, which is not in the range.
      return Math.min((float) (low + drawn * (high - low)), Math.nextDown((float) high));
    }

    @Override
    public UncertaintyPolicy inEvaluation() {
      return low + high >= 1 ? Everywhere.UONES : Everywhere.UZEROES;
    }

    /** FNV-1a of 64 bits: String.hashCode has too few for 220,000 names. */
    private static long fnv1a(String text) {
      long hash = 0xcbf29ce484222325L;
      for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
        hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
      }
      return hash;
    }
  }

  /**
   * Parses a policy for all classes, in the spellings in use, ignoring case: uzeroes, uzeros,
   * uzero; uones, uone; uignore, ignore; umulticlass.
   *
   * @throws ThoraxException for any other
   */
  static UncertaintyPolicy parse(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "uzeroes", "uzeros", "uzero" -> Everywhere.UZEROES;
      case "uones", "uone" -> Everywhere.UONES;
      case "uignore", "ignore" -> Everywhere.UIGNORE;
      case "umulticlass" -> Everywhere.UMULTICLASS;
      default ->
          throw new DataException(
              "Unknown uncertainty policy \""
                  + name
                  + "\"; known: uzeroes (uncertain is absent), uones (present), uignore (not"
                  + " labelled), umulticlass (an output of its own).");
    };
  }
}
