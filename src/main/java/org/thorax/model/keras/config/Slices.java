package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.thorax.model.keras.layers.GetItem;
import org.thorax.model.keras.layers.GetItem.Index;
import org.thorax.model.keras.layers.GetItem.Kind;

/** Python's indices in a configuration. */
final class Slices {
  private Slices() {}

  /** {@code x[...]}, and operations that flip an axis or add or remove one of size 1. */
  static GetItem of(OperationCall call) {
    return switch (call.name()) {
      case "getitem" -> new GetItem(indices(call.required(1, "slice_spec", "key")));
      case "flip", "reverse" -> flipped(OperationCall.integers(call.required(1, "axis")));
      case "expanddims" -> at(one(call), Index.of(Kind.NEW_AXIS), true);
      default -> at(one(call), Index.place(0), false);
    };
  }

  /** As {@code slice_spec} in Keras 2, an argument in Keras 3. */
  static ArrayNode write(List<Index> indices, KerasGeneration generation) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Index index : indices) {
      switch (index.kind()) {
        case PLACE -> array.add(index.start().getAsInt());
        case NEW_AXIS -> array.addNull();
        case ELLIPSIS -> ellipsis(array.addObject(), generation);
        case SLICE -> slice(array.addObject(), index, generation);
      }
    }
    return array;
  }

  private static void ellipsis(ObjectNode node, KerasGeneration generation) {
    node.put("class_name", "__ellipsis__");
    if (generation == KerasGeneration.KERAS_3) {
      node.putObject("config");
    }
  }

  private static void slice(ObjectNode node, Index index, KerasGeneration generation) {
    ObjectNode fields = node;
    if (generation == KerasGeneration.KERAS_3) {
      fields = node.put("class_name", "__slice__").putObject("config");
    }
    put(fields, "start", index.start());
    put(fields, "stop", index.stop());
    put(fields, "step", index.step() == 1 ? OptionalInt.empty() : OptionalInt.of(index.step()));
  }

  private static void put(ObjectNode fields, String key, OptionalInt value) {
    if (value.isPresent()) {
      fields.put(key, value.getAsInt());
    } else {
      fields.putNull(key);
    }
  }

  private static List<Index> indices(JsonNode key) {
    List<Index> indices = new ArrayList<>();
    for (JsonNode each : key.isArray() ? key : List.of(key)) {
      indices.add(index(each));
    }
    return indices;
  }

  private static Index index(JsonNode node) {
    if (node.isNull()) {
      return Index.of(Kind.NEW_AXIS);
    }
    if (node.path("class_name").asText().equals("__ellipsis__")) {
      return Index.of(Kind.ELLIPSIS);
    }
    if (node.isObject()) {
      JsonNode fields = node.has("config") ? node.path("config") : node;
      return new Index(
          Kind.SLICE,
          number(fields.path("start")),
          number(fields.path("stop")),
          number(fields.path("step")).orElse(1));
    }
    return Index.place(OperationCall.integers(node).get(0));
  }

  private static OptionalInt number(JsonNode node) {
    return node.isMissingNode() || node.isNull()
        ? OptionalInt.empty()
        : OptionalInt.of(OperationCall.integers(node).get(0));
  }

  private static int one(OperationCall call) {
    List<Integer> axes = OperationCall.integers(call.required(1, "axis"));
    if (axes.size() != 1) {
      throw new IllegalArgumentException("takes the axes " + axes + " at once.");
    }
    return axes.get(0);
  }

  private static GetItem flipped(List<Integer> axes) {
    if (axes.size() != 1) {
      throw new IllegalArgumentException("turns the axes " + axes + " at once.");
    }
    Index backwards = new Index(Kind.SLICE, OptionalInt.empty(), OptionalInt.empty(), -1);
    return at(axes.get(0), backwards, false);
  }

  /** An index at an axis, counted from the last one in the output if negative. */
  private static GetItem at(int axis, Index index, boolean isNew) {
    List<Index> indices = new ArrayList<>();
    if (axis < 0) {
      indices.add(Index.of(Kind.ELLIPSIS));
      indices.add(index);
      indices.addAll(Collections.nCopies(-axis - 1, Index.all()));
    } else {
      if (axis == 0 && isNew) {
        throw new IllegalArgumentException("makes another batch.");
      }
      indices.addAll(Collections.nCopies(axis, Index.all()));
      indices.add(index);
    }
    return new GetItem(indices);
  }
}
