package org.thorax.model.keras.hdf5;

import java.util.List;
import org.thorax.formats.hdf5.Hdf5Dataset;

/** An array of a Keras file. Its values are read on demand. */
public final class StoredWeight {
  private final String name;
  private final Hdf5Dataset dataset;

  StoredWeight(String name, Hdf5Dataset dataset) {
    this.name = name;
    this.dataset = dataset;
  }

  /** The name in the file: {@code conv1/conv/kernel:0}, or {@code 0} in Keras 3's files. */
  public String name() {
    return name;
  }

  /** Its shape; empty for a scalar. */
  public List<Long> shape() {
    return dataset.shape();
  }

  /** The values in C order, as float32. The file must still be open. */
  public float[] floats() {
    return dataset.floats();
  }

  /** Without integers, which are counters and seeds that no layer computes with. */
  static List<StoredWeight> numbers(List<StoredWeight> weights) {
    return weights.stream().filter(weight -> !weight.isInteger()).toList();
  }

  boolean isInteger() {
    return dataset.isInteger();
  }

  long integer() {
    return dataset.integer();
  }
}
