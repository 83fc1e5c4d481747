package org.thorax.experiment.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.thorax.experiment.log.PythonFloat;
import org.thorax.formats.io.AtomicFile;

/**
 * {@code predictions_probs.csv} and {@code predictions_classes.csv}: one line per test image, one
 * column per class, {@code ;} between them, numbers as {@code %.18e}, no header; what {@code
 * numpy.savetxt(file, scores, delimiter=";")} writes.
 */
final class PredictionsCsv {
  private static final int DECIMALS = 18;
  private static final float THRESHOLD = 0.5f;

  private PredictionsCsv() {}

  /** Writes the scores, (samples, classes). */
  public static void writeProbabilities(Path file, float[][] scores) {
    write(file, scores, false);
  }

  /** Writes 1 where a score is at least 0.5, otherwise 0. */
  public static void writeClasses(Path file, float[][] scores) {
    write(file, scores, true);
  }

  private static void write(Path file, float[][] scores, boolean asClasses) {
    AtomicFile.write(
        file,
        out -> {
          for (float[] row : scores) {
            writeRow(out, row, asClasses);
          }
        });
  }

  private static void writeRow(OutputStream out, float[] row, boolean asClasses)
      throws IOException {
    StringBuilder line = new StringBuilder();
    for (float score : row) {
      double value = asClasses ? (score >= THRESHOLD ? 1 : 0) : score;
      line.append(line.isEmpty() ? "" : ";").append(PythonFloat.exponential(value, DECIMALS));
    }
    out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
  }
}
