package org.thorax.training.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LossScaleTest {
  @Test
  void twoThousandFiniteStepsInARowDoubleTheScale() {
    LossScale scale = LossScale.KERAS.after(true);
    assertThat(scale.value()).isEqualTo(32768);
    for (int i = 1; i < 1999; i++) {
      scale = scale.after(true);
    }
    assertThat(scale).isEqualTo(new LossScale(32768, 2000, 1999, 0));
    assertThat(scale.after(true)).isEqualTo(new LossScale(65536, 2000, 0, 0));
    assertThat(scale.after(false)).isEqualTo(new LossScale(16384, 2000, 0, 1));
  }

  @Test
  void theScaleStaysBetweenOneAndTheLargestNumber() {
    assertThat(new LossScale(1, 2).after(false).value()).isEqualTo(1);
    assertThat(new LossScale(1.5f, 2).after(false).value()).isEqualTo(1);
    assertThat(new LossScale(0x1p127f, 1).after(true)).isEqualTo(new LossScale(0x1p127f, 1, 0, 0));
  }

  @Test
  void aScaleBelowOneOrWithoutAnEndIsRefused() {
    for (float value : new float[] {0.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new LossScale(value, 2)).hasMessageContaining("loss scale");
    }
  }

  @Test
  void aSavedScaleGoesOnWhereItStopped() {
    LossScale scale = new LossScale(8, 3).after(false).after(true);
    assertThat(new LossScale(8, 3).from(scale.state())).isEqualTo(scale);
  }
}
