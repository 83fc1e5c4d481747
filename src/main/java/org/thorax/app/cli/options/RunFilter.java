package org.thorax.app.cli.options;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.thorax.experiment.log.MetricCondition;
import org.thorax.experiment.log.RunQuery;
import picocli.CommandLine.Option;

/** Options that select logged runs. */
public final class RunFilter {
  @Option(
      names = "--name",
      paramLabel = "PATTERN",
      description = "Only runs whose name matches this pattern, e.g. '*_N12_*'.")
  private String name;

  @Option(
      names = "--architecture",
      paramLabel = "ARCH",
      description = "Only runs of this architecture, e.g. DenseNet121.")
  private String architecture;

  @Option(
      names = "--loss",
      paramLabel = "TEXT",
      description = "Only runs whose logged loss contains this text, e.g. weighted.")
  private String loss;

  @Option(names = "--classes", paramLabel = "N", description = "Only runs with N classes.")
  private Integer classes;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "Only runs with this optimizer, e.g. SGD.")
  private String optimizer;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "Only runs saved on or after this day, e.g. 2020-08-22.")
  private LocalDate since;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description = "Only runs saved on or before this day.")
  private LocalDate until;

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description =
          "Only runs whose metric meets this condition, e.g. 'mean_auc>=0.8' or 'val_loss<0.3'; "
              + "may be repeated.")
  private List<String> where = List.of();

  public RunQuery query(List<String> words) {
    return new RunQuery(
        words,
        Optional.ofNullable(name),
        new RunQuery.Setup(
            Optional.ofNullable(architecture),
            Optional.ofNullable(loss),
            classes == null ? OptionalInt.empty() : OptionalInt.of(classes),
            Optional.ofNullable(optimizer)),
        new RunQuery.Period(Optional.ofNullable(since), Optional.ofNullable(until)),
        where.stream().map(MetricCondition::parse).toList());
  }
}
