package org.thorax.app.cli.options;

import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.SplitPlan;
import picocli.CommandLine.Option;

/** The split by patient, if it differs from the benchmark or the benchmark does not specify it. */
public final class SplitOptions {
  @Option(
      names = "--test-size",
      paramLabel = "FRACTION",
      description =
          "Proportion of patients in the test set, 0 to 1 (default: the benchmark's, else 0.2; "
              + "with a DS token the official test set).")
  private Double testSize;

  @Option(
      names = "--valid-size",
      paramLabel = "FRACTION",
      description =
          "Proportion of the remaining patients in the validation set, 0 to 1 (default: the "
              + "benchmark's, else 0.2).")
  private Double validSize;

  @Option(
      names = "--stratified",
      description =
          "Stratify the split: keep class proportions equal in all sets, as far as whole patients "
              + "allow.")
  private boolean stratified;

  @Option(
      names = "--split-seed",
      paramLabel = "N",
      description = "Random seed of the split by patient (default: the benchmark's, else 6122156).")
  private Long splitSeed;

  /**
   * The benchmark's split with these changes.
   *
   * @throws ThoraxException for a test size together with an official test set
   */
  public SplitPlan of(SplitPlan plan) {
    if (plan.officialTest() && (testSize != null || validSize != null)) {
      throw new ConfigurationException(
          "test-size",
          "The test set is the official one (the name's DS token, or the sets of a dataset.yaml); "
              + "leave out --test-size and --valid-size, or these.");
    }
    if (plan.fold().isPresent() && testSize != null) {
      throw new ConfigurationException(
          "test-size",
          "The test set is "
              + plan.fold().get()
              + "; leave out --test-size, the number of folds sets its size.");
    }
    return new SplitPlan(
        splitSeed == null ? plan.seed() : splitSeed,
        testSize == null ? plan.testSize() : testSize,
        validSize == null ? plan.validSize() : validSize,
        plan.officialTest(),
        stratified || plan.stratified(),
        plan.fold());
  }
}
