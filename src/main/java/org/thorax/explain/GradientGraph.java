package org.thorax.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.thorax.model.Device;
import org.thorax.model.FlatGraph;
import org.thorax.model.Network;
import org.thorax.model.Scaling;
import org.thorax.model.Values;
import org.thorax.model.WeightSource;

/**
 * A network in inference mode that computes inner values and gradients; owns the network.
 * Thread-safe.
 */
final class GradientGraph implements AutoCloseable {
  private static final String OUTER = "explain_outer";
  private static final String GUIDED = "explain_guided";

  private final Network network;
  private final Map<String, String> gradients = new ConcurrentHashMap<>();
  private final AtomicInteger added = new AtomicInteger();
  private final Optional<String> guided;

  /** A graph for {@link #gradient}. */
  static GradientGraph of(FlatGraph flat, Scaling scaling, WeightSource weights, Device device) {
    return new GradientGraph(flat, scaling, weights, device, Optional.empty());
  }

  /**
   * A graph for {@link #guided}.
   *
   * @param of the tensor that is differentiated with respect to the image
   */
  static GradientGraph guided(
      FlatGraph flat, Scaling scaling, WeightSource weights, Device device, String of) {
    return new GradientGraph(flat, scaling, weights, device, Optional.of(of));
  }

  private GradientGraph(
      FlatGraph flat,
      Scaling scaling,
      WeightSource weights,
      Device device,
      Optional<String> guidedTensor) {
    network = Network.forGradients(flat, scaling, weights, device);
    try {
      network
          .graph()
          .ops()
          .withName(OUTER)
          .placeholder(TFloat32.class, Placeholder.shape(Shape.unknown()));
      guided = guidedTensor.map(this::guide);
      network.session();
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private String guide(String of) {
    Operand<TFloat32> gradient =
        network
            .graph()
            .addInferenceGradient(
                GUIDED, of, network.graph().tensor(OUTER), network.graph().images());
    String name = name(gradient);
    network.graph().guideGradients(GUIDED);
    return name;
  }

  Network network() {
    return network;
  }

  /** Grey images one after the other, as a tensor to feed; the caller closes it. */
  static TUint8 greyBytes(byte[] bytes, int images, int height, int width) {
    return TUint8.tensorOf(Shape.of(images, height, width), DataBuffers.of(bytes, true, false));
  }

  /** Values of the body's tensors for grey images. */
  List<Values> values(TUint8 bytes, List<String> tensors) {
    Session.Runner runner = network.session().runner().feed(network.graph().greyBytes(), bytes);
    tensors.forEach(tensor -> runner.fetch(network.graph().inInference(tensor)));
    return run(runner);
  }

  /**
   * The gradient of a tensor with respect to another one.
   *
   * @param of of shape (batch, classes)
   * @param outer factor of {@code of}, of its shape
   * @param by a tensor of the body
   * @param fed its values, if {@code of} depends on the image only through it
   * @param bytes the images otherwise
   */
  Values gradient(
      String of, Values outer, String by, Optional<Values> fed, Optional<TUint8> bytes) {
    String gradient = gradients.computeIfAbsent(of + " by " + by, key -> add(of, by));
    try (TFloat32 weights = outer.tensor();
        TFloat32 activations = fed.map(Values::tensor).orElse(null)) {
      Session.Runner runner =
          network
              .session()
              .runner()
              .feed(network.graph().tensor(OUTER), weights)
              .fetch(network.graph().tensor(gradient));
      if (activations != null) {
        runner.feed(network.graph().inInference(by), activations);
      }
      bytes.ifPresent(images -> runner.feed(network.graph().greyBytes(), images));
      return run(runner).get(0);
    }
  }

  private String add(String of, String by) {
    String prefix = "explain_gradient_" + added.getAndIncrement();
    return name(
        network
            .graph()
            .addInferenceGradient(
                prefix, of, network.graph().tensor(OUTER), network.graph().inInference(by)));
  }

  /**
   * The guided gradient with respect to the scaled images: (batch, height, width, channels).
   *
   * @param outer factor of the tensor, of its shape
   */
  Values guided(TUint8 bytes, Values outer) {
    try (TFloat32 weights = outer.tensor()) {
      return run(network
              .session()
              .runner()
              .feed(network.graph().greyBytes(), bytes)
              .feed(network.graph().tensor(OUTER), weights)
              .fetch(network.graph().tensor(guided.orElseThrow())))
          .get(0);
    }
  }

  private List<Values> run(Session.Runner runner) {
    return network.run(runner);
  }

  private static String name(Operand<TFloat32> operand) {
    return operand.op().name() + ":" + operand.asOutput().index();
  }

  @Override
  public void close() {
    network.close();
  }
}
