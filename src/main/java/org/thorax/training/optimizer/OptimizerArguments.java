package org.thorax.training.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.model.OptimizerKind;

/** Reads an optimizer from Keras' words: its class and the arguments of its {@code get_config}. */
final class OptimizerArguments {
  /** Keras' default. */
  private static final double EMA_MOMENTUM = 0.99;

  private final String className;
  private final Map<String, Object> left;

  private OptimizerArguments(String className, Map<String, Object> arguments) {
    this.className = className;
    this.left = new TreeMap<>(arguments);
  }

  static Optimizer read(String className, Map<String, Object> arguments) {
    return new OptimizerArguments(className, arguments).read();
  }

  private Optimizer read() {
    Optional<Clipping> clipping = clipping();
    boolean averaged = truth("use_ema");
    double momentum = number("ema_momentum", EMA_MOMENTUM);
    long frequency = (long) number("ema_overwrite_frequency", 0);
    Optimizer plain = plain(OptimizerKind.of(className).orElseThrow(this::unknown));
    if (!left.isEmpty()) {
      throw new ThoraxException(
          "The optimizer %s has no argument '%s'; it has %s, one of clipnorm, clipvalue and global_clipnorm, and use_ema, ema_momentum, ema_overwrite_frequency."
              .formatted(
                  className,
                  left.keySet().iterator().next(),
                  String.join(", ", plain.config(1).arguments().keySet())));
    }
    Optimizer clipped =
        clipping.<Optimizer>map(limit -> new ClippingOptimizer(plain, limit)).orElse(plain);
    return averaged ? new MovingAverageOptimizer(clipped, momentum, frequency) : clipped;
  }

  private ThoraxException unknown() {
    return new ConfigurationException(
        "optimizer",
        "Optimizers are %s; found '%s'."
            .formatted(
                Arrays.stream(OptimizerKind.values())
                    .map(OptimizerKind::kerasName)
                    .collect(Collectors.joining(", ")),
                className));
  }

  private Optimizer plain(OptimizerKind kind) {
    return switch (kind) {
      case ADAM -> adam();
      case ADAMW -> new AdamW(adam(), number("weight_decay", AdamW.KERAS.weightDecay()));
      case SGD -> new Sgd(number("momentum", 0), truth("nesterov"));
      case RMSPROP -> rmsProp();
      case PESG -> pesg();
    };
  }

  private Adam adam() {
    Adam keras = Adam.KERAS;
    if (truth("amsgrad")) {
      throw new ConfigurationException(
          "optimizer", "Adam's amsgrad is not done by Thorax; leave it out.");
    }
    return new Adam(
        number("beta_1", keras.beta1()),
        number("beta_2", keras.beta2()),
        number("epsilon", keras.epsilon()));
  }

  private RmsProp rmsProp() {
    RmsProp keras = RmsProp.KERAS;
    return new RmsProp(
        number("rho", keras.rho()),
        number("momentum", keras.momentum()),
        number("epsilon", keras.epsilon()),
        truth("centered"));
  }

  private Pesg pesg() {
    Pesg usual = Pesg.DEFAULT;
    return new Pesg(
        number("epoch_decay", usual.epochDecay()),
        number("weight_decay", usual.weightDecay()),
        number("clip_value", usual.clipValue()),
        (long) number("steps_per_stage", (double) usual.stepsPerStage()));
  }

  private Optional<Clipping> clipping() {
    List<Clipping> found = new ArrayList<>();
    for (Clipping.Kind kind : Clipping.Kind.values()) {
      if (left.containsKey(kind.kerasName())) {
        found.add(new Clipping(kind, number(kind.kerasName(), 0)));
      }
    }
    if (found.size() > 1) {
      throw new ConfigurationException(
          "optimizer",
          "Gradients are clipped one way; take one of clipnorm, clipvalue and global_clipnorm.");
    }
    return found.stream().findFirst();
  }

  private double number(String argument, double otherwise) {
    Object value = left.remove(argument);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new ConfigurationException(
        "optimizer", "%s's %s is a number; found '%s'.".formatted(className, argument, value));
  }

  private boolean truth(String argument) {
    Object value = left.remove(argument);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw new ConfigurationException(
        "optimizer", "%s's %s is true or false; found '%s'.".formatted(className, argument, value));
  }
}
