package org.thorax.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.thorax.oracle.Golden;

/** The images that Pillow, OpenCV and scikit-image made. */
class GoldenImagesTest {
  private static final Path GOLDEN = Golden.path("golden/images");
  private static final Transformation HIST = new HistogramEqualization();

  @BeforeEach
  void goldenImagesAreThere() {}

  static Stream<Arguments> steps() {
    return Stream.of(
        Arguments.of("t_unsharp_1_1", List.of(new UnsharpMask(1, 1))),
        Arguments.of("t_unsharp_2_1", List.of(new UnsharpMask(2, 1))),
        Arguments.of("t_unsharp_5_1", List.of(new UnsharpMask(5, 1))),
        Arguments.of("t_gauss3", List.of(GaussianBlur.DEFAULT)),
        Arguments.of("t_window_40_255", List.of(new Windowing(40, 255))),
        Arguments.of("t_median", List.of(new MedianFilter())),
        Arguments.of("t_hist", List.of(HIST)),
        Arguments.of("t_gb_hist", List.of(GaussianBlur.DEFAULT, HIST)),
        Arguments.of("t_hist_gb", List.of(HIST, GaussianBlur.DEFAULT)));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void everyTransformationHasPythonsPixels(String name, List<Transformation> steps) {
    GreyImage input = read("input_320x327");
    GreyImage found = Preprocessing.of(256, 256, steps).apply(input, TemplateView.FRONTAL);
    assertThat(Arrays.mismatch(found.pixels(), read(name).pixels())).isEqualTo(-1);
  }

  @Test
  void theTemplateIsFoundWherePythonFoundIt() {
    TemplateCrop crop =
        new TemplateCrop(
            Map.of(TemplateView.FRONTAL, new Template(read("template_270"))), 256, 256);
    GreyImage image = read("resize281_bicubic");
    TemplateCrop.Match match = crop.match(image, TemplateView.FRONTAL);
    assertThat(match.x()).isEqualTo(4);
    assertThat(match.y()).isEqualTo(7);
    assertThat(match.score()).isCloseTo(0.9994828104972839, within(1e-6));
    assertThat(crop.apply(image, TemplateView.FRONTAL).pixels())
        .isEqualTo(image.part(4, 7, 256, 256).pixels());
  }

  private static GreyImage read(String name) {
    return ImageDecoder.decode(GOLDEN.resolve(name + ".png"));
  }
}
