package org.thorax.model;

import java.util.Iterator;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * TensorFlow's sessions on a {@link Device}, in a separate class so that options can name devices
 * without loading TensorFlow.
 */
public final class DeviceSession {
  private static final String FIRST_GPU = "/device:GPU:0";

  private DeviceSession() {}

  /** TensorFlow's version, such as {@code 2.18.0}. */
  public static String tensorFlowVersion() {
    return TensorFlow.version();
  }

  /**
   * A session on a device, which the caller closes. All sessions must be created here: without a
   * configuration, TensorFlow takes all memory of a GPU for the whole process.
   *
   * @throws ThoraxException for {@link Device#GPU} if TensorFlow finds none
   */
  public static Session of(Device device, Graph graph) {
    ConfigProto configuration = configuration(device);
    return new Session(
        graph, convolvesInGroups(graph) ? withoutFusing(configuration) : configuration);
  }

  /** Without oneDNN, as on processors without AVX-512, fused convolutions do not support groups. */
  private static ConfigProto withoutFusing(ConfigProto configuration) {
    ConfigProto.Builder changed = configuration.toBuilder();
    changed
        .getGraphOptionsBuilder()
        .getRewriteOptionsBuilder()
        .setRemapping(RewriterConfig.Toggle.OFF);
    return changed.build();
  }

  /** Whether a kernel has fewer input channels than its image. */
  private static boolean convolvesInGroups(Graph graph) {
    for (Iterator<GraphOperation> all = graph.operations(); all.hasNext(); ) {
      GraphOperation operation = all.next();
      if (operation.type().equals("Conv2D")) {
        Shape image = operation.input(0).shape();
        Shape kernel = operation.input(1).shape();
        boolean known = image.numDimensions() == 4 && kernel.numDimensions() == 4;
        if (known && image.get(3) > 0 && kernel.get(2) > 0 && image.get(3) != kernel.get(2)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The session's configuration: GPU memory grows as needed.
   *
   * @throws ThoraxException for {@link Device#GPU} if TensorFlow finds none
   */
  static ConfigProto configuration(Device device) {
    if (device == Device.GPU && !gpuIsThere()) {
      throw new ConfigurationException(
          "device",
          "Expected a GPU, found none that TensorFlow can use; install the driver, CUDA 12 and cuDNN 9, start with"
              + " the GPU library (mvn -Pgpu), or use `device` cpu.");
    }
    ConfigProto.Builder configuration =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(true)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (device == Device.CPU) {
      configuration.putDeviceCount("GPU", 0);
    }
    return configuration.build();
  }

  /** Whether an op can be placed on a GPU. It runs one, because TensorFlow falls back silently. */
  public static boolean gpuIsThere() {
    GraphDef probe =
        GraphDef.newBuilder()
            .addNode(NodeDefs.constant("probe", List.of(), 1f).toBuilder().setDevice(FIRST_GPU))
            .build();
    ConfigProto configuration =
        ConfigProto.newBuilder()
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
            .build();
    try (Graph graph = new Graph()) {
      graph.importGraphDef(probe);
      try (Session session = new Session(graph, configuration);
          var result = session.runner().fetch("probe").run()) {
        return result.get(0) instanceof TFloat32;
      } catch (TensorFlowException
          | IllegalArgumentException e) { // "invalid argument" is the latter
        return false;
      }
    }
  }
}
