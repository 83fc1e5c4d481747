package org.thorax.experiment.run;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.thorax.model.Compilation;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerState;
import org.thorax.model.Variable;
import org.thorax.training.optimizer.Optimizer;

/**
 * Whether training continues with the optimizer's state in a model.
 *
 * @param state the state to continue with; empty to start with a new state
 * @param remark which of the two happens, and why; empty if the model has no optimizer state
 */
record Continuation(Optional<OptimizerState> state, Optional<String> remark) {
  /**
   * Decides.
   *
   * @param compilation the model's compilation
   * @param optimizer the optimizer of the training
   * @param trainable the variables to train
   */
  static Continuation of(
      Optional<Compilation> compilation, Optimizer optimizer, List<Variable> trainable) {
    Optional<OptimizerState> brought =
        compilation.map(Compilation::optimizer).filter(state -> !state.isFresh());
    if (brought.isEmpty()) {
      return new Continuation(Optional.empty(), Optional.empty());
    }
    OptimizerState state = brought.get();
    OptimizerConfig wanted = optimizer.config(state.config().learningRate());
    if (!wanted.className().equals(state.config().className())) {
      return again(
          "the model was trained by %s, the benchmark says %s"
              .formatted(state.config().className(), wanted.className()),
          wanted);
    }
    if (!state.config().slots().containsAll(optimizer.slots())
        || !wanted.slots().containsAll(state.config().slots())) {
      return again(
          "the model's %s keeps %s, this one %s"
              .formatted(wanted.className(), state.config().slots(), wanted.slots()),
          wanted);
    }
    if (!shapes(state.variables()).equals(shapes(trainable))) {
      return again(
          "the model's state is of %d trainable variables, and %d others are trained now"
              .formatted(state.variables().size(), trainable.size()),
          wanted);
    }
    return new Continuation(
        brought,
        Optional.of(
            "%s continues after the %d updates that the model has seen."
                .formatted(wanted.className(), state.iterations())));
  }

  private static Continuation again(String reason, OptimizerConfig optimizer) {
    return new Continuation(
        Optional.empty(),
        Optional.of("%s starts over: %s.".formatted(optimizer.className(), reason)));
  }

  private static Set<String> shapes(List<Variable> variables) {
    return variables.stream()
        .map(variable -> variable.name() + variable.shape())
        .collect(Collectors.toCollection(HashSet::new));
  }
}
