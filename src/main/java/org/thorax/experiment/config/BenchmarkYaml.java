package org.thorax.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/** A benchmark's form as YAML 1.2: plain texts, numbers, lists and keys. */
public final class BenchmarkYaml {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDTH = 120;

  private BenchmarkYaml() {}

  /** The whole benchmark, every default said; {@link #read} and {@code thorax train} take it. */
  public static String write(Benchmark benchmark) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(WIDTH).build();
    Object plain = JSON.convertValue(BenchmarkForm.of(benchmark), Map.class);
    return new Dump(settings).dumpToString(plain);
  }

  /**
   * The keys and values in a text.
   *
   * @param source what the text is, for errors
   * @throws ThoraxException with line and column when it is no YAML or does not hold keys
   */
  public static ObjectNode read(String text, String source) {
    if (value(text, source) instanceof ObjectNode tree) {
      return tree;
    }
    throw new ConfigurationException(
        "benchmark", source + " must hold keys and values such as 'name: ...'.");
  }

  /**
   * Any value in a text: {@code 1e-4}, {@code [Edema, Fracture]}.
   *
   * @throws ThoraxException with line and column when it is no YAML
   */
  public static JsonNode value(String text, String source) {
    LoadSettings settings = LoadSettings.builder().setLabel(source).build();
    try {
      return JSON.valueToTree(new Load(settings).loadFromString(text));
    } catch (MarkedYamlEngineException e) {
      throw new ConfigurationException(
          "benchmark",
          "%s is no YAML: %s%s."
              .formatted(
                  source,
                  e.getProblem(),
                  Optional.ofNullable(e.getProblemMark())
                      .flatMap(mark -> mark)
                      .map(
                          mark ->
                              " in line %d, column %d"
                                  .formatted(mark.getLine() + 1, mark.getColumn() + 1))
                      .orElse("")),
          e);
    } catch (YamlEngineException | IllegalArgumentException e) {
      throw new ConfigurationException("benchmark", source + " is no YAML: " + e.getMessage(), e);
    }
  }
}
