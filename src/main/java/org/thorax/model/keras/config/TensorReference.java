package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.thorax.ThoraxException;

/**
 * A tensor of a model by its Keras history.
 *
 * @param layer the layer that computed it
 * @param call index of the layer's call; a nested model's may count from 1
 * @param output index of the call's output
 */
record TensorReference(String layer, int call, int output) {
  /** {@code ["conv1", 0, 0]}, with or without call arguments. */
  static TensorReference of(JsonNode history) {
    if (!history.isArray()
        || history.size() < 3
        || !history.get(0).isTextual()
        || !history.get(1).isInt()
        || !history.get(2).isInt()) {
      throw new ThoraxException(
          "Expected a tensor as [layer, call, output] in the model's configuration, found %s."
              .formatted(TruncatedJson.of(history)));
    }
    return new TensorReference(
        history.get(0).textValue(), history.get(1).intValue(), history.get(2).intValue());
  }

  /** One tensor, or a list or dictionary of them, as in {@code input_layers}. */
  static List<TensorReference> listOf(JsonNode tensors) {
    List<TensorReference> references = new ArrayList<>();
    collect(tensors, references);
    return references;
  }

  private static void collect(JsonNode tensors, List<TensorReference> references) {
    if (tensors.isArray() && tensors.size() > 0 && tensors.get(0).isTextual()) {
      references.add(of(tensors));
    } else {
      tensors.forEach(tensor -> collect(tensor, references));
    }
  }
}
