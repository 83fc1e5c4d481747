package org.thorax.formats.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RleFrameTest {
  /** The header with the begin of each segment, and the segments. */
  private static byte[] frame(byte[]... segments) {
    ByteBuffer frame = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(segments.length);
    int at = 64;
    for (int i = 0; i < segments.length; i++) {
      frame.putInt(4 + 4 * i, at);
      frame.put(at, segments[i]);
      at += segments[i].length;
    }
    return Arrays.copyOf(frame.array(), at);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void runsLiteralsAndNothingAreUnpackedAndFillIsPassedOver() {
    // Three of 7, nothing, then 1 2, and a byte of fill.
    byte[] frame = frame(bytes(-2, 7, -128, 1, 1, 2, 0));
    assertThat(RleFrame.decode(frame, 5, 1).array()).containsExactly(7, 7, 7, 1, 2);
  }

  @Test
  void theFirstSegmentHasTheHighBytes() {
    ByteBuffer pixels = RleFrame.decode(frame(bytes(1, 0x12, 0x34), bytes(-1, 0x56)), 2, 2);
    assertThat(pixels.getShort(0)).isEqualTo((short) 0x1256);
    assertThat(pixels.getShort(2)).isEqualTo((short) 0x3456);
  }

  @Test
  void whatIsCutOffOrClaimsTooMuchIsRefused() {
    byte[] frame = frame(bytes(-2, 7));
    assertThatThrownBy(() -> RleFrame.decode(frame, 4, 1)).hasMessageContaining("cut off");
    assertThatThrownBy(() -> RleFrame.decode(frame, 3, 2))
        .hasMessage("1 RLE segments of pixels with 2 bytes");
    assertThatThrownBy(() -> RleFrame.decode(frame, 2_000_000_000, 1))
        .hasMessage("66 bytes of RLE where 2000000000 pixels are claimed");
    frame[4] = 120;
    assertThatThrownBy(() -> RleFrame.decode(frame, 3, 1))
        .hasMessage("an RLE segment from byte 120 to 66 of 66");
  }
}
