package org.thorax.experiment.wiki;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.thorax.experiment.log.PythonJson;

/** A map as readable text: one key per line, lists wrapped at {@value #WIDTH} characters. */
final class MapFormatter {
  private static final int WIDTH = 100;

  private MapFormatter() {}

  static String of(JsonNode map) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonNode> each : map.properties()) {
      String start = each.getKey() + ": ";
      text.append(start).append(filled(each.getValue(), start.length())).append('\n');
    }
    return text.toString();
  }

  /** The value in lines, those after the first indented by {@code indent}. */
  private static String filled(JsonNode value, int indent) {
    List<String> parts = parts(value);
    StringBuilder text = new StringBuilder();
    int column = indent;
    for (String part : parts) {
      if (column + part.length() > WIDTH && column > indent) {
        text.setLength(text.length() - 1);
        text.append('\n').append(" ".repeat(indent));
        column = indent;
      }
      text.append(part).append(' ');
      column += part.length() + 1;
    }
    return text.toString().stripTrailing();
  }

  /** Positions where a line may break: between the parts. */
  private static List<String> parts(JsonNode value) {
    if (!value.isContainerNode() || value.isEmpty()) {
      boolean plain = value.isTextual() && !value.textValue().isEmpty();
      return List.of(plain ? value.textValue() : PythonJson.write(value));
    }
    List<String> parts = new ArrayList<>();
    if (value.isObject()) {
      value.properties().forEach(each -> add(parts, each.getKey() + ": ", each.getValue()));
    } else {
      value.forEach(each -> add(parts, "", each));
    }
    String open = value.isObject() ? "{" : "[";
    String close = value.isObject() ? "}" : "]";
    parts.set(0, open + parts.get(0));
    int last = parts.size() - 1;
    parts.set(last, parts.get(last).substring(0, parts.get(last).length() - 1) + close);
    return parts;
  }

  private static void add(List<String> parts, String start, JsonNode value) {
    List<String> inner = new ArrayList<>(parts(value));
    inner.set(0, start + inner.get(0));
    int last = inner.size() - 1;
    inner.set(last, inner.get(last) + ",");
    parts.addAll(inner);
  }
}
