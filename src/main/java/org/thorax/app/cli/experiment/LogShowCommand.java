package org.thorax.app.cli.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.LogsFolder;
import org.thorax.app.cli.options.TextTable;
import org.thorax.experiment.log.LogCheck;
import org.thorax.experiment.log.LogIssue;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.experiment.log.MetricNames;
import org.thorax.experiment.log.PythonJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax log show}. */
@Command(
    name = "show",
    description = "Shows one run: description, epochs, test metrics, report and known issues.")
final class LogShowCommand implements Callable<Integer> {
  private static final List<String> EPOCH_COLUMNS =
      List.of("loss", "val_loss", "auc", "val_auc", "lr");

  @Spec private CommandSpec spec;
  @Mixin private LogsFolder logs;

  @Parameters(
      paramLabel = "EXPERIMENT",
      description =
          "Run in the logs: an id, a unique prefix of one, or a name (its newest version).")
  private String given;

  @Option(names = "--json", description = "Print the entry as stored in the log.")
  private boolean json;

  @Override
  public Integer call() {
    LoggedRun run = logs.open().require(given);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(PythonJson.write(run.entry().toTree()));
      return 0;
    }
    out.println(run.entry().name());
    out.println(
        "id " + run.entry().id() + ", version " + run.entry().version() + ", " + run.log().token());
    run.saved().ifPresent(moment -> out.println("saved " + moment));
    out.println("file " + run.entry().filename());
    out.println();
    out.println(run.entry().description().strip());
    epochs(run, out);
    metrics(run, out);
    run.entry().classificationReport().ifPresent(report -> out.print("\n" + report));
    issues(run, out);
    return 0;
  }

  private static void epochs(LoggedRun run, PrintWriter out) {
    Map<String, List<Double>> history = run.entry().history();
    List<String> columns = EPOCH_COLUMNS.stream().filter(history::containsKey).toList();
    if (columns.isEmpty()) {
      return;
    }
    List<String> head = new ArrayList<>(List.of("epoch"));
    head.addAll(columns);
    TextTable table = new TextTable(head);
    for (int epoch = 0; epoch < run.epochs().run().orElse(0); epoch++) {
      List<String> cells = new ArrayList<>(List.of(String.valueOf(epoch + 1)));
      for (String column : columns) {
        List<Double> values = history.get(column);
        cells.add(
            epoch >= values.size()
                ? "-"
                : column.equals("lr")
                    ? String.format(Locale.ROOT, "%.3g", values.get(epoch))
                    : RunTable.figure(OptionalDouble.of(values.get(epoch))));
      }
      table.add(cells);
    }
    out.print("\n" + table);
  }

  /** One line per class, one column per metric. */
  private static void metrics(LoggedRun run, PrintWriter out) {
    TextTable overall = new TextTable(List.of("test", "value"));
    for (String name :
        List.of("mean_auc", "auc", "precision", "recall", "f2_score", "binary_accuracy", "loss")) {
      if (run.figure(name).isPresent()) {
        overall.add(List.of(name, RunTable.figure(run.figure(name))));
      }
    }
    out.print("\n" + overall);
    List<String> kinds = List.of("auc", "precision", "recall", "f2_score", "accuracy");
    List<String> head = new ArrayList<>(List.of("class"));
    head.addAll(kinds);
    TextTable classes = new TextTable(head);
    boolean any = false;
    for (String label : run.setup().classes()) {
      List<String> cells = new ArrayList<>(List.of(label));
      kinds.forEach(kind -> cells.add(RunTable.figure(run.figure(MetricNames.of(kind, label)))));
      any |= run.figure(MetricNames.of("auc", label)).isPresent();
      classes.add(cells);
    }
    if (any) {
      out.print("\n" + classes);
    }
  }

  private void issues(LoggedRun run, PrintWriter out) {
    JsonNode tree = run.entry().toTree();
    List<LogIssue> found = LogCheck.of(tree);
    if (!found.isEmpty()) {
      out.println("\nIssues:");
      for (LogIssue issue : found) {
        out.println(
            "  " + issue.kind().severity().name().toLowerCase(Locale.ROOT) + ": " + issue.text());
      }
    }
  }
}
