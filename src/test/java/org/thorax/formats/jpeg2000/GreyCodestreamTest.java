package org.thorax.formats.jpeg2000;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codestreams that OpenJPEG wrote and reads alike. */
class GreyCodestreamTest {
  private static final String SIZES =
      "ff4fff5100290000000000060000000500000000000000000000000600000005"
          + "00000000000000000001070101";

  private static final String REVERSIBLE =
      SIZES
          + "ff52000c00000001000104040001ff5c00074040484850ff90000a0000000000240001ff93"
          + "df805006b448279c4cf9459f7dc0f90280159110965fffd9";

  private static final String IRREVERSIBLE =
      SIZES
          + "ff52000c00000001000104040000ff5c000b42482457d357d35762ff90000a0000000000290001ff93"
          + "cfc02c0773de1209569d3c77268fc07c80e03e406015911100809fffd9";

  private static int[] decoded(String hex) {
    return GreyCodestream.of(HexFormat.of().parseHex(hex)).samples();
  }

  @ParameterizedTest
  @ValueSource(strings = {REVERSIBLE, IRREVERSIBLE})
  void bothWaveletsGiveTheImage(String hex) {
    int[] expected = new int[30];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = 50 * (i / 6) + (i % 6) * (i % 6);
    }
    assertThat(decoded(hex)).isEqualTo(expected);
  }

  @Test
  void itSaysItsSizes() {
    GreyCodestream codestream = GreyCodestream.of(HexFormat.of().parseHex(REVERSIBLE));
    assertThat(codestream.width()).isEqualTo(6);
    assertThat(codestream.height()).isEqualTo(5);
    assertThat(codestream.precision()).isEqualTo(8);
  }

  @Test
  void signedSamplesAreAroundZero() {
    int[] unsigned = decoded(REVERSIBLE);
    int[] signed = decoded(REVERSIBLE.replace("0001070101", "0001870101"));
    assertThat(signed).isEqualTo(Arrays.stream(unsigned).map(sample -> sample - 128).toArray());
  }

  @Test
  void whatIsCutOffAnywhereIsRefused() {
    byte[] whole = HexFormat.of().parseHex(REVERSIBLE);
    for (int length = 0; length < whole.length - 2; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> GreyCodestream.of(cut).samples())
          .as(length + " bytes")
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatIsNotReadIsNamed() {
    assertThatThrownBy(() -> decoded(REVERSIBLE.replace("0001070101", "0003070101")))
        .hasMessageContaining("JPEG 2000 of 3 components");
    assertThatThrownBy(() -> decoded(REVERSIBLE.replace("ff52000c", "ff50000c")))
        .hasMessage("High-Throughput JPEG 2000");
    assertThatThrownBy(() -> decoded(REVERSIBLE.replace("0000000600000005", "0000ea600000ea60")))
        .hasMessage("106 bytes of JPEG 2000 for 60000 x 60000 pixels");
  }
}
