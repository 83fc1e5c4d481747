package org.thorax.model.keras.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

class InitializerTest {
  private static final Shape KERNEL = Shape.of(3, 3, 64, 128);
  private static final String NAME = "conv1/conv/kernel";

  @Test
  void theSameSeedAndNameGiveTheSameValues() {
    float[] first = Initializer.GLOROT_UNIFORM.values(KERNEL, 7, NAME);
    float[] second = Initializer.GLOROT_UNIFORM.values(KERNEL, 7, NAME);

    assertThat(first).isEqualTo(second);
  }

  @Test
  void anotherSeedOrNameGivesOtherValues() {
    float[] values = Initializer.GLOROT_UNIFORM.values(KERNEL, 7, NAME);

    assertThat(values).isNotEqualTo(Initializer.GLOROT_UNIFORM.values(KERNEL, 8, NAME));
    assertThat(values).isNotEqualTo(Initializer.GLOROT_UNIFORM.values(KERNEL, 7, "other/kernel"));
  }

  @Test
  void theStreamIsTheSameInEveryRelease() {
    // From the definitions of SplitMix64 and FNV-1a, computed apart in Python.
    assertThat(Initializer.GLOROT_UNIFORM.values(Shape.of(3, 3, 3, 5), 42, NAME))
        .startsWith(0.26397052f, 0.17019694f, 0.11981413f);
  }

  @Test
  void constantsAreConstant() {
    assertThat(Initializer.ONES.values(Shape.of(3), 1, NAME)).containsExactly(1, 1, 1);
    assertThat(Initializer.ZEROS.values(Shape.of(3), 1, NAME)).containsExactly(0, 0, 0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // limit = sqrt(3 scale / fan); fan in 9 x 64, fan out 9 x 128
    "GLOROT_UNIFORM, 0.0589255651",
    "HE_UNIFORM, 0.1020620726",
    "LECUN_UNIFORM, 0.0721687836"
  })
  void uniformValuesFillKerasRange(Initializer initializer, double limit) {
    float[] values = initializer.values(KERNEL, 1, NAME);

    assertThat(largest(values)).isBetween(0.999 * limit, limit * (1 + 1e-7));
    assertThat(deviation(values)).isCloseTo(limit / Math.sqrt(3), within(0.01 * limit));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // deviation = sqrt(scale / fan)
    "GLOROT_NORMAL, 0.0340206909",
    "HE_NORMAL, 0.0589255651",
    "LECUN_NORMAL, 0.0416666667"
  })
  void normalValuesHaveKerasDeviationAndAreCutAtTwo(Initializer initializer, double deviation) {
    float[] values = initializer.values(KERNEL, 1, NAME);

    assertThat(deviation(values)).isCloseTo(deviation, within(0.01 * deviation));
    assertThat(largest(values))
        .isBetween(1.99 * deviation / 0.87962566, 2.000001 * deviation / 0.87962566);
  }

  private static double largest(float... values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** About a mean of 0. */
  private static double deviation(float... values) {
    double squares = 0;
    for (float value : values) {
      squares += value * (double) value;
    }
    return Math.sqrt(squares / values.length);
  }
}
