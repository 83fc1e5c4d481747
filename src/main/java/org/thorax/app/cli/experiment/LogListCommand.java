package org.thorax.app.cli.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.LogsFolder;
import org.thorax.app.cli.options.RunFilter;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.experiment.log.RunJson;
import org.thorax.experiment.log.RunQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax log list} and {@code thorax log find}. */
final class LogListCommand {
  private LogListCommand() {}

  /** {@code thorax log list}. */
  @Command(
      name = "list",
      description = "Lists logged runs in a table, the newest last.",
      footer = {
        "",
        "Metrics are those of the test set by their names in the logs, older names included, "
            + "such as auc_edema; val_... are from the last epoch, best_val_auc from the best. auc "
            + "counts a class without a positive test sample as 0; mean_auc excludes it. For "
            + "re-evaluations (--in) the metrics are the recomputed ones, for checkpoints with the "
            + "column epoch; logged_... are the original values."
      })
  static final class All implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private LogsFolder logs;
    @Mixin private RunFilter filter;
    @Mixin private Shown shown;

    @Override
    public Integer call() {
      shown.print(spec, logs.open(), Argument.of(spec, () -> filter.query(List.of())));
      return 0;
    }
  }

  /** {@code thorax log find}. */
  @Command(
      name = "find",
      description = {
        "Lists runs whose id, name, file or description contains all words.",
        "Exit code 1 when there is none."
      })
  static final class Find implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private LogsFolder logs;
    @Mixin private RunFilter filter;
    @Mixin private Shown shown;

    @Parameters(
        paramLabel = "WORD",
        arity = "1..*",
        description = "Word to search for, case-insensitive.")
    private List<String> words;

    @Override
    public Integer call() {
      return shown.print(spec, logs.open(), Argument.of(spec, () -> filter.query(words))) > 0
          ? 0
          : 1;
    }
  }

  /** Options of the output. */
  static final class Shown {
    private static final List<String> TRAINED = List.of("mean_auc", "auc", "val_auc", "loss");
    private static final List<String> COMPUTED_AGAIN =
        List.of("mean_auc", "auc", "val_auc", "logged_mean_auc");
    private static final String POOLED =
        "auc and val_auc of some re-evaluations pool the cells of all classes, as the original did; mean_auc is the mean of the classes.";

    @Option(
        names = "--in",
        split = ",",
        paramLabel = "LOG",
        description =
            "Logs to read: published, unvalidated, reevaluation, epoch-reevaluation (default: "
                + "published,unvalidated).")
    private List<String> in = List.of("published", "unvalidated");

    @Option(
        names = "--metrics",
        split = ",",
        paramLabel = "METRIC",
        description =
            "Metric columns (default: mean_auc,auc,val_auc,loss; for re-evaluations "
                + "mean_auc,auc,val_auc,logged_mean_auc).")
    private List<String> metrics;

    @Option(
        names = "--sort",
        paramLabel = "METRIC",
        description = "Metric to sort by, best first: largest, or smallest for a loss.")
    private String sort;

    @Option(names = "--limit", paramLabel = "N", description = "Maximum number of runs to list.")
    private Integer limit;

    @Option(names = "--json", description = "Print JSON to standard output.")
    private boolean json;

    /** Prints the runs and their number. */
    int print(CommandSpec spec, ExperimentLogs logs, RunQuery query) {
      List<LogFile> files = Argument.of(spec, () -> in.stream().map(LogFile::of).toList());
      PrintWriter out = spec.commandLine().getOut();
      PrintWriter err = spec.commandLine().getErr();
      List<LoggedRun> found =
          query.of(logs.runs(files, unreadable -> err.println("Left out: " + unreadable)));
      List<LoggedRun> ordered =
          sort == null ? found : Argument.of(spec, () -> RunQuery.sorted(found, sort));
      List<LoggedRun> runs =
          limit == null
              ? ordered
              : ordered.subList(0, Math.min(Math.max(limit, 0), ordered.size()));
      if (json) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        runs.forEach(run -> all.add(RunJson.of(run)));
        out.println(all.toPrettyString());
      } else if (runs.isEmpty()) {
        out.println("No runs in " + logs.folder() + " are like that.");
      } else {
        out.print(RunTable.of(runs, columns(files)));
        out.println(runs.size() + (runs.size() == 1 ? " run" : " runs"));
        if (runs.stream().anyMatch(LoggedRun::pooled)) {
          out.println(POOLED);
        }
      }
      return runs.size();
    }

    private List<String> columns(List<LogFile> files) {
      boolean again = files.stream().allMatch(LogFile::reevaluated);
      List<String> columns =
          new ArrayList<>(metrics != null ? metrics : again ? COMPUTED_AGAIN : TRAINED);
      if (sort != null && !columns.contains(sort)) {
        columns.add(0, sort);
      }
      return columns;
    }
  }
}
