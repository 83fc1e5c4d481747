package org.thorax.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.thorax.data.image.GreyImage;

/** Boxes, colours, resizing and overlays on plain values. */
class MapsTest {
  @Test
  void theTableOfJetIsOpenCvs() {
    byte[] bgr = new byte[3 * 256];
    try (Mat grey = new Mat(1, 256, opencv_core.CV_8UC1);
        Mat colours = new Mat()) {
      byte[] all = new byte[256];
      for (int i = 0; i < 256; i++) {
        all[i] = (byte) i;
      }
      grey.data().put(all);
      opencv_imgproc.applyColorMap(grey, colours, opencv_imgproc.COLORMAP_JET);
      colours.data().get(bgr);
    }
    for (int i = 0; i < 256; i++) {
      int rgb =
          ((bgr[3 * i + 2] & 0xff) << 16) | ((bgr[3 * i + 1] & 0xff) << 8) | (bgr[3 * i] & 0xff);
      assertThat(Colors.jet(i)).as("at %s", i).isEqualTo(rgb);
    }
  }

  @Test
  void resizingIsOpenCvs() {
    Random random = new Random(3);
    for (int[] to : List.of(new int[] {17, 40}, new int[] {5, 3}, new int[] {7, 7})) {
      Grid grid = Grid.of(7, 9, random(random, 63));
      float[] expected = new float[to[0] * to[1]];
      try (Mat from = new Mat(7, 9, opencv_core.CV_32FC1);
          Mat target = new Mat();
          Size size = new Size(to[1], to[0])) {
        from.<FloatBuffer>createBuffer().put(grid.values());
        opencv_imgproc.resize(from, target, size, 0, 0, opencv_imgproc.INTER_LINEAR);
        target.<FloatBuffer>createBuffer().get(expected);
      }
      float[] found = grid.resized(to[0], to[1]).values();
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(2e-6f));
      }
    }
  }

  @Test
  void perceptualColoursGrowLighterEvenly() {
    double before = OkLab.lightness(Colors.PERCEPTUAL.of(0));
    double step = (OkLab.lightness(Colors.PERCEPTUAL.of(1)) - before) / 255;
    assertThat(step).isGreaterThan(0.0025);
    for (int i = 1; i < 256; i++) {
      double lightness = OkLab.lightness(Colors.PERCEPTUAL.of(i / 255f + 1e-6f));
      assertThat(lightness - before).as("at %s", i).isCloseTo(step, within(0.0022));
      before = lightness;
    }
  }

  @Test
  void boxesSurroundPartsWhosePixelsShareEdges() {
    // Two parts that touch at a corner only.
    SaliencyMap map =
        map(
            4,
            5,
            "0.0 0.9 0.8 0.0 0.0",
            "0.0 0.7 0.0 0.0 0.0",
            "0.6 0.0 0.0 0.0 1.0",
            "0.0 0.0 0.0 0.0 0.5");
    assertThat(MapBox.above(map, 0.5))
        .containsExactly(
            new MapBox(4, 2, 5, 3, 1.0f, 1),
            new MapBox(1, 0, 3, 2, 0.9f, 3),
            new MapBox(0, 2, 1, 3, 0.6f, 1));
    assertThat(MapBox.legacy(map, 0.3)).extracting(MapBox::x0).containsExactly(1, 0, 4);
    assertThat(MapBox.legacy(map, 0.45)).extracting(MapBox::area).containsExactly(2, 1);
    assertThat(MapBox.above(map, 1)).isEmpty();
  }

  @Test
  void partsSmallerThanAFourHundredthOfTheMapHaveNoBox() {
    float[] values = new float[40 * 40];
    values[5] = 1; // one pixel of 1600
    for (int i : new int[] {100, 101, 140, 141}) {
      values[i] = 0.8f;
    }
    SaliencyMap map = new SaliencyMap(Grid.of(40, 40, values));
    assertThat(MapBox.above(map, 0.5)).containsExactly(new MapBox(20, 2, 22, 4, 0.8f, 4));
    assertThat(MapBox.legacy(map, 0.3)).hasSize(2);
  }

  @Test
  void anEnsemblesMapIsTheMeanOfItsMembers() {
    SaliencyMap mean =
        SaliencyMap.mean(List.of(map(1, 3, "0.2 1.0 0.0"), map(1, 3, "0.4 0.0 1.0")));
    assertThat(mean.grid().values()).containsExactly(new float[] {0.3f, 0.5f, 0.5f}, within(1e-6f));
  }

  @Test
  void nothingIsDrawnWhereNothingSpeaksForTheClass() {
    GreyImage image = new GreyImage(3, 1, new byte[] {10, 100, (byte) 200});
    BufferedImage overlay = Overlay.blended(image, map(1, 3, "0 0 1"));
    assertThat(overlay.getRGB(0, 0) & 0xffffff).isEqualTo(0x0a0a0a);
    assertThat(overlay.getRGB(1, 0) & 0xffffff).isEqualTo(0x646464);
    assertThat(overlay.getRGB(2, 0) & 0xffffff).isNotEqualTo(0xc8c8c8);
  }

  @Test
  void theOriginalsOverlayAddsColourFromTheThresholdOnAndDividesByTheLargest() {
    GreyImage image = new GreyImage(3, 1, new byte[] {10, 100, (byte) 200});
    BufferedImage overlay = Overlay.original(image, map(1, 3, "0.2 0.3 1.0"), 0.3);
    // At 1: 0.8 * (255, 255, 127) + 200 = (404, 404, 301.6), the largest of all.
    assertThat(overlay.getRGB(2, 0) & 0xffffff).isEqualTo(0xffffbe);
    assertThat(overlay.getRGB(0, 0) & 0xffffff).isEqualTo(0x060606);
  }

  @Test
  void oppositeEvidenceIsNoEvidence() {
    Grid coarse = Grid.of(1, 2, -3f, -1f);
    assertThat(SaliencyMap.rectified(coarse, 2, 4).grid().values()).containsOnly(0f);
  }

  private static SaliencyMap map(int height, int width, String... rows) {
    float[] values = new float[height * width];
    int at = 0;
    for (String row : rows) {
      for (String value : row.split(" ", -1)) {
        values[at++] = Float.parseFloat(value);
      }
    }
    return new SaliencyMap(Grid.of(height, width, values));
  }

  private static float[] random(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }
}
