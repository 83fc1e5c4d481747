package org.thorax.network;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.thorax.ThoraxException;

/**
 * TensorFlow's sessions on a {@link Device}, apart from it so that options can name devices without
 * TensorFlow.
 */
public final class DeviceSession {
  private static final String FIRST_GPU = "/device:GPU:0";

  private DeviceSession() {}

  /**
   * A session on a device, which the caller closes. Every session is made so: in one without a
   * configuration TensorFlow takes all memory of a GPU, for the whole process.
   *
   * @throws ThoraxException for {@link Device#GPU} when TensorFlow finds none
   */
  public static Session of(Device device, Graph graph) {
    return new Session(graph, configuration(device));
  }

  /**
   * The session's configuration: GPU memory grows as needed.
   *
   * @throws ThoraxException for {@link Device#GPU} when TensorFlow finds none
   */
  static ConfigProto configuration(Device device) {
    if (device == Device.GPU && !gpuIsThere()) {
      throw new ThoraxException(
          "Expected a GPU, found none that TensorFlow can use; install the driver, CUDA 12 and cuDNN 9, start with"
              + " the GPU library (mvn -Pgpu), or use --device cpu.");
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

  /**
   * Whether an op can be placed on a GPU: only running one tells, since TensorFlow falls back in
   * silence.
   */
  public static boolean gpuIsThere() {
    GraphDef probe =
        GraphDef.newBuilder()
            .addNode(Nodes.constant("probe", List.of(), 1f).toBuilder().setDevice(FIRST_GPU))
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
