package org.thorax.training.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.thorax.ThoraxException;

class LearningRateScheduleTest {
  @Test
  void aFactorFallsAfterEveryEpochAsKerasVariableDoes() {
    LearningRateSchedule schedule = new LearningRateSchedule.FactorPerEpoch(0.2, 0.5);
    // As the logs have them: history.lr of 2LR1_LF5.
    assertThat(schedule.at(0, 7, 10)).isEqualTo(0.20000000298023224);
    assertThat(schedule.at(1, 0, 10)).isEqualTo(0.10000000149011612);
    assertThat(schedule.at(2, 9, 10)).isEqualTo(0.05000000074505806);
    assertThat(new LearningRateSchedule.FactorPerEpoch(1e-4, 0.1).at(1, 0, 1))
        .isEqualTo((double) (float) ((double) 1e-4f * 0.1));
  }

  @Test
  void aCosineRisesFallsAndEndsWithTheTraining() {
    LearningRateSchedule schedule =
        new LearningRateSchedule.Cosine(1, 1, 0.1, 3).withRate(0.5).over(5);
    assertThat(schedule.at(0, 0, 100)).isZero();
    assertThat(schedule.at(0, 50, 100)).isEqualTo(0.25);
    assertThat(schedule.at(1, 0, 100)).isEqualTo(0.5);
    assertThat(schedule.at(3, 0, 100)).isCloseTo(0.3, within(1e-7));
    assertThat(schedule.at(4, 99, 100)).isCloseTo(0.1, within(1e-4));
    assertThat(schedule.at(9, 0, 100)).isEqualTo((double) 0.1f);
  }

  @Test
  void impossibleRatesAreRefused() {
    assertThatThrownBy(() -> new LearningRateSchedule.Constant(0))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> new LearningRateSchedule.FactorPerEpoch(1, 0))
        .hasMessageContaining("factor must be above 0");
    assertThatThrownBy(() -> new LearningRateSchedule.Cosine(1, 3, 0, 3))
        .hasMessageContaining("less than 3 epochs, found 3");
    assertThatThrownBy(() -> new LearningRateSchedule.Cosine(1, 0, 2, 3))
        .hasMessageContaining("found 2");
  }
}
