package org.thorax.model;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** A {@link Scaling} as nodes of a graph. */
public final class ScalingNodes {
  private static final float EPSILON = 1e-6f;

  private ScalingNodes() {}

  /**
   * Converts grey bytes to scaled images: with a table look-up, which no graph optimiser can round
   * differently, or with each image's own mean and standard deviation.
   *
   * @param bytes uint8 (batch, height, width)
   * @param images name of the result: float32 (batch, height, width, channels)
   */
  static List<NodeDef> ofBytes(Scaling scaling, String bytes, String images, int channels) {
    return scaling.perImage()
        ? perImage(bytes, images, channels)
        : lookUp(scaling, bytes, images, channels);
  }

  private static List<NodeDef> lookUp(Scaling scaling, String bytes, String images, int channels) {
    return List.of(
        cast(images + "/index", bytes, DataType.DT_UINT8, DataType.DT_INT32),
        NodeDefs.constant(
            images + "/table", List.of(256L, (long) channels), scaling.table(channels)),
        NodeDefs.constant(images + "/axis", List.of(), 0),
        NodeDefs.of("GatherV2", images, images + "/table", images + "/index", images + "/axis")
            .putAttr("Tparams", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("Tindices", NodeDefs.type(DataType.DT_INT32))
            .putAttr("Taxis", NodeDefs.type(DataType.DT_INT32))
            .build());
  }

  private static List<NodeDef> perImage(String bytes, String images, int channels) {
    List<NodeDef> nodes = new ArrayList<>();
    nodes.add(cast(images + "/grey", bytes, DataType.DT_UINT8, DataType.DT_FLOAT));
    nodes.addAll(standardized(images + "/grey", images + "/standard", 1, 2));
    nodes.add(NodeDefs.constant(images + "/last", List.of(), -1));
    nodes.add(
        NodeDefs.of("ExpandDims", images + "/one", images + "/standard", images + "/last")
            .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("Tdim", NodeDefs.type(DataType.DT_INT32))
            .build());
    nodes.add(NodeDefs.constant(images + "/channels", List.of(4L), 1, 1, 1, channels));
    nodes.add(
        NodeDefs.of("Tile", images, images + "/one", images + "/channels")
            .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("Tmultiples", NodeDefs.type(DataType.DT_INT32))
            .build());
    return nodes;
  }

  /**
   * Scales images of 0..255, in the order of operations of the table.
   *
   * @param grey float32 (batch, height, width, channels)
   * @param images name of the result, of the same shape
   */
  public static List<NodeDef> ofFloats(Scaling scaling, String grey, String images, int channels) {
    scaling.require(channels);
    if (scaling.perImage()) {
      return standardized(grey, images, 1, 2, 3);
    }
    List<NodeDef> nodes = new ArrayList<>();
    String value = grey;
    for (int i = 0; i < scaling.steps().size(); i++) {
      Scaling.Step step = scaling.steps().get(i);
      String name = images + "/step_" + i;
      float[] by = new float[step.by().size()];
      for (int c = 0; c < by.length; c++) {
        by[c] = step.by().get(c);
      }
      List<Long> shape = by.length == 1 ? List.of() : List.of((long) by.length);
      nodes.add(NodeDefs.constant(name + "/by", shape, by));
      nodes.add(NodeDefs.floats(step.divides() ? "RealDiv" : "Sub", name, value, name + "/by"));
      value = name;
    }
    nodes.add(NodeDefs.floats("Identity", images, value));
    return nodes;
  }

  /**
   * Subtracts the mean over those axes and divides by the standard deviation + 1e-6, like NumPy in
   * float32. Both are computed in float64 about the rounded mean: sums of grey levels are then
   * exact, so that the order of the additions does not change any bit.
   */
  private static List<NodeDef> standardized(String grey, String name, int... axes) {
    List<NodeDef> nodes = new ArrayList<>();
    String axis = name + "/axes";
    nodes.add(NodeDefs.constant(axis, List.of((long) axes.length), axes));
    nodes.add(cast(name + "/double", grey, DataType.DT_FLOAT, DataType.DT_DOUBLE));
    nodes.add(mean(name + "/about", name + "/double", axis));
    nodes.add(doubles("Round", name + "/shift", name + "/about"));
    nodes.add(doubles("Sub", name + "/shifted", name + "/double", name + "/shift"));
    nodes.add(mean(name + "/rest", name + "/shifted", axis));
    nodes.add(doubles("AddV2", name + "/mean", name + "/shift", name + "/rest"));
    nodes.add(doubles("Square", name + "/squared", name + "/shifted"));
    nodes.add(mean(name + "/mean_square", name + "/squared", axis));
    nodes.add(doubles("Square", name + "/square_mean", name + "/rest"));
    nodes.add(doubles("Sub", name + "/variance", name + "/mean_square", name + "/square_mean"));
    nodes.add(doubles("Abs", name + "/positive", name + "/variance"));
    nodes.add(doubles("Sqrt", name + "/deviation", name + "/positive"));
    nodes.add(cast(name + "/mean_32", name + "/mean", DataType.DT_DOUBLE, DataType.DT_FLOAT));
    nodes.add(cast(name + "/std_32", name + "/deviation", DataType.DT_DOUBLE, DataType.DT_FLOAT));
    nodes.add(NodeDefs.floats("Sub", name + "/centred", grey, name + "/mean_32"));
    nodes.add(NodeDefs.constant(name + "/epsilon", List.of(), EPSILON));
    nodes.add(NodeDefs.floats("AddV2", name + "/divisor", name + "/std_32", name + "/epsilon"));
    nodes.add(NodeDefs.floats("RealDiv", name, name + "/centred", name + "/divisor"));
    return nodes;
  }

  private static NodeDef mean(String name, String of, String axes) {
    return NodeDefs.of("Mean", name, of, axes)
        .putAttr("T", NodeDefs.type(DataType.DT_DOUBLE))
        .putAttr("Tidx", NodeDefs.type(DataType.DT_INT32))
        .putAttr("keep_dims", NodeDefs.flag(true))
        .build();
  }

  private static NodeDef doubles(String op, String name, String... inputs) {
    return NodeDefs.of(op, name, inputs).putAttr("T", NodeDefs.type(DataType.DT_DOUBLE)).build();
  }

  private static NodeDef cast(String name, String of, DataType from, DataType to) {
    return NodeDefs.of("Cast", name, of)
        .putAttr("SrcT", NodeDefs.type(from))
        .putAttr("DstT", NodeDefs.type(to))
        .build();
  }
}
