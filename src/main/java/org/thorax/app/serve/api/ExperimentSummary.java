package org.thorax.app.serve.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.OptionalDouble;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.LoggedRun;

/** An experiment's row in the table. */
final class ExperimentSummary {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  private ExperimentSummary() {}

  static ObjectNode of(String key, LoggedRun run) {
    ExperimentEntry entry = run.entry();
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("key", key);
    line.put("name", entry.name()).put("version", entry.version());
    line.put("log", run.log().token());
    line.put("date", run.saved().map(MOMENT::format).orElse(null));
    line.put("architecture", run.setup().architecture().orElse(null));
    line.put("loss", run.setup().loss()).put("optimizer", run.setup().optimizer());
    line.put("classes", run.setup().classes().isEmpty() ? null : run.setup().classes().size());
    line.put("epochs", run.epochs().run().isPresent() ? run.epochs().run().getAsInt() : null);
    put(line, "val_auc", run.figure("best_val_auc"));
    OptionalDouble mean = run.figure(LoggedRun.MEAN_AUC);
    put(line, "test_auc", mean.isPresent() ? mean : run.figure("auc"));
    return line;
  }

  private static void put(ObjectNode line, String key, OptionalDouble value) {
    boolean known = value.isPresent() && Double.isFinite(value.getAsDouble());
    line.put(key, known ? (Double) value.getAsDouble() : null);
  }
}
