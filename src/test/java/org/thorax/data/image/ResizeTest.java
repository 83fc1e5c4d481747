package org.thorax.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.oracle.Golden;
import org.thorax.oracle.Oracle;

class ResizeTest {
  private static final Path GOLDEN = Golden.path("golden/images");

  @ParameterizedTest
  @ValueSource(ints = {256, 281})
  void theGoldenRadiographIsResizedToTheBit(int size) {
    GreyImage input = ImageDecoder.decode(GOLDEN.resolve("input_320x327.png"));
    GreyImage expected = ImageDecoder.decode(GOLDEN.resolve("resize" + size + "_bicubic.png"));
    GreyImage resized = new Resize(size, size, Filter.BICUBIC).apply(input);
    assertThat(Arrays.mismatch(resized.pixels(), expected.pixels())).isEqualTo(-1);
  }

  @Tag("oracle")
  @Test
  void everySizeAndFilterGivesThePixelsOfPillow(@TempDir Path folder) throws IOException {
    String[] cases = Oracle.run("pillow_resize.py", folder).lines().toArray(String[]::new);
    assertThat(cases).hasSizeGreaterThan(80);
    for (String line : cases) {
      String[] part = line.split(" ", -1);
      GreyImage input =
          new GreyImage(
              Integer.parseInt(part[1]),
              Integer.parseInt(part[2]),
              Files.readAllBytes(folder.resolve(part[0] + ".in")));
      Resize resize =
          new Resize(Integer.parseInt(part[3]), Integer.parseInt(part[4]), Filter.valueOf(part[5]));
      byte[] expected = Files.readAllBytes(folder.resolve(part[0] + ".out"));
      byte[] found = resize.apply(input).pixels();
      assertThat(Arrays.mismatch(found, expected)).as("first other pixel of " + line).isEqualTo(-1);
    }
  }

  @Test
  void anImageOfTheRightSizeIsLeftAlone() {
    GreyImage image = new GreyImage(2, 1, new byte[] {1, 2});
    assertThat(new Resize(2, 1, Filter.BICUBIC).apply(image)).isSameAs(image);
  }
}
