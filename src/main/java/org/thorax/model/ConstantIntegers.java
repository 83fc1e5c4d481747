package org.thorax.model;

import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * Constant int32 vectors of a graph, such as the order of a Transpose.
 *
 * @param nodes by name
 */
record ConstantIntegers(Map<String, NodeDef> nodes) {
  /** The value of a constant, also of one that is put together from constants. */
  Optional<int[]> of(String tensor) {
    NodeDef node = nodes.get(FlatGraph.producer(tensor));
    if (node == null) {
      return Optional.empty();
    }
    return switch (node.getOp()) {
      case "Identity" -> of(node.getInput(0));
      case "Const" -> of(node.getAttrOrThrow("value").getTensor());
      case "ConcatV2" -> joined(node.getInputList().subList(0, node.getInputCount() - 1));
      default -> Optional.empty();
    };
  }

  private Optional<int[]> joined(List<String> tensors) {
    List<Integer> all = new ArrayList<>();
    for (String tensor : tensors) {
      Optional<int[]> part = of(tensor);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      for (int value : part.get()) {
        all.add(value);
      }
    }
    return Optional.of(all.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Optional<int[]> of(TensorProto tensor) {
    if (tensor.getDtype() != DataType.DT_INT32) {
      return Optional.empty();
    }
    if (tensor.getTensorContent().isEmpty()) {
      return Optional.of(tensor.getIntValList().stream().mapToInt(Integer::intValue).toArray());
    }
    IntBuffer values =
        tensor
            .getTensorContent()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asIntBuffer();
    int[] all = new int[values.remaining()];
    values.get(all);
    return Optional.of(all);
  }
}
