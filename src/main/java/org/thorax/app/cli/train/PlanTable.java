package org.thorax.app.cli.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.thorax.experiment.plan.RunStatus;
import org.thorax.experiment.plan.RunStatus.Phase;

/** Shows the progress of a plan: a table that is redrawn on a terminal, lines elsewhere. */
final class PlanTable {
  private static final long REDRAW_NANOS = 1_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal = Boolean.getBoolean("thorax.terminal");
  private final Map<String, String> told = new HashMap<>();
  private int lines;
  private long drawn;

  PlanTable(PrintWriter out) {
    this.out = out;
  }

  /** Shows the changes. */
  void show(Map<String, RunStatus> statuses) {
    if (terminal) {
      long now = System.nanoTime();
      if (now - drawn > REDRAW_NANOS) {
        drawn = now;
        draw(statuses);
      }
    } else {
      statuses.forEach(this::tell);
    }
    out.flush();
  }

  private void draw(Map<String, RunStatus> statuses) {
    if (lines > 0) {
      out.printf("\033[%dA\033[J", lines);
    }
    List<String> table = table(statuses);
    table.forEach(out::println);
    lines = table.size();
  }

  /** One line when a run begins, ends an epoch, or ends. */
  private void tell(String name, RunStatus status) {
    String state = status.phase() + " " + status.place().epoch();
    if (status.phase() != Phase.WAITING && !state.equals(told.put(name, state))) {
      out.println(row(width(List.of(name)), name, status));
    }
  }

  private static List<String> table(Map<String, RunStatus> statuses) {
    int width = width(List.copyOf(statuses.keySet()));
    return statuses.entrySet().stream()
        .map(each -> row(width, each.getKey(), each.getValue()))
        .toList();
  }

  private static int width(List<String> names) {
    return names.stream().mapToInt(String::length).max().orElse(1);
  }

  private static String row(int width, String name, RunStatus status) {
    String place =
        switch (status.phase()) {
          case RUNNING ->
              status.place().epoch() == 0
                  ? "starts"
                  : String.format(
                      Locale.ROOT,
                      "epoch %d, step %d/%d, %.1f images/s",
                      status.place().epoch(),
                      status.place().step(),
                      status.place().steps(),
                      status.place().imagesPerSecond());
          case FAILED -> status.message();
          case STOPPED -> "can be resumed";
          default -> "";
        };
    String phase = status.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String row =
        String.format(
            Locale.ROOT,
            "%-" + width + "s  %-11s %8s %8s %8s  %s",
            name,
            phase,
            figure("loss ", status.loss()),
            figure("auc ", status.auc()),
            status.seconds() == 0 ? "" : String.format(Locale.ROOT, "%.0f s", status.seconds()),
            place);
    return row.stripTrailing();
  }

  private static String figure(String name, OptionalDouble value) {
    return value.isEmpty() ? "" : String.format(Locale.ROOT, "%s%.4f", name, value.getAsDouble());
  }

  /** The results of all runs, and the paths of their output. */
  void summary(Map<String, RunStatus> statuses, Path folder) {
    if (terminal) {
      draw(statuses);
    }
    out.println();
    if (!terminal) {
      table(statuses).forEach(out::println);
    }
    Map<Phase, Integer> counts = new HashMap<>();
    statuses.values().forEach(each -> counts.merge(each.phase(), 1, Integer::sum));
    int done = counts.getOrDefault(Phase.DONE, 0);
    int before = counts.getOrDefault(Phase.DONE_BEFORE, 0);
    int failed = counts.getOrDefault(Phase.FAILED, 0);
    int left = counts.getOrDefault(Phase.STOPPED, 0) + counts.getOrDefault(Phase.WAITING, 0);
    out.printf(
        "%d done, %d done before, %d failed, %d left; logs in %s%n",
        done, before, failed, left, folder);
    out.flush();
  }
}
