package org.thorax.formats.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * A value of a YAML 1.2 file that knows its line and column. Texts are as they are written: {@code
 * 1.0} and {@code yes} stay so.
 */
public final class YamlValue {
  private static final int MAX_CHARACTERS = 1 << 20;

  private final String source;
  private final String key;
  private final Node node;

  private YamlValue(String source, String key, Node node) {
    this.source = source;
    this.key = key;
    this.node = node;
  }

  /**
   * Reads a file.
   *
   * @throws ThoraxException with line and column when it is no YAML
   */
  public static YamlValue read(Path file) {
    try {
      return of(Files.readString(file, StandardCharsets.UTF_8), file.toString());
    } catch (IOException e) {
      throw new FileException(
          "Cannot read %s as UTF-8: %s; check the path and the encoding."
              .formatted(file, AtomicFile.reason(e)),
          e);
    }
  }

  /**
   * Reads a text.
   *
   * @param source what it is, for errors
   * @throws ThoraxException with line and column when it is no YAML
   */
  public static YamlValue of(String text, String source) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(source).setCodePointLimit(MAX_CHARACTERS).build();
    try {
      Node node =
          new Compose(settings)
              .composeString(text)
              .orElseThrow(
                  () -> new FileException(source + " is empty; expected keys and values."));
      return new YamlValue(source, "", node);
    } catch (MarkedYamlEngineException e) {
      throw new FileException(
          "%s is no YAML: %s%s.".formatted(at(source, e.getProblemMark()), e.getProblem(), ""), e);
    } catch (YamlEngineException e) {
      throw new FileException(source + " is no YAML: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new FileException(source + " is nested too deeply; write it flatter.", e);
    }
  }

  private static String at(String source, Optional<Mark> mark) {
    return mark.map(
            found ->
                "Line %d, column %d of %s"
                    .formatted(found.getLine() + 1, found.getColumn() + 1, source))
        .orElse(source);
  }

  /** An error that begins with this value's place. */
  public ThoraxException wrong(String what) {
    return new FileException(
        "%s: %s%s"
            .formatted(at(source, node.getStartMark()), key.isEmpty() ? "" : key + " ", what));
  }

  /** Whether it holds keys and values. */
  public boolean isMap() {
    return node instanceof MappingNode;
  }

  /** Whether it is a list. */
  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** The values by their keys, in the file's order. */
  public Map<String, YamlValue> map() {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong("must hold keys and values");
    }
    Map<String, YamlValue> values = new LinkedHashMap<>();
    for (NodeTuple each : mapping.getValue()) {
      String name = new YamlValue(source, key, each.getKeyNode()).text();
      YamlValue value =
          new YamlValue(source, key.isEmpty() ? name : key + "." + name, each.getValueNode());
      if (values.put(name, value) != null) {
        throw value.wrong("is there twice; leave one out");
      }
    }
    return values;
  }

  /**
   * The values by their keys, which must be among these.
   *
   * @throws ThoraxException at the first other key
   */
  public Map<String, YamlValue> map(Set<String> known) {
    Map<String, YamlValue> values = map();
    values.forEach(
        (name, value) -> {
          if (!known.contains(name)) {
            throw value.wrong(
                "is not known; known are " + String.join(", ", new LinkedHashSet<>(known)));
          }
        });
    return values;
  }

  /** The elements of a list, or a single value as a list of one. */
  public List<YamlValue> list() {
    if (!(node instanceof SequenceNode sequence)) {
      return List.of(this);
    }
    List<YamlValue> values = new ArrayList<>();
    sequence.getValue().forEach(each -> values.add(new YamlValue(source, key, each)));
    return values;
  }

  /** The text as it is written, without quotes. */
  public String text() {
    if (!(node instanceof ScalarNode scalar)) {
      throw wrong("must be a text");
    }
    return scalar.getValue();
  }

  /** The texts of a list, or a single text as a list of one. */
  public List<String> texts() {
    return list().stream().map(YamlValue::text).toList();
  }
}
