package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.thorax.model.keras.layers.Activation;
import org.thorax.model.keras.layers.ActivationFunction;
import org.thorax.model.keras.layers.Concatenate;
import org.thorax.model.keras.layers.GlobalAveragePooling2D;
import org.thorax.model.keras.layers.GlobalMaxPooling2D;
import org.thorax.model.keras.layers.HeightWidth;
import org.thorax.model.keras.layers.Permute;
import org.thorax.model.keras.layers.Reduction;
import org.thorax.model.keras.layers.Reshape;
import org.thorax.model.keras.layers.Resizing;
import org.thorax.model.keras.layers.ZeroPadding2D;

/** Calls that change sizes and axes, as layers. */
final class ShapeOperations {
  private ShapeOperations() {}

  /** One channel as several. */
  static RebuiltLayer repeated(OperationCall call) {
    List<Integer> times =
        call.name().equals("grayscaletorgb")
            ? List.of(3)
            : OperationCall.integers(call.required(1, "repeats", "multiples"));
    boolean tiles = call.name().equals("tile");
    boolean channels =
        tiles
            ? times.size() == 4 && times.subList(0, 3).equals(List.of(1, 1, 1))
            : times.size() == 1
                && (call.name().equals("grayscaletorgb") || List.of(-1, 3).contains(call.axis(0)));
    if (!channels) {
      throw new IllegalArgumentException("repeats other axes than the channels.");
    }
    int count = times.get(times.size() - 1);
    TensorReference x = OperationCall.tensors(call.first()).get(0);
    return count == 1
        ? new RebuiltLayer(new Activation(ActivationFunction.LINEAR), List.of(x))
        : new RebuiltLayer(new Concatenate(-1), Collections.nCopies(count, x));
  }

  static RebuiltLayer reduction(OperationCall call, Reduction.Function function) {
    List<Integer> axes =
        OperationCall.integers(call.required(1, "axis")).stream().sorted().toList();
    boolean keep = call.argument(2, "keepdims", "keep_dims").map(JsonNode::asBoolean).orElse(false);
    if (axes.equals(List.of(1, 2)) && function == Reduction.Function.MEAN) {
      return RebuiltLayer.of(call, new GlobalAveragePooling2D(keep));
    }
    return axes.equals(List.of(1, 2)) && function == Reduction.Function.MAX
        ? RebuiltLayer.of(call, new GlobalMaxPooling2D(keep))
        : RebuiltLayer.of(call, new Reduction(function, axes, keep));
  }

  static RebuiltLayer resize(OperationCall call) {
    List<Integer> size = OperationCall.integers(call.required(1, "size"));
    if (size.size() != 2
        || call.argument(3, "preserve_aspect_ratio").map(JsonNode::asBoolean).orElse(false)) {
      throw new IllegalArgumentException("keeps the aspect ratio or takes another size than two.");
    }
    String method =
        call.argument(2, "method", "interpolation").map(JsonNode::asText).orElse("bilinear");
    Resizing resizing =
        ImageKinds.resizing(call.fields(), new HeightWidth(size.get(0), size.get(1)), method);
    return RebuiltLayer.of(call, resizing);
  }

  static RebuiltLayer reshape(OperationCall call) {
    List<Integer> shape = OperationCall.integers(call.required(1, "shape", "newshape"));
    if (shape.size() < 2 || shape.get(0) != -1) {
      throw new IllegalArgumentException("changes the batch: shape " + shape + ".");
    }
    return RebuiltLayer.of(
        call, new Reshape(shape.stream().skip(1).map(Integer::longValue).toList()));
  }

  static RebuiltLayer transpose(OperationCall call) {
    List<Integer> axes = OperationCall.integers(call.required(1, "perm", "axes"));
    if (axes.isEmpty() || axes.get(0) != 0) {
      throw new IllegalArgumentException("moves the batch: axes " + axes + ".");
    }
    return RebuiltLayer.of(call, new Permute(axes.subList(1, axes.size())));
  }

  static RebuiltLayer pad(OperationCall call) {
    JsonNode widths = call.required(1, "paddings", "pad_width");
    String mode = call.argument(2, "mode").map(JsonNode::asText).orElse("constant");
    double value = call.argument(-1, "constant_values").map(JsonNode::asDouble).orElse(0.0);
    List<List<Integer>> borders = new ArrayList<>();
    widths.forEach(border -> borders.add(OperationCall.integers(border)));
    boolean images =
        borders.size() == 4
            && IntStream.of(0, 3).allMatch(axis -> borders.get(axis).equals(List.of(0, 0)));
    if (!images || !mode.equalsIgnoreCase("constant") || value != 0) {
      throw new IllegalArgumentException("pads otherwise than zeros around an image.");
    }
    return RebuiltLayer.of(
        call,
        new ZeroPadding2D(
            borders.get(1).get(0),
            borders.get(1).get(1),
            borders.get(2).get(0),
            borders.get(2).get(1)));
  }
}
