package org.thorax.model.keras.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.thorax.model.Compilation;
import org.thorax.model.KerasObject;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerState;
import org.thorax.model.OutputActivation;

/**
 * Reads a model's compilation: the attribute {@code training_config} of an {@code .h5} file or
 * {@code compile_config} in the {@code config.json} of a {@code .keras} file, of Keras 2.0 to 2.15
 * and Keras 3. Custom losses and metrics are left out with a note; they never make opening fail.
 */
public final class CompilationReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final List<String> notes;

  private CompilationReader(List<String> notes) {
    this.notes = notes;
  }

  /**
   * Loss, metrics and optimizer, without the optimizer's state.
   *
   * @param json from the file
   * @param notes receives what is left out, one line each
   * @return empty if it does not contain an optimizer that Thorax knows
   */
  public static Optional<Compilation> read(String json, List<String> notes) {
    try {
      JsonNode root = JSON.readTree(json);
      JsonNode compiled = root.has("compile_config") ? root.path("compile_config") : root;
      return new CompilationReader(notes).compilation(compiled);
    } catch (JsonProcessingException e) {
      notes.add("How the model was compiled is not JSON; it counts as not compiled.");
      return Optional.empty();
    }
  }

  /**
   * The loss, whatever the optimizer is.
   *
   * @param json as for {@link #read}
   */
  public static Optional<KerasObject> loss(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      JsonNode compiled = root.has("compile_config") ? root.path("compile_config") : root;
      return new CompilationReader(new ArrayList<>()).loss(compiled.path("loss"));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The activation inside a loss: Keras' {@code from_logits=True}. */
  public static Optional<OutputActivation> activation(KerasObject loss) {
    String name = loss.name().toLowerCase(Locale.ROOT).replace("_", "").replaceFirst("^.*>", "");
    if (!Boolean.TRUE.equals(loss.arguments().get("from_logits"))) {
      return Optional.empty();
    }
    return name.startsWith("binary")
        ? Optional.of(OutputActivation.SIGMOID)
        : name.contains("categorical") ? Optional.of(OutputActivation.SOFTMAX) : Optional.empty();
  }

  private Optional<Compilation> compilation(JsonNode compiled) {
    JsonNode optimizer =
        compiled.has("optimizer_config")
            ? compiled.path("optimizer_config")
            : compiled.path("optimizer");
    return optimizer(optimizer)
        .map(
            config ->
                new Compilation(
                    OptimizerState.fresh(config),
                    loss(compiled.path("loss")),
                    metrics(compiled.path("metrics"))));
  }

  private Optional<OptimizerConfig> optimizer(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return Optional.empty();
    }
    String given = json.path("class_name").asText(json.asText());
    Optional<String> className = KerasObjects.optimizer(given);
    JsonNode config = json.path("config");
    JsonNode rate = config.has("lr") ? config.path("lr") : config.path("learning_rate");
    Map<String, Object> arguments = arguments(config, KerasObjects.OPTIMIZER_ARGUMENTS);
    String reason =
        className.isEmpty()
            ? "is not one that Thorax knows"
            : !rate.isNumber()
                ? "has no constant learning rate"
                : config.path("decay").asDouble(0) != 0
                    ? "lets its learning rate decay"
                    : config.path("gradient_accumulation_steps").asInt(0) > 1
                        ? "accumulates gradients"
                        : "";
    if (!reason.isEmpty()) {
      notes.add(
          "The model's optimizer %s %s; it and its state are left out.".formatted(given, reason));
      return Optional.empty();
    }
    return Optional.of(new OptimizerConfig(className.get(), rate.asDouble(), arguments));
  }

  private Optional<KerasObject> loss(JsonNode json) {
    JsonNode only = json;
    while (only.isArray() || (only.isObject() && !isOneObject(only))) {
      Optional<JsonNode> single = single(only);
      if (single.isEmpty()) {
        break;
      }
      only = single.get();
    }
    if (only.isMissingNode() || only.isNull()) {
      return Optional.empty();
    }
    KerasObject loss = object(only);
    if (KerasObjects.isLoss(loss.name())) {
      return Optional.of(loss);
    }
    notes.add(
        "The model's loss '%s' is not one of Keras' own; it is left out.".formatted(loss.name()));
    return Optional.empty();
  }

  /** The single non-null element of a list or of a dictionary by outputs. */
  private static Optional<JsonNode> single(JsonNode many) {
    List<JsonNode> given = new ArrayList<>();
    many.forEach(
        each -> {
          if (!each.isNull()) {
            given.add(each);
          }
        });
    return given.size() == 1 ? Optional.of(given.get(0)) : Optional.empty();
  }

  private List<KerasObject> metrics(JsonNode json) {
    List<KerasObject> metrics = new ArrayList<>();
    List<String> others = new ArrayList<>();
    addMetrics(json, metrics, others);
    if (!others.isEmpty()) {
      notes.add(
          "These metrics of the model are not Keras' own and are left out: %s."
              .formatted(String.join(", ", others)));
    }
    return metrics;
  }

  /** Keras has one list per output. */
  private static void addMetrics(JsonNode json, List<KerasObject> metrics, List<String> others) {
    if (json.isArray() || (json.isObject() && !isOneObject(json))) {
      json.forEach(each -> addMetrics(each, metrics, others));
    } else if (!json.isMissingNode() && !json.isNull()) {
      KerasObject metric = object(json);
      if (KerasObjects.isMetric(metric.name())) {
        metrics.add(metric);
      } else {
        others.add(metric.name());
      }
    }
  }

  private static boolean isOneObject(JsonNode json) {
    return json.has("class_name");
  }

  /** A name; a class with its configuration; or a function, wrapped or not. */
  private static KerasObject object(JsonNode json) {
    String className = json.path("class_name").asText(json.asText());
    JsonNode config = json.path("config");
    if (className.equals("function") && config.isTextual()) {
      return KerasObject.named(config.asText());
    }
    if (className.equals("MeanMetricWrapper") && config.path("fn").isTextual()) {
      return KerasObject.named(config.path("fn").asText());
    }
    return new KerasObject(className, arguments(config, KerasObjects.ARGUMENTS));
  }

  private static Map<String, Object> arguments(JsonNode config, java.util.Set<String> known) {
    Map<String, Object> arguments = new TreeMap<>();
    config
        .fields()
        .forEachRemaining(
            field -> {
              if (known.contains(field.getKey()) && isPlain(field.getValue())) {
                arguments.put(
                    field.getKey(),
                    JSON.convertValue(field.getValue(), new TypeReference<Object>() {}));
              }
            });
    return arguments;
  }

  private static boolean isPlain(JsonNode value) {
    if (value.isArray()) {
      for (JsonNode each : value) {
        if (!each.isNumber()) {
          return false;
        }
      }
      return true;
    }
    return value.isNumber() || value.isBoolean() || value.isTextual();
  }
}
