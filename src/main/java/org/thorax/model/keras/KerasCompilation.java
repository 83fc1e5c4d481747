package org.thorax.model.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.thorax.model.Compilation;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerKind;
import org.thorax.model.OptimizerState;

/**
 * A model's compilation in Keras' terms, or the closest one that Keras has.
 *
 * @param compilation for the file
 * @param remarks notes on what it does not contain, one line each
 */
record KerasCompilation(Compilation compilation, List<String> remarks) {
  /**
   * Without a moving average of the weights, and with SGD in place of one that Keras does not have.
   */
  static KerasCompilation nearest(Compilation compilation) {
    OptimizerState state = compilation.optimizer();
    OptimizerConfig config = state.config();
    List<String> remarks = new ArrayList<>();
    Map<String, Object> arguments = new TreeMap<>(config.arguments());
    if (Boolean.TRUE.equals(arguments.remove("use_ema"))) {
      arguments.keySet().removeIf(name -> name.startsWith("ema_"));
      remarks.add(
          "The Keras file's %s keeps no moving average of the weights; set use_ema again."
              .formatted(config.className()));
    }
    OptimizerConfig without =
        new OptimizerConfig(config.className(), config.learningRate(), arguments);
    if (!config.kind().map(OptimizerKind::isInKeras).orElse(true)) {
      remarks.add(
          "The Keras file names %s as its optimizer, as Keras has no %s."
              .formatted(OptimizerKind.SGD.kerasName(), config.className()));
      without =
          new OptimizerConfig(
              OptimizerKind.SGD.kerasName(),
              config.learningRate(),
              Map.of("momentum", 0.0, "nesterov", false));
    }
    if (remarks.isEmpty()) {
      return new KerasCompilation(compilation, remarks);
    }
    OptimizerState nearest =
        new OptimizerState(
            without,
            state.iterations(),
            state.variables(),
            without.isPlainSgd() ? OptimizerState::zeros : state.values());
    return new KerasCompilation(compilation.withOptimizer(nearest), remarks);
  }
}
