package org.thorax.experiment.wiki;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.experiment.log.PythonFloat;

/** A summary of a run: names and values. */
final class RunFacts {
  private RunFacts() {}

  /** Pairs of name and value; settings that the log does not specify are left out. */
  static List<List<String>> of(LoggedRun run) {
    List<List<String>> facts = new ArrayList<>();
    add(facts, "Id", Optional.of(run.entry().id()));
    add(facts, "Saved", run.saved().map(each -> each.truncatedTo(ChronoUnit.SECONDS).toString()));
    add(facts, "Model file", Optional.of(run.entry().filename()));
    add(facts, "Architecture", run.setup().architecture());
    String classes = run.setup().classes().size() + ": " + String.join(", ", run.setup().classes());
    add(facts, "Classes", Optional.of(classes).filter(text -> !run.setup().classes().isEmpty()));
    add(facts, "Loss", Optional.of(run.setup().loss()).filter(text -> !text.isEmpty()));
    add(facts, "Optimizer", Optional.of(run.setup().optimizer()).filter(text -> !text.isEmpty()));
    run.setup()
        .rate()
        .ifPresent(rate -> add(facts, "Initial learning rate", Optional.of(rate(rate))));
    run.epochs()
        .run()
        .ifPresent(epochs -> add(facts, "Epochs", Optional.of(epochs + planned(run, epochs))));
    run.figure(LoggedRun.MEAN_AUC)
        .ifPresent(
            mean ->
                add(
                    facts,
                    "Mean AUC, test",
                    Optional.of(
                        Markdown.figure(mean) + " over the classes that have positive samples")));
    return facts;
  }

  private static void add(List<List<String>> facts, String name, Optional<String> value) {
    value.ifPresent(known -> facts.add(List.of(name, known)));
  }

  /** The history has the learning rate as float32: 0.2 is 0.20000000298 there. */
  private static String rate(double rate) {
    return PythonFloat.repr(Double.parseDouble(Float.toString((float) rate)));
  }

  /** Only if the run ended early. */
  private static String planned(LoggedRun run, int epochs) {
    return run.epochs().planned().isPresent() && run.epochs().planned().getAsInt() != epochs
        ? " of " + run.epochs().planned().getAsInt() + " planned"
        : "";
  }
}
