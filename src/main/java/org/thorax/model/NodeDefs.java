package org.thorax.model;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Creates graph nodes as protocol messages, for graphs that are built outside of TensorFlow. */
public final class NodeDefs {
  private NodeDefs() {}

  /** A node with inputs and no attributes yet. */
  public static NodeDef.Builder of(String op, String name, String... inputs) {
    return NodeDef.newBuilder().setOp(op).setName(name).addAllInput(List.of(inputs));
  }

  /** A float32 op of one type attribute {@code T}. */
  public static NodeDef floats(String op, String name, String... inputs) {
    return of(op, name, inputs).putAttr("T", type(DataType.DT_FLOAT)).build();
  }

  /** The type attribute of that value. */
  public static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  /** A list that contains one type several times. */
  public static AttrValue types(DataType type, int times) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    for (int i = 0; i < times; i++) {
      list.addType(type);
    }
    return AttrValue.newBuilder().setList(list).build();
  }

  /** A boolean attribute. */
  public static AttrValue flag(boolean value) {
    return AttrValue.newBuilder().setB(value).build();
  }

  /** A float attribute. */
  public static AttrValue number(float value) {
    return AttrValue.newBuilder().setF(value).build();
  }

  /** An integer attribute. */
  public static AttrValue count(long value) {
    return AttrValue.newBuilder().setI(value).build();
  }

  /** A list of integers as an attribute. */
  public static AttrValue counts(long... values) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    for (long value : values) {
      list.addI(value);
    }
    return AttrValue.newBuilder().setList(list).build();
  }

  /** A text attribute. */
  public static AttrValue text(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }

  /** A shape attribute; -1 for a free size. */
  public static AttrValue shape(List<Long> sizes) {
    return AttrValue.newBuilder().setShape(shapeProto(sizes)).build();
  }

  /** A float32 constant. */
  public static NodeDef constant(String name, List<Long> shape, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(name, DataType.DT_FLOAT, shape, bytes);
  }

  /** An int32 constant vector, or a scalar when {@code shape} is empty. */
  public static NodeDef constant(String name, List<Long> shape, int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return constant(name, DataType.DT_INT32, shape, bytes);
  }

  /** A constant vector of texts. */
  public static NodeDef texts(String name, List<String> values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(shapeProto(List.of((long) values.size())));
    values.forEach(value -> tensor.addStringVal(ByteString.copyFromUtf8(value)));
    return constant(name, tensor.build());
  }

  /** An int64 scalar constant. */
  public static NodeDef constant(String name, long value) {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT64)
            .setTensorShape(shapeProto(List.of()))
            .addInt64Val(value)
            .build();
    return constant(name, tensor);
  }

  /** A float32 or uint8 placeholder; -1 for a free size. */
  public static NodeDef placeholder(String name, DataType type, List<Long> shape) {
    return of("Placeholder", name)
        .putAttr("dtype", type(type))
        .putAttr("shape", shape(shape))
        .build();
  }

  /** A shape; -1 for a free size. */
  public static TensorShapeProto shapeProto(List<Long> sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    sizes.forEach(size -> shape.addDimBuilder().setSize(size));
    return shape.build();
  }

  private static NodeDef constant(String name, DataType type, List<Long> shape, ByteBuffer bytes) {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(type)
            .setTensorShape(shapeProto(shape))
            .setTensorContent(ByteString.copyFrom(bytes.rewind()))
            .build();
    return constant(name, tensor);
  }

  private static NodeDef constant(String name, TensorProto tensor) {
    return of("Const", name)
        .putAttr("dtype", type(tensor.getDtype()))
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
        .build();
  }
}
