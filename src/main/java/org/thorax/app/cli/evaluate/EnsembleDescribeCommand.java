package org.thorax.app.cli.evaluate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ensemble.Combination;
import org.thorax.ensemble.Ensemble;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.ensemble.FitReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax ensemble describe}. */
@Command(
    name = "describe",
    description = "Prints the members of an ensemble, their weights and their scores.")
final class EnsembleDescribeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ENSEMBLE", description = "Ensemble file written by 'ensemble fit'.")
  private Path file;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    print(EnsembleFile.read(file), out);
    out.flush();
    return 0;
  }

  /** One line per member and one for the ensemble, as in the original project. */
  static void print(Ensemble ensemble, PrintWriter out) {
    Optional<FitReport> fit = ensemble.fit();
    List<Double> weights =
        ensemble.combination() instanceof Combination.WeightedMean mean
            ? mean.weights()
            : List.of();
    for (int i = 0; i < ensemble.members().size(); i++) {
      StringBuilder line = new StringBuilder(ensemble.members().get(i).title());
      if (!weights.isEmpty()) {
        line.append(String.format(Locale.ROOT, " - Weight: %.4f", weights.get(i)));
      }
      int member = i;
      fit.filter(known -> member < known.values().members().size())
          .ifPresent(
              known ->
                  line.append(
                      String.format(
                          Locale.ROOT,
                          " - %s: %.4f",
                          known.values().criterion(),
                          known.values().members().get(member))));
      out.println(line);
    }
    fit.ifPresent(
        known -> {
          out.printf(
              Locale.ROOT,
              "%s (%s) %s: %.4f on %d samples of the %s set of %s%n",
              ensemble.name(),
              known.method(),
              known.values().criterion(),
              known.values().ensemble(),
              known.values().samples(),
              known.values().set(),
              known.benchmark());
          known.on().ifPresent(set -> out.println("fitted on " + set));
          known.warning().ifPresent(warning -> out.println("warning: " + warning));
        });
  }
}
