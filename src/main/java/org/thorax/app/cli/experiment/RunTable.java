package org.thorax.app.cli.experiment;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.thorax.app.cli.options.TextTable;
import org.thorax.experiment.log.LoggedRun;

/** A table of runs for readers: one line each, the long name last. */
final class RunTable {
  private static final int SHORT_ID = 8;

  private RunTable() {}

  static String of(List<LoggedRun> runs, List<String> metrics) {
    boolean checkpoints = runs.stream().anyMatch(run -> run.epochs().checkpoint().isPresent());
    List<String> head = new ArrayList<>(List.of("id", "saved", "log", "epochs"));
    if (checkpoints) {
      head.add("epoch");
    }
    head.addAll(metrics);
    head.addAll(List.of("v", "name"));
    TextTable table = new TextTable(head);
    for (LoggedRun run : runs) {
      List<String> cells = new ArrayList<>();
      cells.add(shortId(run.entry().id()));
      cells.add(
          run.saved()
              .map(moment -> moment.atOffset(ZoneOffset.UTC).toLocalDate().toString())
              .orElse("?"));
      cells.add(run.log().token());
      cells.add(number(run.epochs().run()) + "/" + number(run.epochs().planned()));
      if (checkpoints) {
        cells.add(number(run.epochs().checkpoint()));
      }
      metrics.forEach(metric -> cells.add(figure(run.figure(metric))));
      cells.add(run.entry().version());
      cells.add(run.entry().name());
      table.add(cells);
    }
    return table.toString();
  }

  /** A prefix of the id that is unique in practice; a prefix added by hand is kept. */
  private static String shortId(String id) {
    int start = id.matches("[a-z]+-[0-9a-f]{8}-.*") ? id.indexOf('-') + 1 : 0;
    return id.substring(0, Math.min(id.length(), start + SHORT_ID));
  }

  private static String number(OptionalInt number) {
    return number.isPresent() ? String.valueOf(number.getAsInt()) : "-";
  }

  static String figure(OptionalDouble value) {
    if (value.isEmpty()) {
      return "-";
    }
    double found = value.getAsDouble();
    if (!Double.isFinite(found)) {
      return Double.isNaN(found) ? "nan" : found > 0 ? "inf" : "-inf";
    }
    return String.format(Locale.ROOT, Math.abs(found) < 1e5 ? "%.4f" : "%.2e", found);
  }
}
