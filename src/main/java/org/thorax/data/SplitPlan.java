package org.thorax.data;

import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/**
 * A split by patient: first the test set is split off, or is the data set's official one, or a fold
 * of a cross-validation; then the validation set is split off from the rest.
 *
 * @param seed random seed of both permutations, 0 to 2^32 - 1
 * @param testSize share of all patients; not used for the official test set or a fold
 * @param validSize share of the remaining patients
 * @param officialTest whether to use the official test set: CheXpert's {@code test.csv} or {@code
 *     valid.csv}, ChestX-ray14's {@code test_list.txt}
 * @param stratified whether to keep the proportions of the classes, by {@link
 *     IterativeStratification}; sizes are then shares of rows. Folds: by {@link
 *     StratifiedGroupKFold}, else by {@link GroupKFold}
 * @param fold the fold that is the test set, if it is one. Folds are made of all samples, or of
 *     those outside of the official test set, which is then in no set
 */
public record SplitPlan(
    long seed,
    double testSize,
    double validSize,
    boolean officialTest,
    boolean stratified,
    Optional<Fold> fold) {
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

  /** Without folds. */
  public SplitPlan(
      long seed, double testSize, double validSize, boolean officialTest, boolean stratified) {
    this(seed, testSize, validSize, officialTest, stratified, Optional.empty());
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
    return new SplitPlan(other, testSize, validSize, officialTest, stratified, fold);
  }

  /** The same with the data set's own test set. */
  public SplitPlan withOfficialTest() {
    return new SplitPlan(seed, testSize, validSize, true, stratified, fold);
  }

  /** A copy that is stratified or not. */
  public SplitPlan withStratified(boolean other) {
    return new SplitPlan(seed, testSize, validSize, officialTest, other, fold);
  }

  /** A copy whose test set is a fold. */
  public SplitPlan withFold(Fold other) {
    return new SplitPlan(seed, testSize, validSize, officialTest, stratified, Optional.of(other));
  }

  /** Splits samples that have no official test set, or are outside of it. */
  public DatasetSplit split(Samples all) {
    GroupShuffleSplit.Rows outer = outer(all);
    return withTest(all.select(outer.train()), all.select(outer.test()));
  }

  /** The test set and the rest. */
  private GroupShuffleSplit.Rows outer(Samples all) {
    if (fold.isEmpty()) {
      return rows(testSize, all);
    }
    Fold own = fold.get();
    int[] folds =
        stratified
            ? new StratifiedGroupKFold(own.count(), own.shuffled(), seed).folds(all)
            : new GroupKFold(own.count(), own.shuffled(), seed).folds(all);
    int tested = own.number() - 1;
    return new GroupShuffleSplit.Rows(
        IntStream.range(0, folds.length).filter(row -> folds[row] != tested).toArray(),
        IntStream.range(0, folds.length).filter(row -> folds[row] == tested).toArray());
  }

  /** Splits {@code samples} into training and validation; the test samples are given. */
  public DatasetSplit withTest(Samples samples, Samples test) {
    GroupShuffleSplit.Rows inner = rows(validSize, samples);
    return new DatasetSplit(samples.select(inner.train()), samples.select(inner.test()), test);
  }

  /** Splits off the test set; the validation samples are given. */
  public DatasetSplit withValidation(Samples samples, Samples validation) {
    GroupShuffleSplit.Rows outer = outer(samples);
    return new DatasetSplit(
        samples.select(outer.train()), validation, samples.select(outer.test()));
  }

  private GroupShuffleSplit.Rows rows(double size, Samples samples) {
    return stratified
        ? new IterativeStratification(size, seed).split(samples)
        : new GroupShuffleSplit(size, seed).split(samples);
  }

  /** A description of the split. */
  public String describe() {
    String test =
        fold.map(own -> own + (officialTest ? " without the official test set" : ""))
            .orElse(
                officialTest
                    ? "official test set"
                    : String.format("%.0f %% test", PERCENT * testSize));
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
