package org.thorax.app.cli.options;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.thorax.experiment.log.MetricCondition;
import org.thorax.experiment.log.RunQuery;
import picocli.CommandLine.Option;

/** The options that choose runs of the logs. */
public final class RunFilter {
  @Option(names = "--name", paramLabel = "PATTERN", description = "Names such as '*_N12_*'.")
  private String name;

  @Option(names = "--architecture", paramLabel = "ARCH", description = "E.g. DenseNet121.")
  private String architecture;

  @Option(
      names = "--loss",
      paramLabel = "TEXT",
      description = "A part of the logged loss, e.g. weighted.")
  private String loss;

  @Option(names = "--classes", paramLabel = "N", description = "Number of classes.")
  private Integer classes;

  @Option(names = "--optimizer", paramLabel = "NAME", description = "E.g. SGD.")
  private String optimizer;

  @Option(names = "--since", paramLabel = "DAY", description = "Saved then or later: 2020-08-22.")
  private LocalDate since;

  @Option(names = "--until", paramLabel = "DAY", description = "Saved then or earlier.")
  private LocalDate until;

  @Option(
      names = "--where",
      paramLabel = "BOUND",
      description = "A metric's bound: 'mean_auc>=0.8', 'val_loss<0.3'; may stand several times.")
  private List<String> where = List.of();

  public RunQuery query(List<String> words) {
    return new RunQuery(
        words,
        Optional.ofNullable(name),
        Optional.ofNullable(architecture),
        Optional.ofNullable(loss),
        classes == null ? OptionalInt.empty() : OptionalInt.of(classes),
        Optional.ofNullable(optimizer),
        Optional.ofNullable(since),
        Optional.ofNullable(until),
        where.stream().map(MetricCondition::parse).toList());
  }
}
