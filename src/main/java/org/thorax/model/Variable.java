package org.thorax.model;

import java.util.List;

/**
 * A float32 variable of a network.
 *
 * @param name Keras' name without {@code :0}, e.g. {@code conv1/conv/kernel}; also the name of its
 *     VarHandleOp
 * @param shape sizes, all known
 * @param trainable false for moving statistics and for variables that are frozen in the model's
 *     file
 * @param frozen whether it is not trainable only because it is frozen in the file
 */
public record Variable(String name, List<Long> shape, boolean trainable, boolean frozen) {
  /** A variable that is not frozen. */
  public Variable(String name, List<Long> shape, boolean trainable) {
    this(name, shape, trainable, false);
  }

  /** Copies the shape. */
  public Variable {
    shape = List.copyOf(shape);
    if (name.isBlank() || shape.stream().anyMatch(size -> size < 0)) {
      throw new IllegalArgumentException("variable '" + name + "' of shape " + shape);
    }
    if (trainable && frozen) {
      throw new IllegalArgumentException("variable '" + name + "' is frozen and trainable");
    }
  }

  /** A copy that is trainable if it is frozen in its file. */
  Variable unfrozen() {
    return new Variable(name, shape, trainable || frozen);
  }

  /** A copy with a name that begins with {@code prefix}. */
  public Variable within(String prefix) {
    return new Variable(prefix + "/" + name, shape, trainable, frozen);
  }

  /** The number of values. */
  public long size() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** The name of the one op that reads it; graph nodes use it as their input. */
  public String read() {
    return readOf(name);
  }

  /** The name of the op that reads the variable {@code name}. */
  public static String readOf(String name) {
    return name + "/Read/ReadVariableOp";
  }
}
