package org.thorax.model.keras.savedmodel;

import java.nio.ByteOrder;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** Reads the value of a Const node. */
final class Constants {
  private Constants() {}

  /** The value of a float32 scalar; empty for other nodes. */
  static Optional<Float> floatOf(NodeDef constant) {
    TensorProto tensor = constant.getAttrOrThrow("value").getTensor();
    if (tensor.getDtype() != DataType.DT_FLOAT) {
      return Optional.empty();
    }
    if (tensor.getFloatValCount() == 1) {
      return Optional.of(tensor.getFloatVal(0));
    }
    if (tensor.getTensorContent().size() == Float.BYTES) {
      return Optional.of(
          tensor
              .getTensorContent()
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN)
              .getFloat());
    }
    return Optional.empty();
  }
}
