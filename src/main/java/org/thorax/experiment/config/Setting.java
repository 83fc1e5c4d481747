package org.thorax.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * {@code --set key=value}.
 *
 * @param key of the form, {@code fit.epochs}; its last word alone where only one key has it
 * @param value as YAML reads it
 */
public record Setting(String key, JsonNode value) {
  /**
   * Reads {@code fit.epochs=5}.
   *
   * @throws ThoraxException for another form
   */
  public static Setting parse(String text) {
    int mark = text.indexOf('=');
    if (mark < 1) {
      throw new ConfigurationException(
          "set", "Expected `set` key=value, e.g. fit.epochs=5; found '" + text + "'.");
    }
    return new Setting(
        text.substring(0, mark).strip(),
        BenchmarkYaml.value(text.substring(mark + 1), "the value in `set` " + text));
  }

  /**
   * Puts the value into a whole form; a key that nothing knows is left for its reader to refuse.
   */
  public void apply(ObjectNode form) {
    String[] steps = path(form).split("\\.", -1);
    ObjectNode tree = form;
    for (int i = 0; i < steps.length - 1; i++) {
      tree = tree.get(steps[i]) instanceof ObjectNode within ? within : tree.putObject(steps[i]);
    }
    FormMerge.put(tree, steps[steps.length - 1], value);
  }

  private String path(ObjectNode form) {
    if (key.indexOf('.') >= 0 || form.has(key)) {
      return key;
    }
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> section : form.properties()) {
      if (section.getValue().isObject() && section.getValue().has(key)) {
        found.add(section.getKey() + "." + key);
      }
    }
    if (found.size() > 1) {
      throw new ConfigurationException(
          "set", "`set` %s means %s; write which.".formatted(key, String.join(" or ", found)));
    }
    return found.isEmpty() ? key : found.get(0);
  }
}
