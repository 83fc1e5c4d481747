package org.thorax.formats.hdf5;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A group to write: its groups, data sets and attributes. */
public final class Hdf5Content {
  /** A child of a group. */
  sealed interface Node permits GroupNode, Values {}

  /** A group. */
  record GroupNode(Hdf5Content content) implements Node {}

  /** A data set. */
  sealed interface Values extends Node {
    /** Its sizes; empty for a scalar. */
    List<Long> shape();

    /** Size of one value in bytes. */
    int elementSize();

    /** Size of all values in bytes. */
    default long byteCount() {
      return shape().stream().reduce((long) elementSize(), Math::multiplyExact);
    }
  }

  /**
   * Float32 values.
   *
   * @param values read once, while the file is written
   */
  record Floats(List<Long> shape, Supplier<float[]> values) implements Values {
    @Override
    public int elementSize() {
      return Float.BYTES;
    }
  }

  /** An int64 scalar. */
  record Whole(long value) implements Values {
    @Override
    public List<Long> shape() {
      return List.of();
    }

    @Override
    public int elementSize() {
      return Long.BYTES;
    }
  }

  private final Map<String, Node> children = new TreeMap<>();
  private final Map<String, List<String>> lists = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  /**
   * The group at this path, created if it does not exist.
   *
   * @param path names joined by slashes
   */
  public Hdf5Content group(String path) {
    Hdf5Content group = this;
    for (String name : path.split("/", -1)) {
      Node node =
          group.children.computeIfAbsent(checked(name), key -> new GroupNode(new Hdf5Content()));
      if (!(node instanceof GroupNode child)) {
        throw new IllegalArgumentException(path + " is a data set, not a group");
      }
      group = child.content;
    }
    return group;
  }

  /**
   * Adds a float32 data set.
   *
   * @param path names joined by slashes
   * @param shape empty for a scalar
   * @param values in C order; read once, while the file is written
   */
  public void floats(String path, List<Long> shape, Supplier<float[]> values) {
    add(path, new Floats(List.copyOf(shape), values));
  }

  /** Adds an int64 scalar. */
  public void integer(String path, long value) {
    add(path, new Whole(value));
  }

  /** Sets an attribute to a text of any length. */
  public void attribute(String name, String text) {
    texts.put(name, text);
  }

  /**
   * Sets an attribute to a list of texts, split over several attributes like Keras if it is long.
   */
  public void attribute(String name, List<String> values) {
    lists.put(name, List.copyOf(values));
  }

  Map<String, Node> children() {
    return children;
  }

  Map<String, String> texts() {
    return texts;
  }

  Map<String, List<String>> lists() {
    return lists;
  }

  private void add(String path, Values values) {
    int slash = path.lastIndexOf('/');
    Hdf5Content parent = slash < 0 ? this : group(path.substring(0, slash));
    if (parent.children.putIfAbsent(checked(path.substring(slash + 1)), values) != null) {
      throw new IllegalArgumentException(path + " is there twice");
    }
  }

  private static String checked(String name) {
    if (name.isEmpty() || name.equals(".")) {
      throw new IllegalArgumentException("'" + name + "' cannot be a name in an HDF5 file");
    }
    return name;
  }
}
