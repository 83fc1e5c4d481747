package org.thorax.app.cli.evaluate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.thorax.evaluation.report.EvaluationOptions;
import org.thorax.evaluation.report.EvaluationReport;
import org.thorax.evaluation.report.Subject;
import org.thorax.experiment.compare.ScoredPredictions;
import org.thorax.experiment.run.FoldsFolder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * {@code evaluate} of a predictions file in place of a model.
 *
 * @param file the predictions
 */
record PredictionsEvaluation(Path file) {
  private static final Set<String> OPTIONS =
      Set.of(
          "--out", "--overwrite", "--json", "--sensitivity", "--bootstrap", "--seed", "--verbose");

  /** Whether an argument names such a file. */
  static boolean isOne(String given) {
    return given.endsWith(".csv") && Files.isRegularFile(Path.of(given));
  }

  /** Refuses options that are of a model and its data. */
  void requireOptions(CommandSpec spec) {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (!OPTIONS.contains(option.longestName())) {
        throw new ParameterException(
            spec.commandLine(),
            "%s goes with a model; %s has the scores of a set already, leave it out."
                .formatted(option.longestName(), file));
      }
    }
  }

  /** Evaluates the scores, and if they are of folds, those of each. */
  EvaluationReport report(EvaluationOptions options) {
    ScoredPredictions predictions = ScoredPredictions.read(file);
    List<Integer> folds = predictions.folds();
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "Thresholds were chosen on the set that they are applied to; their figures are too good.");
    if (folds.isEmpty()) {
      return EvaluationReport.of(
          subject("given", remarks), predictions.scored(), Optional.empty(), options);
    }
    remarks.add(
        "The scores are of %d models, each on its own fold; pooled, they are ranked together."
            .formatted(folds.stream().distinct().count()));
    return EvaluationReport.ofFolds(
        subject("out-of-fold", remarks), predictions.scored(), folds, options);
  }

  private Subject subject(String set, List<String> remarks) {
    Path folder = file.toAbsolutePath().getParent();
    Optional<FoldsFolder.Content> folds =
        new FoldsFolder(folder).content().filter(it -> set.equals("out-of-fold"));
    return new Subject(
        file.toString(),
        folds.map(FoldsFolder.Content::architecture).orElse("Predictions"),
        folds.map(FoldsFolder.Content::benchmark).orElse(file.getFileName().toString()),
        folds.map(FoldsFolder.Content::data).orElse("as predicted"),
        set,
        remarks);
  }
}
