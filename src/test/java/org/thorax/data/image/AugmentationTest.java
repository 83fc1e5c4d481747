package org.thorax.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.thorax.ThoraxException;

class AugmentationTest {
  private static final Augmentation BOTH = Augmentation.parse("affine,color");
  private static final GreyImage IMAGE = noise();

  @Test
  void theSameSeedEpochAndSampleGiveTheSamePixelsInAnyOrderOnAnyThread() {
    byte[][] forward = new byte[200][];
    for (int i = 0; i < forward.length; i++) {
      forward[i] = BOTH.apply(IMAGE, 7, 3, i).pixels();
    }
    byte[][] inParallel = new byte[200][];
    IntStream.range(0, 200)
        .parallel()
        .forEach(i -> inParallel[199 - i] = BOTH.apply(IMAGE, 7, 3, 199 - i).pixels());
    assertThat(Arrays.deepEquals(forward, inParallel)).isTrue();
  }

  @Test
  void anotherSeedEpochOrSampleGivesOtherPixels() {
    Set<List<Byte>> different = new HashSet<>();
    for (int seed = 0; seed < 5; seed++) {
      for (int epoch = 0; epoch < 5; epoch++) {
        for (int sample = 0; sample < 5; sample++) {
          byte[] pixels = BOTH.apply(IMAGE, seed, epoch, sample).pixels();
          different.add(IntStream.range(0, pixels.length).mapToObj(i -> pixels[i]).toList());
        }
      }
    }
    assertThat(different).hasSize(125);
  }

  @Test
  void theDrawsFillTheirRangesEvenly() {
    double degrees = 0;
    double most = 0;
    int contrastFirst = 0;
    Set<Integer> shifts = new HashSet<>();
    for (int sample = 0; sample < 20_000; sample++) {
      AffineChange affine = AffineChange.drawn(new SampleRandom(1, 0, sample), 256, 256);
      degrees += affine.degrees();
      most = Math.max(most, Math.abs(affine.degrees()));
      shifts.add(affine.right());
      assertThat(affine.scale()).isBetween(0.95, 1.05);
      ColorChange color = ColorChange.drawn(new SampleRandom(1, 0, sample));
      assertThat(color.brightness()).isBetween(0.9, 1.1);
      contrastFirst += color.contrastFirst() ? 1 : 0;
    }
    assertThat(degrees / 20_000).isBetween(-0.25, 0.25);
    assertThat(most).isBetween(14.99, 15.0);
    // 5 % of 256 is 12.8 pixels, rounded to whole ones.
    assertThat(shifts).hasSize(27);
    assertThat(contrastFirst).isBetween(9_700, 10_300);
  }

  @Test
  void aTextWithBlanksAndCapitalsIsTheSameAugmentation() {
    assertThat(Augmentation.parse(" Affine, color")).isEqualTo(BOTH);
    assertThat(BOTH.text()).isEqualTo("affine,color");
    assertThat(Augmentation.parse("")).isEqualTo(Augmentation.NONE);
    assertThat(Augmentation.NONE.apply(IMAGE, 1, 1, 1)).isSameAs(IMAGE);
  }

  @Test
  void anotherWordIsRefused() {
    assertThatThrownBy(() -> Augmentation.parse("affine,flip"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("found 'flip'");
  }

  private static GreyImage noise() {
    byte[] pixels = new byte[64 * 64];
    new Random(5).nextBytes(pixels);
    return new GreyImage(64, 64, pixels);
  }
}
