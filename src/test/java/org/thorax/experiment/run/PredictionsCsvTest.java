package org.thorax.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.Oracle;

class PredictionsCsvTest {
  @TempDir private Path folder;

  @Tag("oracle")
  @Test
  void bothFilesAreWrittenAsNumpyWritesThem() throws IOException {
    float[][] scores = scores();
    List<String> bits = new ArrayList<>();
    for (float[] row : scores) {
      for (float score : row) {
        bits.add(String.format("%016x", Double.doubleToRawLongBits(score)));
      }
    }
    Path input = folder.resolve("bits.txt");
    Files.write(input, bits);
    Oracle.run("experiment.py", "savetxt", input, folder.resolve("numpy"));

    PredictionsCsv.writeProbabilities(folder.resolve("predictions_probs.csv"), scores);
    PredictionsCsv.writeClasses(folder.resolve("predictions_classes.csv"), scores);

    assertThat(folder.resolve("predictions_probs.csv"))
        .hasSameBinaryContentAs(folder.resolve("numpy_probs.csv"));
    assertThat(folder.resolve("predictions_classes.csv"))
        .hasSameBinaryContentAs(folder.resolve("numpy_classes.csv"));
  }

  @Test
  void aScoreOfOneHalfIsPositive() throws IOException {
    Path file = folder.resolve("predictions_classes.csv");
    PredictionsCsv.writeClasses(file, new float[][] {{0.5f, Math.nextDown(0.5f)}});
    assertThat(Files.readString(file))
        .isEqualTo("1.000000000000000000e+00;0.000000000000000000e+00\n");
  }

  private static float[][] scores() {
    Random random = new Random(3);
    float[][] scores = new float[200][5];
    for (float[] row : scores) {
      for (int i = 0; i < row.length; i++) {
        // Sigmoids of large logits reach far below 1e-10.
        row[i] = (float) (1 / (1 + Math.exp(random.nextGaussian() * 15)));
      }
    }
    scores[0] = new float[] {0, 1, 0.5f, Float.MIN_VALUE, Float.NaN};
    return scores;
  }
}
