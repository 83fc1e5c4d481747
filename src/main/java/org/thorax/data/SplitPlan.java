package org.thorax.data;

import org.thorax.DataException;
import org.thorax.ThoraxException;

/**
 * A split by patient: first the test set is split off, or is the data set's official one, then the
 * validation set is split off from the rest.
 *
 * @param seed random seed of both permutations, 0 to 2^32 - 1
 * @param testSize share of all patients; not used for the official test set
 * @param validSize share of the remaining patients
 * @param officialTest whether to use the official test set: CheXpert's {@code test.csv} or {@code
 *     valid.csv}, ChestX-ray14's {@code test_list.txt}
 * @param stratified whether to keep the proportions of the classes, by {@link
 *     IterativeStratification}; sizes are then shares of rows
 */
public record SplitPlan(
    long seed, double testSize, double validSize, boolean officialTest, boolean stratified) {
  /** The random seed of all logged experiments. */
  public static final long DEFAULT_SEED = 6122156;

  /** 64 % training, 16 % validation, 20 % test. */
  public static final SplitPlan DEFAULT = new SplitPlan(DEFAULT_SEED, 0.2, 0.2);

  private static final long LARGEST_SEED = 0xFFFFFFFFL;
  private static final double PERCENT = 100;

  /** Checks seed and shares. */
  public SplitPlan {
    checkSeed(seed);
    checkShare("patients of the test set", testSize);
    checkShare("patients of the validation set", validSize);
  }

  /** Both sets at random. */
  public SplitPlan(long seed, double testSize, double validSize) {
    this(seed, testSize, validSize, false, false);
  }

  /**
   * The split {@code DSttvv}: tt percent of the patients for training, vv for validation, and the
   * official test set.
   *
   * @throws ThoraxException if the two do not add up to 100
   */
  public static SplitPlan ofTag(String tag) {
    if (!tag.matches("DS?[0-9]{4}")) {
      throw new DataException("Expected a split such as DS9505, found " + tag + ".");
    }
    int digits = tag.length() - 4;
    int training = Integer.parseInt(tag.substring(digits, digits + 2));
    int validation = Integer.parseInt(tag.substring(digits + 2));
    if (training + validation != PERCENT || training == 0 || validation == 0) {
      throw new DataException(
          String.format(
              "%s means %d %% for training and %d %% for validation, which must be above 0 and add"
                  + " up to 100, as in DS9505; the test set is the official one.",
              tag, training, validation));
    }
    return new SplitPlan(DEFAULT_SEED, DEFAULT.testSize, validation / PERCENT, true, false);
  }

  /** A copy with another random seed. */
  public SplitPlan withSeed(long other) {
    return new SplitPlan(other, testSize, validSize, officialTest, stratified);
  }

  /** The same with the data set's own test set. */
  public SplitPlan withOfficialTest() {
    return new SplitPlan(seed, testSize, validSize, true, stratified);
  }

  /** A copy that is stratified or not. */
  public SplitPlan withStratified(boolean other) {
    return new SplitPlan(seed, testSize, validSize, officialTest, other);
  }

  /** Splits samples that have no official test set. */
  public DatasetSplit split(Samples all) {
    GroupShuffleSplit.Rows outer = rows(testSize, all);
    return withTest(all.select(outer.train()), all.select(outer.test()));
  }

  /** Splits {@code samples} into training and validation; the test samples are given. */
  public DatasetSplit withTest(Samples samples, Samples test) {
    GroupShuffleSplit.Rows inner = rows(validSize, samples);
    return new DatasetSplit(samples.select(inner.train()), samples.select(inner.test()), test);
  }

  private GroupShuffleSplit.Rows rows(double size, Samples samples) {
    return stratified
        ? new IterativeStratification(size, seed).split(samples)
        : new GroupShuffleSplit(size, seed).split(samples);
  }

  /** A description of the split. */
  public String describe() {
    String test =
        officialTest ? "official test set" : String.format("%.0f %% test", PERCENT * testSize);
    return String.format(
        "split by %s: %s, %.0f %% of the rest validation, seed %d",
        stratified ? "patient, stratified" : "patient", test, PERCENT * validSize, seed);
  }

  static void checkSeed(long seed) {
    if (seed < 0 || seed > LARGEST_SEED) {
      throw new DataException("Split seed must be 0 to " + LARGEST_SEED + ", found " + seed + ".");
    }
  }

  static void checkShare(String what, double share) {
    if (!(share > 0 && share < 1)) {
      throw new DataException(
          "The share of " + what + " must be between 0 and 1, found " + share + ".");
    }
  }
}
