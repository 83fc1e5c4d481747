package org.thorax.formats.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of 12 bits that libjpeg reads alike. */
class LosslessJpegTest {
  private static final String BEGIN = "ffd8ffc3000b0c0005000601011100";

  private static final String FIRST =
      BEGIN
          + "ffc400190001010101010100000000000000000000070506080a0cffda0008010100010000"
          + "f9ff00e86c141c3a43d9050d828387487b20a1b05070e90f6414360a0e1d21ec8286c141c3a43fffd9";

  private static final String FOURTH =
      BEGIN
          + "ffc4001a0001010101010101000000000000000000000a070506080cffda0008010100040000"
          + "fcff00fd0f61a86e1f4859002c8016400b2007ffd9";

  private static final String SEVENTH =
      BEGIN
          + "ffc4001a0001010101010101000000000000000000090a070506080cffda0008010100070000"
          + "fcff00fd0f61a86e1f48590330d4370e43b1640cc350dc390ec590330d4370e43b1640cc350dc390ec7fffd9";

  private static int[] decoded(String hex) {
    byte[] file = HexFormat.of().parseHex(hex);
    return LosslessJpeg.decode(JpegHeader.of(file), file);
  }

  @ParameterizedTest
  @CsvSource({FIRST, FOURTH, SEVENTH})
  void everyPredictorGivesTheSameImage(String hex) {
    int[] expected = new int[30];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = 16 * (50 * (i / 6) + (i % 6) * (i % 6));
    }
    assertThat(decoded(hex)).isEqualTo(expected);
  }

  @Test
  void whatIsNoLosslessGreyStreamIsRefused() {
    assertThatThrownBy(() -> decoded(FIRST.replace("ffc3000b", "ffc1000b")))
        .hasMessage("a JPEG of process c1 where lossless is c3");
    assertThatThrownBy(() -> decoded(FOURTH.replace("010100040000", "010100080000")))
        .hasMessage("a JPEG predictor 8 (1 to 7 are read)");
    assertThatThrownBy(() -> decoded(FIRST.replace("0c00050006", "0cf000f000")))
        .hasMessage("93 bytes of JPEG for 61440 x 61440 pixels");
    assertThatThrownBy(() -> decoded(FIRST.replace("ffc4001900", "ffc4001901")))
        .hasMessage("a JPEG without the Huffman table of its scan");
    byte[] file = HexFormat.of().parseHex(FIRST);
    byte[] cut = Arrays.copyOf(file, file.length - 6);
    assertThatThrownBy(() -> LosslessJpeg.decode(JpegHeader.of(cut), cut))
        .hasMessageContaining("cut off");
  }
}
