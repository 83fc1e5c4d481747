package org.thorax.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.thorax.model.Device;
import org.thorax.model.Precision;

class PrecisionCheckTest {
  private static final String PASCAL = "Tesla P100, driver 550.1, 16384 MiB, 16000 MiB, 6.0";
  private static final String VOLTA = "Tesla V100, driver 550.1, 16384 MiB, 16000 MiB, 7.0";
  private static final String UNKNOWN = "A card, driver 550.1, 16384 MiB, 16000 MiB, [N/A]";

  @Test
  void aCardBelowCapabilitySevenIsNamedForFloat16() {
    assertThat(PrecisionCheck.onCards(Precision.FLOAT16, List.of(VOLTA, PASCAL)))
        .contains(
            "The GPU Tesla P100 may compute float16 slowly: expected compute capability 7.0 or above, found 6.0.");
    assertThat(PrecisionCheck.onCards(Precision.FLOAT16, List.of(VOLTA, UNKNOWN))).isEmpty();
  }

  @Test
  void bfloat16NeedsCapabilityEight() {
    assertThat(PrecisionCheck.onCards(Precision.BFLOAT16, List.of(VOLTA)))
        .hasValueSatisfying(text -> assertThat(text).contains("expected", "8.0", "found 7.0"));
  }

  @Test
  void onACpuFloat16AloneIsWarnedOf() {
    assertThat(PrecisionCheck.warning(Precision.FLOAT16, Device.CPU)).isPresent();
    assertThat(PrecisionCheck.warning(Precision.BFLOAT16, Device.CPU)).isEmpty();
    assertThat(PrecisionCheck.warning(Precision.FLOAT32, Device.GPU)).isEmpty();
  }
}
