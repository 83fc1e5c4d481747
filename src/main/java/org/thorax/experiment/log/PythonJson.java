package org.thorax.experiment.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/**
 * JSON in the layout of Python's {@code json.dumps(tree, indent=4)}: four spaces per level, ASCII
 * only, {@code []} and {@code {}} if empty, numbers as in Python's {@code repr}, bare {@code NaN}
 * and {@code Infinity}, no final newline.
 */
public final class PythonJson {
  private static final JsonMapper READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // Python's integers have no limit.
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private PythonJson() {}

  /**
   * Parses one JSON value; {@code NaN}, {@code Infinity} and {@code -Infinity} are numbers, keys
   * keep their order.
   *
   * @throws JsonProcessingException if {@code text} is empty, invalid, or has trailing content
   */
  public static JsonNode read(String text) throws JsonProcessingException {
    JsonNode tree = READER.readTree(text);
    if (tree.isMissingNode()) {
      throw new EmptyText();
    }
    return tree;
  }

  /** Writes {@code tree} as {@code json.dumps(tree, indent=4)} does. */
  public static String write(JsonNode tree) {
    StringBuilder out = new StringBuilder();
    write(tree, 0, out);
    return out.toString();
  }

  private static void write(JsonNode node, int level, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(node, level, out);
      case ARRAY -> writeArray(node, level, out);
      case STRING -> quote(node.textValue(), out);
      case NUMBER -> out.append(number(node));
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL -> out.append("null");
      default ->
          throw new IllegalArgumentException("No JSON value of Python: " + node.getNodeType());
    }
  }

  private static void writeObject(JsonNode node, int level, StringBuilder out) {
    if (node.isEmpty()) {
      out.append("{}");
      return;
    }
    String separator = "{";
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      newLine(out.append(separator), level + 1);
      quote(property.getKey(), out);
      write(property.getValue(), level + 1, out.append(": "));
      separator = ",";
    }
    newLine(out, level);
    out.append('}');
  }

  private static void writeArray(JsonNode node, int level, StringBuilder out) {
    if (node.isEmpty()) {
      out.append("[]");
      return;
    }
    String separator = "[";
    for (Iterator<JsonNode> elements = node.elements(); elements.hasNext(); ) {
      newLine(out.append(separator), level + 1);
      write(elements.next(), level + 1, out);
      separator = ",";
    }
    newLine(out, level);
    out.append(']');
  }

  private static void newLine(StringBuilder out, int level) {
    out.append('\n').append("    ".repeat(level));
  }

  private static String number(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.bigIntegerValue().toString();
    }
    double value = node.doubleValue();
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    return PythonFloat.repr(value);
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (c >= ' ' && c <= '~') {
            out.append(c);
          } else {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          }
        }
      }
    }
    out.append('"');
  }

  private static final class EmptyText extends JsonProcessingException {
    private EmptyText() {
      super("no JSON value, the text is empty");
    }
  }
}
