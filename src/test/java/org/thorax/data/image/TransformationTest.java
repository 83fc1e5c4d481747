package org.thorax.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.thorax.ThoraxException;

class TransformationTest {
  private static final List<Transformation> ALL =
      List.of(
          new UnsharpMask(2, 0.5),
          new GaussianBlur(5, 1.5),
          new Windowing(10, 200),
          new MedianFilter(),
          new HistogramEqualization());

  @Test
  void tokensOfNamesAreTransformationsOfLogs() {
    assertThat(Transformation.ofToken("sharp21")).isEqualTo(new UnsharpMask(2, 1));
    assertThat(Transformation.ofToken("sharp21").parameters())
        .isEqualTo(Map.of("radius", 2L, "amount", 1L));
    assertThat(Transformation.ofToken("gb").parameters()).isEqualTo(Map.of("kernal_size", 3));
    assertThat(Transformation.ofToken("hist").name()).isEqualTo("hist_equalization");
    assertThatThrownBy(() -> Transformation.ofToken("sharp01"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("radius must be above 0");
  }

  @Test
  void wordsAreReadBackFromWhatWasWritten() {
    assertThat(Transformation.parse("unsharp_mask radius=2 amount=0.5")).isEqualTo(ALL.get(0));
    assertThat(Transformation.parse("gaussian_blur kernal_size=5 sigma=1.5")).isEqualTo(ALL.get(1));
    assertThat(Transformation.parse("windowing low=10 high=200")).isEqualTo(ALL.get(2));
    assertThat(Transformation.parse("windowing")).isEqualTo(Windowing.DEFAULT);
    assertThat(ALL).allMatch(each -> Transformation.parse(each.fingerprint()).equals(each));
    for (String wrong :
        List.of("", "blur", "windowing low", "windowing low=x", "median_filter a=1")) {
      assertThatThrownBy(() -> Transformation.parse(wrong))
          .as(wrong)
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("Transformations are unsharp_mask");
    }
  }

  @Test
  void impossibleParametersAreRefused() {
    assertThatThrownBy(() -> new GaussianBlur(4, 0)).isInstanceOf(ThoraxException.class);
    assertThatThrownBy(() -> new GaussianBlur(3, Double.NaN)).isInstanceOf(ThoraxException.class);
    assertThatThrownBy(() -> new Windowing(200, 40)).isInstanceOf(ThoraxException.class);
    assertThatThrownBy(() -> new UnsharpMask(0, 1)).isInstanceOf(ThoraxException.class);
  }

  @Test
  void theFingerprintSaysEverythingThatChangesPixels() {
    assertThat(Preprocessing.of(256, 256, ALL).fingerprint())
        .isEqualTo(
            "resize 256x256 bicubic; unsharp_mask radius=2 amount=0.5;"
                + " gaussian_blur kernal_size=5 sigma=1.5; windowing low=10 high=200;"
                + " median_filter; hist_equalization");
    GreyImage one = noise(1, 270, 270);
    GreyImage other = noise(2, 270, 270);
    assertThat(cropping(one).fingerprint())
        .startsWith("resize 281x281 bicubic; crop 256x256 FRONTAL=")
        .isEqualTo(cropping(one).fingerprint())
        .isNotEqualTo(cropping(other).fingerprint());
  }

  @Test
  void everyTransformationWorksBehindEveryOtherAndOnOddSizes() {
    for (Transformation first : ALL) {
      for (Transformation second : ALL) {
        for (int[] size : new int[][] {{1, 1}, {2, 5}, {31, 17}}) {
          GreyImage image = noise(3, size[0], size[1]);
          GreyImage result =
              Preprocessing.of(size[0], size[1], List.of(first, second))
                  .apply(image, TemplateView.FRONTAL);
          assertThat(result.pixels()).hasSize(size[0] * size[1]);
        }
      }
    }
  }

  @Test
  void whatIsCutOutAlwaysHasTheWantedSize() {
    Preprocessing cropping =
        Preprocessing.cropped(
            320, 320, Map.of(TemplateView.LATERAL, new Template(noise(1, 270, 270))), List.of());
    for (int seed = 0; seed < 12; seed++) {
      GreyImage cut = cropping.apply(noise(seed, 400, 380), TemplateView.LATERAL);
      assertThat(cut.width() + "x" + cut.height()).isEqualTo("320x320");
    }
    assertThatThrownBy(() -> cropping.apply(noise(1, 400, 380), TemplateView.FRONTAL))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("no FRONTAL template");
  }

  private static Preprocessing cropping(GreyImage template) {
    return Preprocessing.cropped(
        256, 256, Map.of(TemplateView.FRONTAL, new Template(template)), List.of());
  }

  private static GreyImage noise(int seed, int width, int height) {
    byte[] pixels = new byte[width * height];
    new Random(seed).nextBytes(pixels);
    return new GreyImage(width, height, pixels);
  }
}
