package org.thorax.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.thorax.ThoraxException;
import org.thorax.data.Samples;

/**
 * Looks for missing and empty image files before a training begins, without decoding them.
 *
 * @param folder the dataset folder
 * @param missing number of samples whose image is missing or empty
 * @param first names of the first ten of them
 */
public record ImageCheck(Path folder, int missing, List<String> first) {
  private static final int MOST_NAMED = 10;

  /** Copies the list. */
  public ImageCheck {
    first = List.copyOf(first);
  }

  /** Looks at the files of all samples, with all processors. */
  public static ImageCheck missing(Samples samples) {
    int[] found =
        IntStream.range(0, samples.size())
            .parallel()
            .filter(sample -> isMissing(samples.image(sample)))
            .toArray();
    return new ImageCheck(
        samples.folder(),
        found.length,
        Arrays.stream(found).limit(MOST_NAMED).mapToObj(samples::imageName).toList());
  }

  /**
   * Stops when an image is missing.
   *
   * @throws ThoraxException with the number and the first ten names
   */
  public void requireNone() {
    if (missing > 0) {
      throw new ThoraxException(
          String.format(
              "%d images are missing or empty in %s: %s%s; fetch them or skip bad images.",
              missing, folder, String.join(", ", first), missing > first.size() ? ", ..." : ""));
    }
  }

  private static boolean isMissing(Path file) {
    try {
      return !Files.isRegularFile(file) || Files.size(file) == 0;
    } catch (IOException e) {
      return true;
    }
  }
}
