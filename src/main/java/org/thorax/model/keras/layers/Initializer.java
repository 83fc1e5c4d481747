package org.thorax.model.keras.layers;

import java.util.Arrays;
import org.tensorflow.ndarray.Shape;

/**
 * Keras' initializers by their class names: constants and {@code VarianceScaling} with its usual
 * settings (initializers.py). Limits and standard deviations are Keras'; the random numbers are
 * not, so the values differ from Keras with the same seed.
 */
public enum Initializer {
  /** All 0. */
  ZEROS("Zeros", 0, Fan.AVERAGE, Distribution.CONSTANT),
  /** All 1. */
  ONES("Ones", 1, Fan.AVERAGE, Distribution.CONSTANT),
  /** Uniform, limit sqrt(6 / (fan in + fan out)); Keras' default for kernels. */
  GLOROT_UNIFORM("GlorotUniform", 1, Fan.AVERAGE, Distribution.UNIFORM),
  /** Truncated normal, variance 2 / (fan in + fan out). */
  GLOROT_NORMAL("GlorotNormal", 1, Fan.AVERAGE, Distribution.TRUNCATED_NORMAL),
  /** Uniform, limit sqrt(6 / fan in). */
  HE_UNIFORM("HeUniform", 2, Fan.IN, Distribution.UNIFORM),
  /** Truncated normal, variance 2 / fan in. */
  HE_NORMAL("HeNormal", 2, Fan.IN, Distribution.TRUNCATED_NORMAL),
  /** Uniform, limit sqrt(3 / fan in). */
  LECUN_UNIFORM("LecunUniform", 1, Fan.IN, Distribution.UNIFORM),
  /** Truncated normal, variance 1 / fan in. */
  LECUN_NORMAL("LecunNormal", 1, Fan.IN, Distribution.TRUNCATED_NORMAL);

  private enum Fan {
    IN,
    AVERAGE
  }

  private enum Distribution {
    CONSTANT,
    UNIFORM,
    TRUNCATED_NORMAL
  }

  /** The standard deviation of a standard normal distribution truncated at two deviations. */
  private static final double TRUNCATED_DEVIATION = 0.8796256610342398;

  private final String className;
  private final float scale;
  private final Fan fan;
  private final Distribution distribution;

  Initializer(String className, float scale, Fan fan, Distribution distribution) {
    this.className = className;
    this.scale = scale;
    this.fan = fan;
    this.distribution = distribution;
  }

  /** Keras' {@code class_name}. */
  public String className() {
    return className;
  }

  /** The values of a weight, flat in row-major order: the same for the same seed and name. */
  public float[] values(Shape shape, long seed, String weightName) {
    float[] values = new float[Math.toIntExact(shape.size())];
    RandomStream random = new RandomStream(seed, weightName);
    double variance = scale / Math.max(1, fan(shape));
    switch (distribution) {
      case CONSTANT -> Arrays.fill(values, scale);
      case UNIFORM -> {
        double limit = Math.sqrt(3 * variance);
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) ((2 * random.uniform() - 1) * limit);
        }
      }
      case TRUNCATED_NORMAL -> {
        double deviation = Math.sqrt(variance) / TRUNCATED_DEVIATION;
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (random.truncatedNormal() * deviation);
        }
      }
    }
    return values;
  }

  /** Keras' {@code _compute_fans}: the last two axes, times the window of a convolution kernel. */
  private double fan(Shape shape) {
    int axes = shape.numDimensions();
    if (axes < 2) {
      return axes == 0 ? 1 : shape.get(0);
    }
    double window = 1;
    for (int i = 0; i < axes - 2; i++) {
      window *= shape.get(i);
    }
    double in = window * shape.get(axes - 2);
    double out = window * shape.get(axes - 1);
    return fan == Fan.IN ? in : (in + out) / 2;
  }
}
