package org.thorax.data.loader;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.Samples;
import org.thorax.data.image.ImageDecoder;

/**
 * Checks for unusable image files before a training, so that none stops it hours later. Reads the
 * first and last bytes of every file and decodes only those that do not begin and end like a JPEG
 * or PNG of an allowed size; damage in the middle of a file is found when it is read.
 *
 * @param folder the dataset folder
 * @param all number of samples
 * @param bad number of samples whose image is missing, empty, truncated or not an image
 * @param first names of the first of them, each with the problem: of up to ten all, else three
 * @param firstFile where the first of them was looked for
 */
public record ImageCheck(
    Path folder, int all, int bad, List<String> first, Optional<Path> firstFile) {
  private static final int MAX_NAMED = 10;
  private static final int NAMED_OF_MANY = 3;

  /** This number of a file's first bytes nearly always contains its size. */
  private static final int HEADERS = 4096;

  private static final byte[] JPEG_BEGIN = bytes(0xff, 0xd8, 0xff);
  private static final byte[] JPEG_END = bytes(0xff, 0xd9);
  private static final byte[] PNG_BEGIN = bytes(0x89, 'P', 'N', 'G');
  private static final byte[] PNG_END = bytes('I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82);

  private record Fault(String text, Path file) {}

  /** Copies the list. */
  public ImageCheck {
    first = List.copyOf(first);
  }

  /** Checks the files of all samples, with all processors. */
  public static ImageCheck of(Samples samples) {
    return of(List.of(samples));
  }

  /** Checks the files of all samples of some sets of one data set, with all processors. */
  public static ImageCheck of(List<Samples> sets) {
    List<Fault> found =
        sets.stream()
            .flatMap(
                samples ->
                    IntStream.range(0, samples.size())
                        .parallel()
                        .mapToObj(row -> fault(samples, row))
                        .filter(Objects::nonNull)
                        .toList()
                        .stream())
            .toList();
    int named = found.size() > MAX_NAMED ? NAMED_OF_MANY : found.size();
    return new ImageCheck(
        sets.get(0).folder(),
        sets.stream().mapToInt(Samples::size).sum(),
        found.size(),
        found.stream().limit(named).map(Fault::text).toList(),
        found.stream().findFirst().map(Fault::file));
  }

  /**
   * Fails if an image is bad.
   *
   * @throws ThoraxException with the number and the first names
   */
  public void requireNone() {
    if (bad == all && all > 0) {
      throw new DataException(
          "None of the %d images can be used: %s%s; the first was looked for at %s; correct the data set's folder, or where its table or description says that the images are."
              .formatted(
                  all,
                  String.join(", ", first),
                  bad > first.size() ? ", ..." : "",
                  firstFile.orElse(folder).toAbsolutePath()));
    }
    if (bad > 0) {
      throw new ConfigurationException(
          "on-bad-image",
          String.format(
              "%d of %d images are missing or damaged in %s: %s%s; fetch them again, or continue without them"
                  + " with `on-bad-image` skip.",
              bad, all, folder, String.join(", ", first), bad > first.size() ? ", ..." : ""));
    }
  }

  /** Name, problem and row; null for a good file. */
  private static Fault fault(Samples samples, int row) {
    String fault = fault(samples.image(row));
    String where = samples.where(row);
    return fault == null
        ? null
        : new Fault(
            samples.imageName(row) + " (" + fault + ")" + (where.isEmpty() ? "" : " in " + where),
            samples.image(row));
  }

  private static String fault(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return "missing";
      }
      if (Files.size(file) == 0) {
        return "empty";
      }
      if (!looksWhole(file)) {
        ImageDecoder.decode(file);
      }
      return null;
    } catch (IOException | ThoraxException e) {
      return "damaged";
    }
  }

  private static boolean looksWhole(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] begin = new byte[(int) Math.min(HEADERS, in.length())];
      byte[] end = new byte[PNG_END.length];
      if (in.length() < PNG_BEGIN.length + end.length) {
        return false;
      }
      in.readFully(begin);
      in.seek(in.length() - end.length);
      in.readFully(end);
      boolean jpeg =
          startsWith(begin, JPEG_BEGIN)
              && Arrays.equals(JPEG_END, Arrays.copyOfRange(end, end.length - 2, end.length));
      return (jpeg || (startsWith(begin, PNG_BEGIN) && Arrays.equals(PNG_END, end)))
          && ImageDecoder.claimsReadableSize(begin);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] first) {
    return Arrays.equals(bytes, 0, first.length, first, 0, first.length);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
