package org.thorax.experiment.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.thorax.ThoraxException;
import org.thorax.data.SplitPlan;
import org.thorax.experiment.config.Benchmark;

/**
 * Whether a model may have been trained on the patients of its evaluation: the table, split
 * proportions or random seed differ.
 */
final class PatientOverlap {
  private final TrainingProvenance trained;
  private final ScoredSets sets;
  private final String here;

  /**
   * Compares a model's training with the sets of an evaluation.
   *
   * @param asked the benchmark of the sets
   */
  PatientOverlap(TrainingProvenance trained, ScoredSets sets, Benchmark asked) {
    this.trained = trained;
    this.sets = sets;
    this.here = difference(trained.split(), asked.split());
  }

  /**
   * The differences from the training, in one line.
   *
   * @param evaluated the set whose patients must not be in the training
   * @return empty if the sets are those of the training
   */
  Optional<String> in(EvaluationRun.Part evaluated) {
    if (same(sets.plan())) {
      return Optional.empty();
    }
    // Whether the training's split gives exactly these sets for this table.
    Optional<SplitPlan> own = trained.split().filter(this::same);
    String found =
        own.map(plan -> "it was trained with " + here + known(plan, evaluated))
            .orElseGet(() -> elsewhere() + ", so it may have seen these patients");
    return Optional.of(trained.title().isEmpty() ? found : trained.title() + ": " + found);
  }

  /** Whether no patient can be in the training, although the sets differ. */
  boolean noneOf(EvaluationRun.Part evaluated) {
    return trained
        .split()
        .filter(this::same)
        .map(plan -> count(plan, evaluated) == 0)
        .orElse(false);
  }

  private boolean same(SplitPlan plan) {
    try {
      return sets.fingerprint(plan, trained.classes())
          .equals(trained.provenance().dataFingerprint());
    } catch (ThoraxException e) {
      // Thrown if the table lacks a class or a set of the model.
      return false;
    }
  }

  private String known(SplitPlan plan, EvaluationRun.Part evaluated) {
    long count = count(plan, evaluated);
    String set = evaluated.word() + " set";
    return count == 0
        ? ", but none of the %s's patients was among those it learned from".formatted(set)
        : ", and knows %d of the %s's %d patients"
            .formatted(count, set, patients(sets.plan(), evaluated).size());
  }

  /** Patients of the evaluated set that were in its training or validation set. */
  private long count(SplitPlan plan, EvaluationRun.Part evaluated) {
    Set<String> learned = patients(plan, EvaluationRun.Part.TRAIN);
    learned.addAll(patients(plan, EvaluationRun.Part.VALIDATION));
    return patients(sets.plan(), evaluated).stream().filter(learned::contains).count();
  }

  private Set<String> patients(SplitPlan plan, EvaluationRun.Part part) {
    return new HashSet<>(sets.samples(part, plan, trained.classes()).patients());
  }

  private String elsewhere() {
    String benchmark = trained.provenance().benchmark();
    if (trained.split().isEmpty()) {
      return "it was trained on another table than %s, or with other shares or another seed (%s; the .yaml that says it is not beside the model)"
          .formatted(sets.folder(), benchmark);
    }
    return "it was trained on another table than %s%s (%s)"
        .formatted(sets.folder(), here.isEmpty() ? "" : ", and with " + here, benchmark);
  }

  /** The option values of {@code evaluate} that give the training's sets. */
  private static String difference(Optional<SplitPlan> learned, SplitPlan asked) {
    if (learned.isEmpty()) {
      return "";
    }
    SplitPlan own = learned.get();
    List<String> differences = new ArrayList<>();
    if (!own.fold().equals(asked.fold())) {
      differences.add("%s (here %s)".formatted(fold(own), fold(asked)));
    }
    if (own.officialTest() != asked.officialTest()) {
      differences.add(
          own.officialTest()
              ? "the official test set (here a random one)"
              : "a random test set (here the official one)");
    } else if (!own.officialTest() && own.fold().isEmpty() && own.testSize() != asked.testSize()) {
      differences.add(share("`test-size`", own.testSize(), asked.testSize()));
    }
    if (own.validSize() != asked.validSize()) {
      differences.add(share("`valid-size`", own.validSize(), asked.validSize()));
    }
    if (own.seed() != asked.seed()) {
      differences.add("`split-seed` %d (here %d)".formatted(own.seed(), asked.seed()));
    }
    if (own.stratified() != asked.stratified()) {
      differences.add(
          own.stratified() ? "`stratified` (not so here)" : "no `stratified` (here it is)");
    }
    return String.join(", ", differences);
  }

  private static String fold(SplitPlan plan) {
    return plan.fold().map(fold -> "the test set of " + fold).orElse("a test set of no fold");
  }

  private static String share(String option, double own, double here) {
    return String.format(Locale.ROOT, "%s %s (here %s)", option, own, here);
  }
}
