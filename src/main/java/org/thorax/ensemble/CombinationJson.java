package org.thorax.ensemble;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.thorax.DataException;

/** The JSON of a combination in an ensemble file. */
final class CombinationJson {
  private static final String MEAN = "weighted-mean";
  private static final String META = "meta-layer";
  private static final String FOREST = "forest";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private CombinationJson() {}

  static ObjectNode write(Combination combination) {
    ObjectNode node = MAPPER.createObjectNode();
    if (combination instanceof Combination.WeightedMean mean) {
      ArrayNode weights = node.put("kind", MEAN).putArray("weights");
      mean.weights().forEach(weights::add);
    } else if (combination instanceof Combination.MetaLayer layer) {
      floats(node.put("kind", META).putArray("kernel"), layer.kernel());
      floats(node.putArray("bias"), layer.bias());
    } else if (combination instanceof Forest forest) {
      node.put("kind", FOREST).put("depth", forest.depth());
      forest.roots().forEach(node.putArray("roots")::add);
      Forest.Trees trees = forest.trees();
      trees.features().forEach(node.putArray("features")::add);
      // JSON has no infinity, so a leaf's threshold is null.
      ArrayNode thresholds = node.putArray("thresholds");
      trees.thresholds().forEach(each -> thresholds.add(each.isInfinite() ? null : each));
      trees.left().forEach(node.putArray("left")::add);
      trees.right().forEach(node.putArray("right")::add);
      floats(node.putArray("values"), trees.values());
    }
    return node;
  }

  private static void floats(ArrayNode array, List<Float> values) {
    values.forEach(array::add);
  }

  static Combination read(JsonNode node) {
    return switch (node.path("kind").asText()) {
      case MEAN -> new Combination.WeightedMean(list(node, "weights", JsonNode::asDouble));
      case META -> new Combination.MetaLayer(floats(node, "kernel"), floats(node, "bias"));
      case FOREST ->
          new Forest(
              node.path("depth").asInt(),
              list(node, "roots", JsonNode::asInt),
              new Forest.Trees(
                  list(node, "features", JsonNode::asInt),
                  floats(node, "thresholds"),
                  list(node, "left", JsonNode::asInt),
                  list(node, "right", JsonNode::asInt),
                  floats(node, "values")));
      default ->
          throw new DataException(
              "Expected a combination of kind %s, %s or %s, found %s."
                  .formatted(MEAN, META, FOREST, node.path("kind")));
    };
  }

  private static List<Float> floats(JsonNode node, String key) {
    return list(
        node, key, each -> each.isNull() ? Float.POSITIVE_INFINITY : (float) each.asDouble());
  }

  private static <T> List<T> list(JsonNode node, String key, Function<JsonNode, T> value) {
    List<T> list = new ArrayList<>();
    node.path(key).forEach(each -> list.add(value.apply(each)));
    return list;
  }
}
