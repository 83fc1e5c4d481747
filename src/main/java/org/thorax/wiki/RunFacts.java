package org.thorax.wiki;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.thorax.log.LoggedRun;
import org.thorax.log.PythonFloat;

/** What a run was, in a few lines: name and value. */
final class RunFacts {
  private RunFacts() {}

  static List<List<String>> of(LoggedRun run) {
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("Id", run.entry().id()));
    run.saved()
        .ifPresent(
            moment ->
                facts.add(List.of("Saved", moment.truncatedTo(ChronoUnit.SECONDS).toString())));
    facts.add(List.of("Model file", run.entry().filename()));
    run.architecture().ifPresent(name -> facts.add(List.of("Architecture", name)));
    if (!run.classes().isEmpty()) {
      facts.add(List.of("Classes", run.classes().size() + ": " + String.join(", ", run.classes())));
    }
    if (!run.loss().isEmpty()) {
      facts.add(List.of("Loss", run.loss()));
    }
    if (!run.optimizer().isEmpty()) {
      facts.add(List.of("Optimizer", run.optimizer()));
    }
    run.rate()
        .ifPresent(
            // The history has the rate as float32: 0.2 is there 0.20000000298.
            rate ->
                facts.add(
                    List.of(
                        "Initial learning rate",
                        PythonFloat.repr(Double.parseDouble(Float.toString((float) rate))))));
    run.epochsRun()
        .ifPresent(
            epochs ->
                facts.add(
                    List.of(
                        "Epochs",
                        epochs
                            + (run.epochs().isPresent() && run.epochs().getAsInt() != epochs
                                ? " of " + run.epochs().getAsInt() + " planned"
                                : ""))));
    run.figure(LoggedRun.MEAN_AUC)
        .ifPresent(
            mean ->
                facts.add(
                    List.of(
                        "Mean AUC, test",
                        Markdown.figure(mean) + " over the classes that have positive samples")));
    return facts;
  }
}
