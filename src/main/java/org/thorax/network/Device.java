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

/** Where a network runs. */
public enum Device {
  /** The first GPU when TensorFlow finds one, else the CPU. */
  AUTO,
  /** The CPU, also where there is a GPU. */
  CPU,
  /** The first GPU; an error when there is none. */
  GPU;

  private static final String FIRST_GPU = "/device:GPU:0";

  /**
   * A session here, which the caller closes. Every session is made so: in one without a
   * configuration TensorFlow takes all memory of a GPU, for the whole process.
   *
   * @throws ThoraxException for {@link #GPU} when TensorFlow finds none
   */
  public Session session(Graph graph) {
    return new Session(graph, configuration());
  }

  /**
   * The session's configuration: GPU memory grows as needed.
   *
   * @throws ThoraxException for {@link #GPU} when TensorFlow finds none
   */
  ConfigProto configuration() {
    if (this == GPU && !gpuIsThere()) {
      throw new ThoraxException(
          "Expected a GPU, found none that TensorFlow can use; install the driver, CUDA 12 and cuDNN 9, start with"
              + " the GPU library (mvn -Pgpu), or use --device cpu.");
    }
    ConfigProto.Builder configuration =
        ConfigProto.newBuilder()
            .setAllowSoftPlacement(true)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (this == CPU) {
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
