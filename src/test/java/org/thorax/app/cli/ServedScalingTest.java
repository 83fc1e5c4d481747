package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.ForeignModels;
import org.thorax.oracle.Oracle;

@Tag("oracle")
class ServedScalingTest {
  private static final int SIZE = 32;

  @TempDir private Path work;

  @Test
  void bytesAreScaledInPythonAsTheModelWasTrained() throws IOException {
    byte[] pixels = new byte[3 * SIZE * SIZE];
    new Random(7).nextBytes(pixels);
    // The last image has one grey level alone, and so no deviation.
    Arrays.fill(pixels, 2 * SIZE * SIZE, pixels.length, (byte) 77);
    Map<String, String> scalings =
        new TreeMap<>(
            Map.of(
                "unit", "unit",
                "per-image", "per-image",
                "mean=123.675/116.28/103.53,std=58", "123.675-116.28-103.53/58"));
    List<Object> arguments = new ArrayList<>();
    arguments.add(Files.write(work.resolve("pixels.u8"), pixels));
    arguments.add(SIZE);
    scalings.forEach(
        (word, numpy) -> {
          Path out = work.resolve("model" + arguments.size());
          CommandLineRun.thorax(
                  "backbone",
                  "import",
                  ForeignModels.file("keras2.json"),
                  "--weights",
                  ForeignModels.file("keras2-legacy.h5"),
                  "--scaling",
                  word,
                  "--out",
                  out)
              .succeeds();
          arguments.add(out + "=" + numpy);
        });
    assertThat(Oracle.run("serve_bytes.py", arguments.toArray()).lines())
        .hasSize(3)
        .allSatisfy(difference -> assertThat(Double.parseDouble(difference)).isLessThan(1e-6));
  }
}
