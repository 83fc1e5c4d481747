package org.thorax.experiment.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A run as a flat JSON object for other programs; values that are not finite are null, as JSON
 * requires.
 */
public final class RunJson {
  private RunJson() {}

  /** The run without its history and texts. */
  public static ObjectNode of(LoggedRun run) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("id", run.entry().id());
    tree.put("name", run.entry().name());
    tree.put("version", run.entry().version());
    tree.put("log", run.log().token());
    tree.put("filename", run.entry().filename());
    tree.put(
        "saved",
        run.saved()
            .map(moment -> moment.truncatedTo(ChronoUnit.SECONDS))
            .map(Instant::toString)
            .orElse(null));
    tree.put("architecture", run.setup().architecture().orElse(null));
    tree.put("loss", run.setup().loss());
    tree.put("optimizer", run.setup().optimizer());
    run.setup().classes().forEach(tree.putArray("classes")::add);
    tree.put(
        "epochs",
        run.epochs().planned().isPresent() ? (Integer) run.epochs().planned().getAsInt() : null);
    tree.put(
        "epochs_run",
        run.epochs().run().isPresent() ? (Integer) run.epochs().run().getAsInt() : null);
    if (run.epochs().checkpoint().isPresent()) {
      tree.put("epoch", run.epochs().checkpoint().getAsInt());
    }
    tree.put(
        "learning_rate",
        run.setup().rate().isPresent() ? finite(run.setup().rate().getAsDouble()) : null);
    tree.put("realigned", run.metrics().realigned());
    ObjectNode metrics = tree.putObject("metrics");
    run.metrics().byName().forEach((name, value) -> metrics.put(name, finite(value)));
    return tree;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }
}
