package org.thorax.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.thorax.ThoraxException;

/** Reads an optimizer from Keras' words: its class and the arguments of its {@code get_config}. */
final class OptimizerArguments {
  private static final List<String> CLASSES = List.of("Adam", "AdamW", "SGD", "RMSprop");

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
    Optimizer plain =
        switch (className) {
          case "Adam" -> adam();
          case "AdamW" ->
              new Optimizer.AdamW(
                  adam(), number("weight_decay", Optimizer.AdamW.KERAS.weightDecay()));
          case "SGD" -> new Optimizer.Sgd(number("momentum", 0), truth("nesterov"));
          case "RMSprop" -> rmsProp();
          default ->
              throw new ThoraxException(
                  "Optimizers are %s; found '%s'."
                      .formatted(String.join(", ", CLASSES), className));
        };
    if (!left.isEmpty()) {
      throw new ThoraxException(
          "The optimizer %s has no argument '%s'; it has %s and one of clipnorm, clipvalue and global_clipnorm."
              .formatted(
                  className,
                  left.keySet().iterator().next(),
                  String.join(", ", plain.config(1).arguments().keySet())));
    }
    return clipping.<Optimizer>map(limit -> new Optimizer.Clipped(plain, limit)).orElse(plain);
  }

  private Optimizer.Adam adam() {
    Optimizer.Adam keras = Optimizer.Adam.KERAS;
    if (truth("amsgrad")) {
      throw new ThoraxException("Adam's amsgrad is not done by Thorax; leave it out.");
    }
    return new Optimizer.Adam(
        number("beta_1", keras.beta1()),
        number("beta_2", keras.beta2()),
        number("epsilon", keras.epsilon()));
  }

  private Optimizer.RmsProp rmsProp() {
    Optimizer.RmsProp keras = Optimizer.RmsProp.KERAS;
    return new Optimizer.RmsProp(
        number("rho", keras.rho()),
        number("momentum", keras.momentum()),
        number("epsilon", keras.epsilon()),
        truth("centered"));
  }

  private Optional<Clipping> clipping() {
    List<Clipping> found = new ArrayList<>();
    for (Clipping.Kind kind : Clipping.Kind.values()) {
      if (left.containsKey(kind.kerasName())) {
        found.add(new Clipping(kind, number(kind.kerasName(), 0)));
      }
    }
    if (found.size() > 1) {
      throw new ThoraxException(
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
    throw new ThoraxException(
        "%s's %s is a number; found '%s'.".formatted(className, argument, value));
  }

  private boolean truth(String argument) {
    Object value = left.remove(argument);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw new ThoraxException(
        "%s's %s is true or false; found '%s'.".formatted(className, argument, value));
  }
}
