package org.thorax.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.ThoraxException;
import org.thorax.network.OptimizerConfig;

/**
 * How gradients change variables; the learning rate and the step are fed, never baked in. A new
 * optimizer is its configuration in Keras' words, which names its arrays, and its {@link Rule}.
 */
public sealed interface Optimizer {
  /**
   * By Keras' class, with its default arguments.
   *
   * @throws org.thorax.ThoraxException for an unknown class
   */
  static Optimizer named(String className) {
    return of(className, Map.of());
  }

  /**
   * By Keras' class and arguments, numbers and truth values, those of clipping included; what is
   * missing is Keras' default.
   *
   * @throws org.thorax.ThoraxException for an unknown class or argument, or a value out of range
   */
  static Optimizer of(String className, Map<String, Object> arguments) {
    return OptimizerArguments.read(className, arguments);
  }

  /** In Keras' words. */
  OptimizerConfig config(double learningRate);

  /**
   * Adds what all variables share.
   *
   * @param learningRate scalar
   * @param step number of updates before this one, scalar
   */
  Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step);

  /** Keras' name. */
  default String kerasName() {
    return config(1).className();
  }

  /** Keras' names of the arrays that it keeps for each variable. */
  default List<String> slots() {
    return config(1).slots();
  }

  /** What becomes of the gradients before the rule sees them; nothing, if not said otherwise. */
  default List<? extends Operand<TFloat32>> prepared(Ops tf, List<Output<TFloat32>> gradients) {
    return gradients;
  }

  /** The update of a variable. */
  @FunctionalInterface
  interface Rule {
    /**
     * Adds the update to the graph.
     *
     * @param variable its handle
     * @param gradient the loss's derivative by it
     * @param slots its arrays' handles in the order of {@link Optimizer#slots}
     * @return the ops that change variable and arrays
     */
    List<Op> update(Output<?> variable, Operand<TFloat32> gradient, List<VarHandleOp> slots);
  }

  /**
   * Keras' {@code SGD}: without momentum w -= rate * g; with it m = momentum * m - rate * g and w
   * += m, or with Nesterov's w += momentum * m - rate * g (Sutskever et al. 2013).
   *
   * @param momentum 0 to 1
   */
  record Sgd(double momentum, boolean nesterov) implements Optimizer {
    /** Checks the momentum. */
    public Sgd {
      checkShare("SGD's momentum", momentum);
      if (nesterov && momentum == 0) {
        throw new ThoraxException("Nesterov's SGD needs a momentum, e.g. 0.9; found 0.");
      }
    }

    /** Without momentum. */
    public Sgd() {
      this(0, false);
    }

    @Override
    public OptimizerConfig config(double learningRate) {
      return new OptimizerConfig(
          "SGD", learningRate, Map.of("momentum", momentum, "nesterov", nesterov));
    }

    /** Without momentum Keras 2 has an array all the same, which means nothing. */
    @Override
    public List<String> slots() {
      return momentum == 0 ? List.of() : config(1).slots();
    }

    @Override
    public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
      return momentum == 0
          ? (variable, gradient, slots) ->
              List.of(tf.train.resourceApplyGradientDescent(variable, learningRate, gradient))
          : new MomentumRule(tf, learningRate, momentum, nesterov);
    }
  }

  /**
   * Keras' {@code RMSprop}: v = rho * v + (1 - rho) * g^2 and w -= rate * g / sqrt(v + epsilon)
   * (Hinton 2012); centered with the variance about a running mean of g in place of v; with
   * momentum the step is m = momentum * m + the one above.
   */
  record RmsProp(double rho, double momentum, double epsilon, boolean centered)
      implements Optimizer {
    /** Checks the numbers. */
    public RmsProp {
      checkShare("RMSprop's rho", rho);
      checkShare("RMSprop's momentum", momentum);
      checkPositive("RMSprop's epsilon", epsilon);
    }

    /** Keras' defaults. */
    public static final RmsProp KERAS = new RmsProp(0.9, 0, 1e-7, false);

    @Override
    public OptimizerConfig config(double learningRate) {
      return new OptimizerConfig(
          "RMSprop",
          learningRate,
          Map.of("rho", rho, "momentum", momentum, "epsilon", epsilon, "centered", centered));
    }

    @Override
    public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
      return new RmsPropRule(tf, learningRate, this);
    }
  }

  /**
   * Keras' {@code Adam}: w -= rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
   * (Kingma and Ba 2015).
   */
  record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
    /** Checks the numbers. */
    public Adam {
      checkShare("Adam's beta_1", beta1);
      checkShare("Adam's beta_2", beta2);
      checkPositive("Adam's epsilon", epsilon);
    }

    /** Keras' defaults. */
    public static final Adam KERAS = new Adam(0.9, 0.999, 1e-7);

    @Override
    public OptimizerConfig config(double learningRate) {
      return new OptimizerConfig(
          "Adam",
          learningRate,
          Map.of("beta_1", beta1, "beta_2", beta2, "epsilon", epsilon, "amsgrad", false));
    }

    @Override
    public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
      return new AdamRule(tf, learningRate, step, this, 0);
    }
  }

  /**
   * Keras' {@code AdamW}: first w -= rate * decay * w, for every trainable variable, then as Adam
   * (Loshchilov and Hutter 2019).
   */
  record AdamW(Adam adam, double weightDecay) implements Optimizer {
    /** Checks the decay. */
    public AdamW {
      checkNotNegative("AdamW's weight_decay", weightDecay);
    }

    /** Keras' defaults. */
    public static final AdamW KERAS = new AdamW(Adam.KERAS, 0.004);

    @Override
    public OptimizerConfig config(double learningRate) {
      Map<String, Object> arguments = new TreeMap<>(adam.config(learningRate).arguments());
      arguments.put("weight_decay", weightDecay);
      return new OptimizerConfig("AdamW", learningRate, arguments);
    }

    @Override
    public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
      return new AdamRule(tf, learningRate, step, adam, weightDecay);
    }
  }

  /**
   * PESG, the proximal epoch stochastic gradient method of the AUC margin loss (Yuan et al. 2021,
   * algorithm 1): w -= rate * (clipped g + epochDecay * (w - reference) + weightDecay * w). The
   * reference is the start and, after every stage, the mean weights of that stage. The loss moves
   * its own variables beside it.
   *
   * @param epochDecay at least 0
   * @param weightDecay at least 0
   * @param clipValue the largest gradient of a weight, above 0
   * @param stepsPerStage updates; 0: one stage
   */
  record Pesg(double epochDecay, double weightDecay, double clipValue, long stepsPerStage)
      implements Optimizer {
    /** Its authors' defaults. */
    public static final Pesg DEFAULT = new Pesg(2e-3, 1e-5, 1, 0);

    /** Checks the numbers. */
    public Pesg {
      checkNotNegative("PESG's epoch_decay", epochDecay);
      checkNotNegative("PESG's weight_decay", weightDecay);
      checkPositive("PESG's clip_value", clipValue);
      checkNotNegative("PESG's steps_per_stage", (double) stepsPerStage);
    }

    @Override
    public OptimizerConfig config(double learningRate) {
      return new OptimizerConfig(
          "PESG",
          learningRate,
          Map.of(
              "epoch_decay",
              epochDecay,
              "weight_decay",
              weightDecay,
              "clip_value",
              clipValue,
              "steps_per_stage",
              stepsPerStage));
    }

    @Override
    public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
      return new PesgRule(tf, learningRate, step, this);
    }
  }

  /**
   * Another optimizer and an exponential moving average of the weights (Keras' {@code use_ema}):
   * average = momentum * average + (1 - momentum) * w after every update, from the start weights
   * on. Training ends with the averages as weights.
   *
   * @param momentum 0 to 1
   * @param overwriteFrequency updates after which the weights become the averages; 0: at the end
   */
  record Averaged(Optimizer optimizer, double momentum, long overwriteFrequency)
      implements Optimizer {
    /** The array of the averages. */
    static final String AVERAGE = "average";

    /** Checks the numbers. */
    public Averaged {
      checkShare("ema_momentum", momentum);
      checkNotNegative("ema_overwrite_frequency", (double) overwriteFrequency);
    }

    @Override
    public OptimizerConfig config(double learningRate) {
      OptimizerConfig config = optimizer.config(learningRate);
      Map<String, Object> arguments = new TreeMap<>(config.arguments());
      arguments.put("use_ema", true);
      arguments.put("ema_momentum", momentum);
      if (overwriteFrequency > 0) {
        arguments.put("ema_overwrite_frequency", (double) overwriteFrequency);
      }
      return new OptimizerConfig(config.className(), learningRate, arguments);
    }

    @Override
    public List<String> slots() {
      List<String> slots = new ArrayList<>(optimizer.slots());
      slots.add(AVERAGE);
      return slots;
    }

    @Override
    public List<? extends Operand<TFloat32>> prepared(Ops tf, List<Output<TFloat32>> gradients) {
      return optimizer.prepared(tf, gradients);
    }

    @Override
    public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
      return new AveragedRule(tf, step, optimizer.rule(tf, learningRate, step), this);
    }
  }

  /** Another optimizer, whose gradients are clipped first. */
  record Clipped(Optimizer optimizer, Clipping clipping) implements Optimizer {
    @Override
    public OptimizerConfig config(double learningRate) {
      OptimizerConfig config = optimizer.config(learningRate);
      Map<String, Object> arguments = new TreeMap<>(config.arguments());
      arguments.put(clipping.kind().kerasName(), clipping.limit());
      return new OptimizerConfig(config.className(), learningRate, arguments);
    }

    @Override
    public List<String> slots() {
      return optimizer.slots();
    }

    @Override
    public List<? extends Operand<TFloat32>> prepared(Ops tf, List<Output<TFloat32>> gradients) {
      return clipping.clipped(tf, gradients);
    }

    @Override
    public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
      return optimizer.rule(tf, learningRate, step);
    }
  }

  private static void checkShare(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new ThoraxException("%s must be 0 to less than 1, found %s.".formatted(what, value));
    }
  }

  private static void checkNotNegative(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new ThoraxException("%s must be at least 0, found %s.".formatted(what, value));
    }
  }

  private static void checkPositive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new ThoraxException("%s must be above 0, found %s.".formatted(what, value));
    }
  }
}
