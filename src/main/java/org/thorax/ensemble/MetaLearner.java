package org.thorax.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.framework.op.FrameworkOps;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.thorax.ConfigurationException;
import org.thorax.data.RandomState;
import org.thorax.model.Device;
import org.thorax.model.DeviceSession;

/**
 * Trains the original project's meta learner, {@code Dense(classes, sigmoid)} on the concatenated
 * probabilities of the members: binary cross-entropy over the labelled cells, Adam with the
 * learning rate 1e-3 x 0.99^floor(step / 1850), batches of 32, shuffled in every epoch.
 *
 * @param epochs at least 1
 * @param seed random seed of kernel (Glorot uniform) and order, 0 to 2^32 - 1
 */
record MetaLearner(int epochs, long seed) {
  /** The original project's settings. */
  public static final int DEFAULT_EPOCHS = 100;

  private static final int BATCH = 32;
  private static final double RATE = 1e-3;
  private static final double DECAY = 0.99;
  private static final int DECAY_STEPS = 1850;
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-7f;

  /** Checks the epochs. */
  public MetaLearner {
    if (epochs < 1) {
      throw new ConfigurationException(
          "epochs", "`epochs` must be at least 1, found " + epochs + ".");
    }
  }

  /** The layer after the last epoch. */
  public Combination.MetaLayer fit(MemberScores scores) {
    int inputs = scores.members().size() * scores.classes();
    try (Graph graph = new Graph();
        Training training = new Training(graph, inputs, scores.classes(), kernel(scores))) {
      float[] rows = scores.sideBySide();
      int step = 0;
      for (int epoch = 0; epoch < epochs; epoch++) {
        int[] order = new RandomState(seed, epoch).permutation(scores.samples());
        for (int from = 0; from < order.length; from += BATCH) {
          int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + BATCH));
          training.step(
              selected(rows, inputs, batch),
              selected(scores.labels(), scores.classes(), batch),
              batch.length,
              step++);
        }
      }
      return training.layer();
    }
  }

  /** Keras' {@code glorot_uniform}: within sqrt(6 / (inputs + outputs)). */
  private float[] kernel(MemberScores scores) {
    int inputs = scores.members().size() * scores.classes();
    double limit = Math.sqrt(6.0 / (inputs + scores.classes()));
    RandomState random = new RandomState(seed);
    float[] kernel = new float[inputs * scores.classes()];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (limit * (2 * random.nextDouble() - 1));
    }
    return kernel;
  }

  private static float[] selected(float[] values, int width, int[] rows) {
    float[] selected = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, selected, i * width, width);
    }
    return selected;
  }

  /** The graph of one step; owns its session, not the graph. */
  private static final class Training implements AutoCloseable {
    private final int inputs;
    private final int classes;
    private final Placeholder<TFloat32> x;
    private final Placeholder<TFloat32> labels;
    private final Placeholder<TFloat32> rate;
    private final Placeholder<TFloat32> power1;
    private final Placeholder<TFloat32> power2;
    private final List<Variable<TFloat32>> variables;
    private final List<Operand<TFloat32>> updates = new ArrayList<>();
    private final Session session;

    Training(Graph graph, int inputs, int classes, float[] kernel) {
      this.inputs = inputs;
      this.classes = classes;
      Ops tf = Ops.create(graph);
      x = placeholder(tf, Shape.of(-1, inputs));
      labels = placeholder(tf, Shape.of(-1, classes));
      rate = placeholder(tf, Shape.scalar());
      power1 = placeholder(tf, Shape.scalar());
      power2 = placeholder(tf, Shape.scalar());
      variables =
          List.of(
              tf.variable(Shape.of(inputs, classes), TFloat32.class),
              tf.variable(Shape.of(classes), TFloat32.class));
      Operand<TFloat32> logits =
          tf.nn.biasAdd(tf.linalg.matMul(x, variables.get(0)), variables.get(1));
      var gradients = graph.addGradients(loss(tf, logits).asOutput(), outputs(variables));
      session = DeviceSession.of(Device.CPU, graph);
      Shape kernelShape = Shape.of(inputs, classes);
      run(tf.assign(variables.get(0), tf.constant(kernelShape, DataBuffers.of(kernel))));
      run(tf.assign(variables.get(1), tf.zeros(tf.constant(new int[] {classes}), TFloat32.class)));
      for (int i = 0; i < variables.size(); i++) {
        updates.add(
            adam(tf, variables.get(i), tf.constant(0f), gradients[i].expect(TFloat32.class)));
      }
    }

    private static Placeholder<TFloat32> placeholder(Ops tf, Shape shape) {
      return tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    }

    private static org.tensorflow.Output<?>[] outputs(List<Variable<TFloat32>> variables) {
      return variables.stream().map(Operand::asOutput).toArray(org.tensorflow.Output[]::new);
    }

    private Operand<TFloat32> loss(Ops tf, Operand<TFloat32> logits) {
      Operand<TFloat32> known =
          tf.dtypes.cast(tf.math.greaterEqual(labels, tf.constant(0f)), TFloat32.class);
      Operand<TFloat32> cells =
          FrameworkOps.create(tf)
              .nn
              .sigmoidCrossEntropyWithLogits(tf.math.maximum(labels, tf.constant(0f)), logits);
      Operand<TFloat32> sum = tf.reduceSum(tf.math.mul(known, cells), tf.array(0, 1));
      return tf.math.divNoNan(sum, tf.reduceSum(known, tf.array(0, 1)));
    }

    private Operand<TFloat32> adam(
        Ops tf, Variable<TFloat32> variable, Operand<TFloat32> zero, Operand<TFloat32> gradient) {
      List<Variable<TFloat32>> moments = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Variable<TFloat32> moment = tf.variable(variable.shape(), TFloat32.class);
        run(tf.assign(moment, tf.fill(tf.constant(variable.shape()), zero)));
        moments.add(moment);
      }
      return tf.train.applyAdam(
          variable,
          moments.get(0),
          moments.get(1),
          power1,
          power2,
          rate,
          tf.constant(BETA_1),
          tf.constant(BETA_2),
          tf.constant(EPSILON),
          gradient);
    }

    private void run(Operand<?> operand) {
      session.runner().addTarget(operand).run().close();
    }

    void step(float[] rows, float[] truth, int samples, int step) {
      int decays = step / DECAY_STEPS;
      double factor = Math.pow(DECAY, decays);
      try (Tensor xs = tensor(Shape.of(samples, inputs), rows);
          Tensor ys = tensor(Shape.of(samples, classes), truth);
          TFloat32 now = TFloat32.scalarOf((float) (RATE * factor));
          TFloat32 beta1 = TFloat32.scalarOf((float) Math.pow(BETA_1, step + 1));
          TFloat32 beta2 = TFloat32.scalarOf((float) Math.pow(BETA_2, step + 1))) {
        Session.Runner runner = session.runner();
        runner.feed(x, xs).feed(labels, ys).feed(rate, now).feed(power1, beta1).feed(power2, beta2);
        updates.forEach(runner::addTarget);
        runner.run().close();
      }
    }

    private static TFloat32 tensor(Shape shape, float[] values) {
      return TFloat32.tensorOf(shape, DataBuffers.of(values));
    }

    Combination.MetaLayer layer() {
      return new Combination.MetaLayer(values(variables.get(0)), values(variables.get(1)));
    }

    private List<Float> values(Variable<TFloat32> variable) {
      try (Tensor tensor = session.runner().fetch(variable).run().get(0)) {
        float[] values = new float[(int) tensor.shape().size()];
        ((TFloat32) tensor).asRawTensor().data().asFloats().read(values);
        List<Float> list = new ArrayList<>();
        for (float value : values) {
          list.add(value);
        }
        return list;
      }
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
