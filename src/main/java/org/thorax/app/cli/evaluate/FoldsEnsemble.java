package org.thorax.app.cli.evaluate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.thorax.ensemble.Ensemble;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.experiment.run.EnsembleFitting;
import org.thorax.experiment.run.FoldRun;
import org.thorax.experiment.run.FoldsFolder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code ensemble fit --folds}: the models of a cross-validation with equal weights. */
final class FoldsEnsemble {
  /** All others are about data, or combinations that are fitted. */
  private static final Set<String> OPTIONS =
      Set.of("--folds", "--out", "--overwrite", "--models-dir", "--logs-dir", "--verbose");

  private FoldsEnsemble() {}

  /** Refuses other models, and combinations that would have to be fitted. */
  static void requireMean(CommandSpec spec, List<String> models, String method) {
    boolean others =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(each -> !(each.equals("--method") && method.equals("mean")))
            .anyMatch(each -> !OPTIONS.contains(each));
    if (!models.isEmpty() || others) {
      throw new ParameterException(
          spec.commandLine(),
          "--folds combines the models of all folds by their mean, as each image is known to all but one of them; leave out %s."
              .formatted(models.isEmpty() ? "other methods and their options" : "other models"));
    }
  }

  /** Writes the ensemble and prints its members. */
  static void write(String folds, Path modelsDir, String name, Path out, PrintWriter print) {
    FoldsFolder.Content content = FoldsFolder.of(folds, modelsDir).require();
    List<Ensemble.Member> members =
        content.runs().stream().map(FoldRun::model).map(EnsembleFitCommand::member).toList();
    Ensemble ensemble = EnsembleFitting.mean(name, members);
    EnsembleFile.write(ensemble, out);
    EnsembleDescribeCommand.print(ensemble, print);
    print.println(
        "note: Only one of these %d models has not learned from an image of %s: evaluate the ensemble on other data."
            .formatted(members.size(), content.data()));
    print.println("Ensemble: " + out);
    print.flush();
  }
}
