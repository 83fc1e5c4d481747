package org.thorax.model.keras.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.thorax.model.Compilation;
import org.thorax.model.KerasObject;
import org.thorax.model.OptimizerConfig;

/** Writes a model's compilation in the format of a Keras version. */
public final class CompilationWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KerasGeneration generation;

  private CompilationWriter(KerasGeneration generation) {
    this.generation = generation;
  }

  /**
   * The attribute {@code training_config} of an {@code .h5} file in tf_keras' format. Keras 3 opens
   * it, too, with the optimizer's class and loss but the class's default arguments, as it does with
   * every file of Keras 2.
   */
  public static String trainingConfig(Compilation compilation) {
    CompilationWriter writer = new CompilationWriter(KerasGeneration.KERAS_2);
    ObjectNode root = writer.compiled(compilation);
    root.set("optimizer_config", writer.optimizer(compilation.optimizer().config()));
    return root.toString();
  }

  /**
   * A {@code .keras} file's {@code config.json} with the {@code compile_config} of a compiled
   * model.
   *
   * @param modelConfig Keras 3's configuration of the model
   */
  public static String withCompileConfig(String modelConfig, Compilation compilation) {
    CompilationWriter writer = new CompilationWriter(KerasGeneration.KERAS_3);
    ObjectNode compiled = writer.compiled(compilation);
    compiled.set("optimizer", writer.optimizer(compilation.optimizer().config()));
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(modelConfig);
      root.set("compile_config", compiled);
      return root.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ObjectNode compiled(Compilation compilation) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.set("loss", compilation.loss().map(loss -> object(loss, "keras.losses")).orElse(null));
    ArrayNode metrics = root.putArray("metrics");
    compilation.metrics().forEach(metric -> metrics.add(object(metric, "keras.metrics")));
    root.putNull("weighted_metrics");
    root.putNull("loss_weights");
    return root;
  }

  private JsonNode object(KerasObject object, String module) {
    if (object.arguments().isEmpty()) {
      return JsonNodeFactory.instance.textNode(object.name());
    }
    return serialized(object.name(), module, JSON.valueToTree(object.arguments()));
  }

  private ObjectNode optimizer(OptimizerConfig optimizer) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    boolean second = generation == KerasGeneration.KERAS_2;
    config.put("name", name(optimizer.className()));
    // Like Keras: the value of a float32 variable.
    config.put("learning_rate", (double) (float) optimizer.learningRate());
    for (Map.Entry<String, Object> argument : optimizer.arguments().entrySet()) {
      config.set(argument.getKey(), JSON.valueToTree(argument.getValue()));
    }
    if (second) {
      // Without it tf_keras uses its optimizers from before 2.11, whose state has another layout.
      config.put("is_legacy_optimizer", false);
    }
    // tf_keras' registered name; with its plain name Keras 3 would refuse is_legacy_optimizer.
    return serialized(
        (second ? "Custom>" : "") + optimizer.className(), "keras.optimizers", config);
  }

  /** Keras' default name of an optimizer of that class. */
  private String name(String className) {
    boolean capitals = generation == KerasGeneration.KERAS_2 || className.equals("SGD");
    return capitals ? className : className.toLowerCase(Locale.ROOT);
  }

  private ObjectNode serialized(String className, String module, JsonNode config) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (generation == KerasGeneration.KERAS_3) {
      json.put("module", module);
    }
    json.put("class_name", className);
    json.set("config", config);
    if (generation == KerasGeneration.KERAS_3) {
      json.putNull("registered_name");
    }
    return json;
  }
}
